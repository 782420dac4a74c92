"""Puts lists of tensors, models with an unknown batch and a saved file to a layer that merges."""

import pathlib
import tempfile

import keras
import numpy as np
import tensorflow as tf

MANY = [
    [(1, 1), (1, 1)],
    [(5, 3), (5, 3)],
    [(5, 3), (5, 1)],
    [(5, 1), (5, 3)],
    [(2, 4, 3), (2, 4, 3)],
    [(2, 4, 1), (2, 1, 3)],
    [(2, 1, 1), (2, 4, 3)],
    [(2, 5, 5, 3), (2, 1, 1, 3)],
    [(2, 5, 5, 3), (2, 5, 5, 1)],
    [(7,), (7,)],
    [(3, 3, 4), (3, 4)],
    [(3, 4), (3, 3, 4)],
    [(3, 3, 3), (3, 3)],
    [(3, 3), (3, 3, 3)],
    [(4, 5, 3), (4, 3)],
    [(4, 5, 3), (4, 1)],
    [(3,), (3, 1)],
    [(3,), (3, 5)],
    [(2, 2, 2, 2), (2, 2)],
    [(2, 2, 2, 2), (2, 2, 2)],
    [(2, 4, 3, 5), (2, 5)],
    [(2, 4, 3, 5), (2, 3, 5)],
    [(2, 4, 3, 5), (2, 3, 1)],
    [(2,), (2, 3, 4)],
    [(5, 3), (5, 3), (5, 3)],
    [(5, 3), (5, 1), (5, 3)],
    [(2, 4, 1), (2, 1, 3), (2, 1, 1)],
    [(3, 2, 4), (3, 4), (3, 1)],
    [(3,), (3, 3), (3, 3, 3)],
    [(2, 3), (2, 3), (2, 3), (2, 1)],
]


def made(model, xs):
    """The model's numbers, from a graph that knows no batch size, as in fit."""
    specs = [tf.TensorSpec((None, *x.shape[1:]), tf.float32) for x in xs]

    @tf.function(input_signature=[specs])
    def run(tensors):
        return model(tensors)

    return run([tf.constant(x) for x in xs])


def model_of(answer, xs):
    """The layer inside a keras.Model whose batch size is unknown."""
    inputs = [keras.Input(x.shape[1:]) for x in xs]
    return keras.Model(inputs, answer()(inputs))


def probe(answer, question, xs):
    """ "call": on a list. "single": on one tensor. "model", "saves": inside a model. "many": 30 sets of shapes."""
    if question == "many":
        rng = np.random.default_rng(xs)
        drawn = [[rng.normal(size=s).astype("float32") for s in shapes] for shapes in MANY]
        return [answer()([tf.constant(x) for x in tensors]) for tensors in drawn]
    if question == "call":
        return answer()([tf.constant(x) for x in xs])
    if question == "single":
        return answer()(tf.constant(xs[0]))
    model = model_of(answer, xs)
    if question == "model":
        return {"shape": list(model.output.shape), "numbers": made(model, xs)}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "model.keras"
        model.save(path)
        return made(keras.models.load_model(path, custom_objects={answer.__name__: answer}), xs)
