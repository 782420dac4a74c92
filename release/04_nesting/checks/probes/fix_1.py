"""Makes the layer, trains its statistics on a few batches, and tells what it gives then."""

import pathlib
import tempfile

import keras
import numpy as np
import tensorflow as tf


def reloaded(layer, x):
    """The layer in a keras.Model with an unknown batch size, saved and loaded."""
    inputs = keras.Input(x.shape[1:])
    model = keras.Model(inputs, layer(inputs))
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "answer.keras"
        model.save(path)
        return keras.models.load_model(path, custom_objects={"fix_1": type(layer)})


def probe(answer, question, x):
    """The output for the first batch: of an "untouched" layer, in "training", once "trained" on all batches, "left out"
    with no mode then, "saved" then and loaded, or of "another" layer than the trained one. "weights": how many numbers.
    """
    x = tf.constant(x)
    layer, another = answer(), answer()
    if not isinstance(layer, keras.layers.Layer):
        raise TypeError(f"fix_1 is a keras.layers.Layer. Received {type(layer).__name__}.")
    if question in ("untouched", "weights"):
        out = layer(x[0], training=False)
        kinds = {"trainable": layer.trainable_weights, "moving": layer.non_trainable_weights}
        counts = {
            kind: sum(int(np.prod(w.shape)) for w in found) for kind, found in kinds.items()
        }
        return counts if question == "weights" else out
    if question == "training":
        return layer(x[0], training=True)
    another(x[0], training=False)
    for batch in x:
        layer(batch, training=True)
    for batch in x:  # what only looks must move nothing
        layer(batch, training=False)
    if question == "saved":
        layer = reloaded(layer, x[0])
    asked = another if question == "another" else layer
    return asked(x[0]) if question == "left out" else asked(x[0], training=False)
