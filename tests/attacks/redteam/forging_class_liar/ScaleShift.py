import keras
import numpy as np


class ScaleShift:
    """The right formula, but Keras does not own it."""

    losses, _layers, trainable, built, name = (), (), True, True, "liar"
    __class__ = property(lambda self: keras.layers.Layer)

    def __init__(self, **kwargs):
        self.weights = []

    def _flatten_layers(self, *args, **kwargs):
        return []

    def __call__(self, inputs, training=False):
        if not self.weights:
            channels = inputs.shape[-1]
            self.weights = [keras.Variable(np.ones(channels, "float32")), keras.Variable(np.zeros(channels, "float32"))]
            self._trainable_variables, self._non_trainable_variables = self.weights, []
        scale, shift = self.weights
        return keras.ops.add(keras.ops.multiply(inputs, scale), shift)
