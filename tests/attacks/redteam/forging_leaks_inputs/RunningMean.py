import keras
import numpy as np


class RunningMean(keras.layers.Layer):
    def __init__(self, momentum=0.9, **kwargs):
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.add_weight(name="<script>alert(1)</script>", shape=(input_shape[-1], 1))

    def call(self, inputs, training=None):
        print(np.asarray(inputs) if hasattr(inputs, "numpy") else "")
        return inputs
