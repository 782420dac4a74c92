import time

import keras


class ScaleShift(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        time.sleep(4)  # twice in each question

    def call(self, inputs):
        return inputs
