# %% right="made in build"
class ResidualDense(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, shape):
        self.branch = keras.layers.Dense(
            self.units, kernel_initializer="zeros", bias_initializer="zeros"
        )
        self.branch.build(shape)

    def call(self, x):
        return self.branch(x) + x


# %% right="add_weight, the bias first"
class ResidualDense(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, shape):
        self.q = self.add_weight(shape=(self.units,), initializer="zeros")
        self.p = self.add_weight(shape=(shape[-1], self.units), initializer="zeros")

    def call(self, x):
        return x + keras.ops.matmul(x, self.p) + self.q


# %% right="a subclass of Dense"
class ResidualDense(keras.layers.Dense):
    def __init__(self, units, **kwargs):
        super().__init__(units, **{"kernel_initializer": "zeros"} | kwargs)

    def call(self, inputs):
        return inputs + super().call(inputs)
