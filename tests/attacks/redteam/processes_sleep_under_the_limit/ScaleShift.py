import time

import keras


class ScaleShift(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        time.sleep(2.2)  # with those below at most four times in each question, of which each has 10 seconds

    def call(self, inputs):
        time.sleep(2.2)
        return inputs
