import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.layers import Layer


class ScaleShift(Layer):
    def __init__(self, **kwargs):
        super(ScaleShift, self).__init__(**kwargs)

    def build(self, input_shape):
        self.gamma = self.add_weight(name="gamma", shape=input_shape[-1:], initializer=tf.keras.initializers.Ones())
        self.beta = self.add_weight(name="beta", shape=input_shape[-1:], initializer=tf.keras.initializers.Zeros())

    def call(self, inputs):
        return layers.Add()([self.gamma * inputs, tf.broadcast_to(self.beta, tf.shape(inputs))])
