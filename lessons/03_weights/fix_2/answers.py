# %% wrong="made_in_call"
class fix_2(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, inputs):
        self.kernel = self.add_weight(name="kernel", shape=(inputs.shape[-1], self.units))
        return keras.ops.matmul(inputs, self.kernel)


# %% right="a Dense without bias"
class fix_2(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.inner = keras.layers.Dense(self.units, use_bias=False)
        self.inner.build(input_shape)

    def call(self, inputs):
        return self.inner(inputs)
