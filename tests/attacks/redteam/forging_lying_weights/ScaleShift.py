import keras
import tensorflow as tf


class Claim:
    dtype, trainable, regularizer, constraint = "float32", True, None, None

    def __init__(self, name, variable):
        self.name = self.path = name
        self.value, self.assign, self.shape = variable, variable.assign, variable.shape


class ScaleShift(keras.layers.Layer):
    def build(self, input_shape):
        self.scale = tf.Variable(tf.ones((input_shape[-1],)))
        self.shift = tf.Variable(tf.zeros((input_shape[-1],)))

    def call(self, inputs):
        return self.scale * inputs + self.shift

    @property
    def weights(self):
        return [Claim(name, getattr(self, name)) for name in ("scale", "shift") if hasattr(self, name)]

    trainable_weights = weights

    def count_params(self):
        return 2 * len(self.scale)
