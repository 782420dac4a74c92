"""Makes the variables of a question, where the answer is, and changes them after the snapshot."""

import keras
import numpy as np
import tensorflow as tf


def made(kind, value):
    """ "t" a tf.Variable, "k" a keras.Variable; capital letters: not trainable."""
    if kind in "tT":
        return tf.Variable(value, trainable=kind == "t")
    return keras.Variable(value, dtype=value.dtype.name, trainable=kind == "k")


def kind_of(one):
    """In a word, what was kept of a variable. NumPy's single numbers are no arrays."""
    if isinstance(one, np.ndarray):
        return "array"
    if isinstance(one, (tf.Variable, keras.Variable)):
        return "variable"
    if tf.is_tensor(one):
        return "tensor"
    return "number" if isinstance(one, (np.generic, int, float)) else type(one).__name__


def probe(answer, kinds, *values):
    """What was kept, once every variable has been changed, and what the variables held before that."""
    boxes = [made(kind, value) for kind, value in zip(kinds, values, strict=True)]
    kept = answer(list(boxes))
    held = [box.numpy() for box in boxes]
    for box, value in zip(boxes, values, strict=True):
        box.assign_add(np.ones_like(value))
    if not isinstance(kept, (list, tuple)):
        return {"kept": kept, "dtypes": [], "held": held, "result": type(kept).__name__}
    arrays = [np.array(one) for one in kept]
    found = " and ".join(sorted({kind_of(one) for one in kept}))
    return {
        "kept": arrays,
        "dtypes": [a.dtype.name for a in arrays],
        "held": held,
        "result": f"{type(kept).__name__} of {found}",
    }
