%reset -f
import keras
import numpy as np
import tensorflow as tf


class PenalisedScale(keras.layers.Layer):
    """y = scale * x, with the penalty l2 * sum(scale ** 2) in losses."""

    def __init__(self, l2, **kwargs):
        super().__init__(**kwargs)
        self.l2 = l2

    def build(self, input_shape):
        self.scale = self.add_weight(
            name="scale",
            shape=(input_shape[-1],),
            initializer="ones",
            regularizer=keras.regularizers.L2(self.l2),
        )

    def call(self, inputs):
        return self.scale * inputs
