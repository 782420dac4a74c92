# %% wrong="in_call"
class fix_4(keras.layers.Layer):
    def call(self, inputs):
        self.scale = self.add_weight(
            name="scale", shape=(inputs.shape[-1],), initializer="ones"
        )
        return self.scale * inputs


# %% wrong="raw_in_call"
class fix_4(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def call(self, inputs):
        if not hasattr(self, "scale"):
            self.scale = tf.Variable(tf.ones((inputs.shape[-1],)))
        return self.scale * inputs


# %% wrong="none_in_shape"
class fix_4(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.scale = self.add_weight(name="scale", shape=(None,), initializer="ones")

    def call(self, inputs):
        return self.scale * inputs


# %% wrong="guarded by hasattr" mistake="in_call"
class fix_4(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def call(self, inputs):
        if not hasattr(self, "scale"):
            self.scale = self.add_weight(
                name="scale", shape=(inputs.shape[-1],), initializer="ones"
            )
        return self.scale * inputs


# %% wrong="one number, made in the constructor" mistake="single_number"
class fix_4(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.scale = self.add_weight(name="scale", shape=(), initializer="ones")

    def call(self, inputs):
        return self.scale * inputs


# %% right="in a dict"
class fix_4(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.parts = {"scale": self.add_weight(shape=(input_shape[-1],), initializer="ones")}

    def call(self, inputs):
        return tf.multiply(inputs, self.parts["scale"])
