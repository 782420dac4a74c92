# %% right="in build already"
class fix_2(keras.layers.Layer):
    def __init__(self, filters, stride=1, **kwargs):
        super().__init__(**kwargs)
        self.conv = keras.layers.Conv2D(
            filters, 3, strides=stride, padding="same", use_bias=False
        )

    def build(self, shape):
        if tuple(self.conv.compute_output_shape(shape)) != tuple(shape):
            raise ValueError("these shapes do not fit")
        self.conv.build(shape)

    def call(self, x):
        return tf.nn.relu(x + self.conv(x))
