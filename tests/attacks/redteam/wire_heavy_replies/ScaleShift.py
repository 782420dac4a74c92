import keras
import numpy as np

from tests.attacks.forged_replies import lying


HEAVY = 50_000_000
lying(
    "ScaleShift",
    lambda op, facts, arrays: (
        facts,
        arrays | {"ballast": np.ones(HEAVY, np.float32)} if op == "layer.build" else arrays,
    ),
)


class ScaleShift(keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs):
        return self.scale * inputs + self.shift
