# %% right="appended in build"
class MLPBlock(keras.layers.Layer):
    def __init__(self, width, depth, **kwargs):
        super().__init__(**kwargs)
        self.width, self.depth = width, depth

    def build(self, input_shape):
        self.parts = []
        for _ in range(self.depth):
            self.parts.append(keras.layers.Dense(self.width))
            self.parts.append(keras.layers.ReLU())

    def call(self, x):
        for part in self.parts:
            x = part(x)
        return x
