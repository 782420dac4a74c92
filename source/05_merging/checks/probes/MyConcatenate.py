"""Puts lists of tensors, models with an unknown batch and a saved file to a layer that joins along an axis."""

import pathlib
import tempfile

import keras
import tensorflow as tf


def made(model, xs):
    """The model's numbers, from a graph that knows no batch size, as in fit."""
    specs = [tf.TensorSpec((None, *x.shape[1:]), tf.float32) for x in xs]

    @tf.function(input_signature=[specs])
    def run(tensors):
        return model(tensors)

    return run([tf.constant(x) for x in xs])


def probe(answer, question, axis, xs):
    """ "call": on a list. "single": on one tensor. "model", "saves": inside a model. axis None: the default."""
    layer = answer() if axis is None else answer(axis=axis)
    tensors = [tf.constant(x) for x in xs]
    if question == "call":
        return layer(tensors)
    if question == "single":
        return layer(tensors[0])
    inputs = [keras.Input(x.shape[1:]) for x in xs]
    model = keras.Model(inputs, layer(inputs))
    if question == "model":
        return {"shape": list(model.output.shape), "numbers": made(model, xs)}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "model.keras"
        model.save(path)
        loaded = keras.models.load_model(path, custom_objects={answer.__name__: answer})
    return made(loaded, xs)
