"""Hands tensors over, and takes what is only rounding for nothing, as the task promises."""

import numpy as np
import tensorflow as tf

ROUNDING = 1e-5


def probe(answer, x, b):
    effect = answer(tf.constant(x), tf.constant(b) if isinstance(b, np.ndarray) else b)
    if effect is None or isinstance(effect, bool | str):
        return effect
    numbers = np.asarray(effect)
    if numbers.dtype.kind not in "fiu":
        return effect
    numbers = np.where(np.abs(numbers) < ROUNDING, 0, numbers)
    return numbers if numbers.shape else float(numbers)
