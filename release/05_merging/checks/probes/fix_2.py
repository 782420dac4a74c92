"""Looks at a model that the answer makes, sets its numbers, and trains it one step."""

import keras
import numpy as np


def probe(answer, question, n, kernel, bias, x):
    """ "weights": their shapes. "values": the output with these numbers. "trains": True when a step moves both."""
    model = answer(n)
    if not isinstance(model, keras.Model):
        return "no model"
    if question == "weights":
        return sorted(list(w.shape) for w in model.trainable_weights)
    given = {2: kernel, 1: bias}
    for weight in model.trainable_weights:
        weight.assign(given[len(weight.shape)])
    if question == "values":
        return model(x)
    model.compile(keras.optimizers.SGD(0.1), "mse")
    before = model.get_weights()
    model.train_on_batch(x, np.zeros_like(model(x)) + 9.0)
    return all(
        not np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True)
    )
