"""Makes the variables of a question, where the answer is, and changes them after the snapshot."""

import keras
import numpy as np
import tensorflow as tf


def made(kind, value):
    """ "t" a tf.Variable, "k" a keras.Variable; capital letters: not trainable."""
    if kind in "tT":
        return tf.Variable(value, trainable=kind == "t")
    return keras.Variable(value, dtype=value.dtype.name, trainable=kind == "k")


def probe(answer, kinds, *values):
    """What was kept, once every variable has been changed, and what the variables held before that."""
    boxes = [made(kind, value) for kind, value in zip(kinds, values, strict=True)]
    kept = answer(list(boxes))
    held = [box.numpy() for box in boxes]
    for box, value in zip(boxes, values, strict=True):
        box.assign_add(np.ones_like(value))
    if not isinstance(kept, (list, tuple)):
        return {"kept": kept, "dtypes": [], "held": held}
    arrays = [np.array(one) for one in kept]
    return {"kept": arrays, "dtypes": [a.dtype.name for a in arrays], "held": held}
