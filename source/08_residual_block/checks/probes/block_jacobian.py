"""Blocks that are made where the answer is, and what became of them."""

import keras
import numpy as np
import tensorflow as tf


def probe(answer, kind, x, first, second):
    """The answer for one block, at an array or a tensor; for a layer also whether its statistics stayed."""
    if kind == "function":
        return answer(lambda z: z + tf.nn.relu(z) @ first, x)
    if kind == "constant":
        return answer(tf.ones_like, x)
    block = keras.layers.BatchNormalization()
    block.build(x.shape)
    size = first.shape[0]
    block.set_weights([np.ones(size), np.zeros(size), first, second])
    result = answer(block, tf.constant(x))
    kept = all(
        np.array_equal(weight, given)
        for weight, given in zip(block.get_weights()[2:], (first, second), strict=True)
    )
    return {"jacobian": result, "statistics kept": kept}
