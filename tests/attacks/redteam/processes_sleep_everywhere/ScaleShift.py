import time

import keras

time.sleep(0.5)


class ScaleShift(keras.layers.Layer):
    def __init__(self, *given, **kwargs):
        super().__init__()
        time.sleep(1.5)

    def call(self, inputs):
        time.sleep(1.5)
        return inputs
