# %% wrong="none_in_shape"
class fix_1(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.kernel = self.add_weight(shape=(None, units))
        self.bias = self.add_weight(shape=(units,), initializer="zeros")

    def call(self, inputs):
        return tf.matmul(inputs, self.kernel) + self.bias


# %% wrong="made_in_call"
class fix_1(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, inputs):
        self.kernel = self.add_weight(shape=(inputs.shape[-1], self.units))
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")
        return tf.matmul(inputs, self.kernel) + self.bias


# %% right="a Dense inside"
class fix_1(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.inner = keras.layers.Dense(units)

    def call(self, inputs):
        return self.inner(inputs)


# %% right="the bias declared first"
class fix_1(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.b = self.add_weight(shape=(self.units,), initializer="zeros")
        self.w = self.add_weight(shape=(input_shape[-1], self.units), initializer="he_normal")

    def call(self, x):
        return x @ self.w + self.b


# %% right="the bias made in the constructor"
class fix_1(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.b = self.add_weight(shape=(units,), initializer="zeros")

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units), initializer="he_normal")

    def call(self, inputs):
        return inputs @ self.w + self.b
