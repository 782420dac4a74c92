# %% right="weights of its own"
class fix_1(keras.layers.Layer):
    def build(self, shape):
        c = shape[-1]
        self.kernel = self.add_weight(shape=(3, 3, c, c))
        self.bias = self.add_weight(shape=(c,), initializer="zeros")

    def call(self, x):
        return x + keras.ops.conv(x, self.kernel, padding="same") + self.bias
