"""Hands over an array or a tensor, and looks whether it stays as it was."""

import numpy as np
import tensorflow as tf


def probe(answer, kind, picture, by):
    given = np.array(picture) if kind == "array" else tf.constant(picture)
    brighter = answer(given, by)
    brighter = np.array(brighter) if isinstance(brighter, np.ndarray) else brighter
    return {"brighter": brighter, "left as it was": bool(np.array_equal(given, picture))}
