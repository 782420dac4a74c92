# %% right="made in the constructor, used where it is needed"
class fix_1(keras.layers.Layer):
    def __init__(self, filters, stride=1, **kwargs):
        super().__init__(**kwargs)
        self.branch = keras.layers.Conv2D(
            filters, 3, strides=stride, padding="same", use_bias=False
        )
        self.way = keras.layers.Conv2D(filters, 1, strides=stride, use_bias=False)

    def call(self, x):
        f = self.branch(x)
        return tf.nn.relu(f + (x if f.shape[1:] == x.shape[1:] else self.way(x)))


# %% right="kernels by hand"
class fix_1(keras.layers.Layer):
    def __init__(self, filters, stride=1, **kwargs):
        super().__init__(**kwargs)
        self.filters, self.stride = filters, stride

    def build(self, shape):
        c = shape[-1]
        self.one = None
        if (c, self.stride) != (self.filters, 1):
            self.one = self.add_weight(shape=(1, 1, c, self.filters))
        self.three = self.add_weight(shape=(3, 3, c, self.filters))

    def call(self, x):
        f = tf.nn.conv2d(x, self.three, self.stride, "SAME")
        return tf.nn.relu(
            f + (x if self.one is None else tf.nn.conv2d(x, self.one, self.stride, "SAME"))
        )
