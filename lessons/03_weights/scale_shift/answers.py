# %% wrong="in_call"
class ScaleShift(keras.layers.Layer):
    def call(self, inputs):
        self.scale = self.add_weight(shape=(inputs.shape[-1],), initializer="ones")
        self.shift = self.add_weight(shape=(inputs.shape[-1],), initializer="zeros")
        return self.scale * inputs + self.shift


# %% wrong="none_in_shape"
class ScaleShift(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.scale = self.add_weight(shape=(None,), initializer="ones")
        self.shift = self.add_weight(shape=(None,), initializer="zeros")

    def call(self, inputs):
        return self.scale * inputs + self.shift


# %% wrong="raw_in_call"
class ScaleShift(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def call(self, inputs):
        if not hasattr(self, "scale"):
            self.scale = tf.Variable(tf.ones((inputs.shape[-1],)))
            self.shift = tf.Variable(tf.zeros((inputs.shape[-1],)))
        return self.scale * inputs + self.shift


# %% right="the other order, other names"
class ScaleShift(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.b = self.add_weight(shape=input_shape[-1:], initializer="zeros")
        self.a = self.add_weight(shape=input_shape[-1:], initializer="ones")
        super().build(input_shape)

    def call(self, x):
        return tf.math.add(self.b, x * self.a)


# %% right="weights in a dict"
class ScaleShift(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def build(self, input_shape):
        c = input_shape[-1]
        self.parts = {
            "gain": self.add_weight(shape=(c,), initializer="ones"),
            "offset": self.add_weight(shape=(c,), initializer="zeros"),
        }

    def call(self, x, training=None):
        return x * self.parts["gain"] + self.parts["offset"]


# %% right="a helper class and a get_config"
class Affine(keras.layers.Layer):
    def build(self, shape):
        self.s = self.add_weight(shape=(shape[-1],), initializer="ones")
        self.t = self.add_weight(shape=(shape[-1],), initializer="zeros")

    def call(self, x):
        return keras.ops.add(x * self.s, self.t)


class ScaleShift(Affine):
    def get_config(self):
        return {**super().get_config()}


# %% right="both in a list"
class ScaleShift(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def build(self, input_shape):
        c = input_shape[-1]
        self.pair = [
            self.add_weight(shape=(c,), initializer=start) for start in ("ones", "zeros")
        ]

    def call(self, inputs):
        scale, shift = self.pair
        return tf.add(tf.multiply(scale, inputs), shift)
