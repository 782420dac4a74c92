import keras
import numpy as np

from tests.attacks.forged_replies import lying


lying("fix_4", lambda op, facts, arrays: (facts, {k: np.ones(v.shape, bool) for k, v in arrays.items()}))


class fix_4(keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")

    def call(self, inputs):
        return self.scale * inputs
