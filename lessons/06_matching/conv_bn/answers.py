# %% right="a Sequential, made in build"
class ConvBN(keras.layers.Layer):
    def __init__(self, filters, kernel_size, strides=1, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.said = filters, kernel_size, strides, activation

    def build(self, input_shape):
        filters, k, strides, activation = self.said
        self.chain = keras.Sequential(
            [
                keras.layers.Conv2D(
                    filters, (k, k), strides=strides, padding="same", use_bias=False
                ),
                keras.layers.BatchNormalization(),
                keras.layers.Activation(activation or "linear"),
            ]
        )
        self.chain.build(input_shape)

    def call(self, x):
        return self.chain(x)


# %% right="weights by hand"
class ConvBN(keras.layers.Layer):
    def __init__(self, filters, kernel_size, strides=1, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.filters, self.k, self.s, self.f = filters, kernel_size, strides, activation

    def build(self, shape):
        new = lambda start, learnt: self.add_weight(
            shape=(self.filters,), initializer=start, trainable=learnt
        )
        self.v, self.m = new("ones", False), new("zeros", False)
        self.b, self.a = new("zeros", True), new("ones", True)
        self.w = self.add_weight(shape=(self.k, self.k, shape[-1], self.filters))

    def call(self, x, training=False):
        h = tf.nn.conv2d(x, self.w, self.s, "SAME")
        mean, variance = self.m, self.v
        if training:
            mean, variance = keras.ops.moments(h, axes=(0, 1, 2))
            self.m.assign(0.99 * self.m + 0.01 * mean)
            self.v.assign(0.99 * self.v + 0.01 * variance)
        h = self.a * (h - mean) / keras.ops.sqrt(variance + 0.001) + self.b
        return h if self.f is None else keras.activations.get(self.f)(h)
