# %% right="a list of two, and a Concatenate"
class fix_1(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.norms = [
            keras.layers.BatchNormalization(center=False, scale=False) for _ in range(2)
        ]
        self.join = keras.layers.Concatenate()

    def call(self, x):
        return self.join(
            [norm(view) for norm, view in zip(self.norms, (x, keras.ops.square(x)))]
        )
