class ScaleShift(keras.layers.Layer):
    """My first try."""

    def call(self, inputs):
        return inputs


class MyLayer(keras.layers.Layer):
    def build(self, input_shape):
        self.a = self.add_weight(shape=(input_shape[-1],), initializer="ones")
        self.b = self.add_weight(shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs):
        return self.a * inputs + self.b


ScaleShift = MyLayer
