import keras

from tests.attacks.forged_replies import lying


lying("ScaleShift", lambda op, facts, arrays: (facts | {"weights": [{}] * len(facts["weights"])}, arrays))


class ScaleShift(keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs):
        return self.scale * inputs + self.shift
