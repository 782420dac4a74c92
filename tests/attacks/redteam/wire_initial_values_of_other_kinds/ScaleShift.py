import keras
import numpy as np

from tests.attacks.forged_replies import lying


def bools(op, facts, arrays):
    return facts, {k: v.astype(bool) if k.startswith("start") else v for k, v in arrays.items()}


lying("ScaleShift", bools)


class ScaleShift(keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs):
        return self.scale * (inputs + self.shift)
