"""Two layers with weights, and their model answers."""

from __future__ import annotations

SCALE = """
class Scale(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
    def build(self, shape):
        self.a = self.add_weight(shape=(shape[-1],), initializer="ones", name="scale")
        self.b = self.add_weight(shape=(shape[-1],), initializer="zeros", name="shift")
    def call(self, x):
        return self.a * x + self.b
"""

COUNTING = """
class Mean(keras.layers.Layer):
    def __init__(self, momentum=0.9, **kwargs):
        super().__init__(**kwargs)
        self.momentum = momentum
    def build(self, shape):
        self.mean = self.add_weight(shape=(shape[-1],), initializer="zeros", trainable=False, name="mean")
    def call(self, x, training=False):
        if training:
            batch = keras.ops.mean(x, axis=tuple(range(len(x.shape) - 1)))
            self.mean.assign(self.momentum * self.mean + (1 - self.momentum) * batch)
        return x
"""
