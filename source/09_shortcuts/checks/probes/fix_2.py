"""A block with one kernel, called by hand or inside a model with an unknown batch size."""

import keras
import tensorflow as tf


def probe(answer, made, x, kernel, where):
    """ReLU(x + F(x)) with this kernel, in a model the sizes of the output; or the error that the block raises."""
    filters, stride = made
    layer = answer(filters, stride)
    if where == "model":
        return [int(size) for size in layer(keras.Input(x.shape[1:])).shape[1:]]
    layer(tf.constant(x))
    layer.set_weights([kernel])
    return layer(tf.constant(x))
