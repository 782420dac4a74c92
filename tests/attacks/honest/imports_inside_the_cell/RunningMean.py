import keras as k
from keras import ops as K
from keras.layers import *


class RunningMean(k.Layer):
    def __init__(self, momentum=0.9, **kwargs):
        super().__init__(**kwargs)
        self.momentum = momentum

    def build(self, shape):
        self.mean = self.add_weight(shape=(shape[-1],), initializer="zeros", trainable=False)

    def call(self, x, training=None):
        if training:
            axes = list(range(K.ndim(x) - 1))
            self.mean.assign(self.mean * self.momentum + K.mean(x, axes) * (1 - self.momentum))
        return x
