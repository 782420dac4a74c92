# %% right="the decision is made in build"
class fix_1(keras.layers.Layer):
    def __init__(self, filters, strides=1, **kwargs):
        super().__init__(**kwargs)
        self.filters, self.s = filters, strides

    def build(self, shape):
        self.kernel = self.add_weight(shape=(3, 3, shape[-1], self.filters))

    def call(self, x):
        h = keras.ops.conv(x, self.kernel, strides=self.s, padding="same")
        kept = self.s == 1 or max(x.shape[1:3]) == 1
        return x + h if kept and x.shape[3] == self.filters else h
