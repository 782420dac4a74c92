import keras
import tensorflow as tf


class Claim:
    dtype, trainable, regularizer, constraint = "float32", True, None, None

    def __init__(self, name, variable):
        self.name = self.path = name
        self.value, self.assign, self.shape = variable, variable.assign, variable.shape


class Inner(keras.layers.Layer):
    def build(self, input_shape):
        with tf.init_scope():
            self.scale = tf.Variable(tf.ones((input_shape[-1],)))
            self.shift = tf.Variable(tf.zeros((input_shape[-1],)))

    def call(self, inputs):
        return self.scale * inputs + self.shift

    @property
    def weights(self):
        return [Claim(name, getattr(self, name)) for name in ("scale", "shift") if hasattr(self, name)]


class ScaleShift(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.inner = Inner()

    def build(self, input_shape):
        self.inner.build(input_shape)

    def call(self, inputs):
        return self.inner(inputs)
