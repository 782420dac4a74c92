import keras

from tests.attacks.forged_replies import lying


lying("fix_4", lambda op, facts, arrays: (facts, {k: v[:1] if k[:5] == "start" else v for k, v in arrays.items()}))


class fix_4(keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")

    def call(self, inputs):
        return self.scale * inputs
