START = ("ones", "zeros")


def combine(x, parts):
    return parts[0] * x + parts[1]


class ScaleShift(keras.layers.Layer):
    def build(self, input_shape):
        self.parts = [self.add_weight(shape=(input_shape[-1],), initializer=start) for start in START]

    def call(self, inputs):
        return combine(inputs, self.parts)
