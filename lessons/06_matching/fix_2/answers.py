# %% right="Add, and both made in build"
class fix_2(keras.layers.Layer):
    def build(self, shape):
        c = shape[-1]
        self.halves = [
            keras.layers.Conv2D(c, (3, 3), strides=(2, 2), padding="same", use_bias=False),
            keras.layers.AveragePooling2D((2, 2), strides=(2, 2), padding="SAME"),
        ]
        self.halves[0].build(shape)

    def call(self, x):
        return keras.layers.Add()([half(x) for half in self.halves])
