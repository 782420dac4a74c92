import keras
import numpy as np

from tests.attacks.forged_replies import lying


def doubles(op, facts, arrays):
    return facts, {k: v.astype(np.int64) if k.startswith("start") else v for k, v in arrays.items()}


lying("PenalisedScale", doubles)


class PenalisedScale(keras.layers.Layer):
    def __init__(self, l2, **kwargs):
        super().__init__(**kwargs)
        self.l2 = l2

    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")

    def call(self, inputs):
        return self.scale * inputs
