import os

import keras
import tensorflow as tf

line = b"canary" + b"-flood" * 2_000
for _ in range(5_000):
    for handle in (0, 1, 2):
        os.write(handle, line)


def tracking_report(layer):
    seen = set()

    def count(thing):
        if isinstance(thing, tf.Variable | keras.layers.Layer):
            if id(thing) in seen:
                return 0
            seen.add(id(thing))
        if isinstance(thing, tf.Variable):
            return 1
        parts = vars(thing).values() if isinstance(thing, keras.layers.Layer) else ()
        parts = thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list | tuple) else parts
        return sum(count(part) for part in list(parts))

    return {
        "trainable": len(layer.trainable_weights),
        "non_trainable": len(layer.non_trainable_weights),
        "untracked_tf_variables": count(layer),
    }
