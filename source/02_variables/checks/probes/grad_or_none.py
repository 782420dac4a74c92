"""Makes x and f of a question, where the answer is."""

import keras
import tensorflow as tf


def probe(answer, kind, x, factor):
    """The answer for one x. f is the sum of factor * x ** 3, unless its kind says otherwise."""
    other = tf.Variable(2.0)
    factor = tf.constant(factor)

    def cubes(z):
        return tf.reduce_sum(factor * z * z * z)

    if kind == "variable":
        return answer(cubes, tf.Variable(x))
    if kind == "keras":
        return answer(cubes, keras.Variable(x))
    if kind == "constant":
        return answer(cubes, tf.constant(x))
    if kind == "beside a variable":
        return answer(lambda z: other * cubes(z) / 2.0, tf.constant(x))
    if kind == "frozen":
        return answer(cubes, tf.Variable(x, trainable=False))
    if kind == "flat":
        return answer(lambda z: cubes(tf.nn.relu(-z * z)), tf.Variable(x))
    if kind == "rounded":
        return answer(lambda z: cubes(tf.round(z)), tf.Variable(x))
    if kind == "unused":
        return answer(lambda z: other * other, tf.Variable(x))
    raise ValueError(kind)
