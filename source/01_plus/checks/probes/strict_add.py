"""Makes tensors or arrays of the dtypes asked for, and looks whether the arrays are left as they were."""

import numpy as np
import tensorflow as tf


def probe(answer, kind, x, y, dtypes):
    x, y = np.asarray(x).astype(dtypes[0]), np.asarray(y).astype(dtypes[1])
    if kind == "tensors":
        return {"sum": answer(tf.constant(x), tf.constant(y)), "left as they were": True}
    given = x.copy(), y.copy()
    result = answer(x, y)
    result = result.copy() if isinstance(result, np.ndarray) else result
    kept = np.array_equal(x, given[0]) and np.array_equal(y, given[1])
    return {"sum": result, "left as they were": kept}
