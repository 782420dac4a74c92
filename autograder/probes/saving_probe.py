"""Putting a question to layers that were saved: do they come back as they were?"""

from __future__ import annotations

import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from autograder.probes.built_layers import (
    Arrays,
    Facts,
    Findings,
    built,
    models,
    set_weights,
    sum_of_losses,
    to_numpy,
    weight_values,
)
from autograder.probes.weight_ledger import owned_weights


def save(answer: Any, facts: Facts, arrays: Arrays, namespace: dict[str, Any], probe: ModuleType | None) -> Findings:
    """Save one model around the layers of ``facts["cases"]`` as ``.keras``, load it again, and ask both.

    Of case 2, "x2" is the input, "w2_0", "w2_1", … are the weights. Arrays: "y2" before, if ``facts["before"]``, "again2" after loading, "trained2" after
    loading and in training, with the weights that this leaves, "after2_0", … Facts: "counts", the number of weights of each
    loaded layer after these calls, and "loss", the sum of its ``losses`` at inference.
    """
    import keras
    import tensorflow as tf

    cases: list[int] = facts["cases"]
    inputs = {case: tf.constant(arrays[f"x{case}"]) for case in cases}
    for case in cases:
        set_weights(built[case], arrays, f"w{case}_")
        if case not in models:
            entry = keras.Input(tuple(inputs[case].shape[1:]), dtype="float32")
            models[case] = keras.Model(entry, built[case](entry))
    known = {n: c for n, c in namespace.items() if isinstance(c, type) and issubclass(c, keras.layers.Layer)}
    counts: list[int] = []
    sums: list[float | None] = []
    back: Arrays = {}
    for group, model in _models_around(cases):
        xs = [inputs[case] for case in group]
        if facts["before"]:
            back |= _named("y", group, model(xs, training=False))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "answer.keras"
            model.save(path)
            loaded = keras.models.load_model(path, custom_objects=known | {facts["name"]: answer}, compile=False)
        layers = [loaded.get_layer(built[case].name) for case in group]
        back |= _named("again", group, loaded(xs, training=False))
        sums += [sum_of_losses(layer) for layer in layers]
        back |= _named("trained", group, loaded(xs, training=True))
        for case, layer in zip(group, layers, strict=True):
            back |= weight_values(layer, f"after{case}_")
            counts.append(len(owned_weights(layer)))
    return {"counts": counts, "loss": sums}, back


def _models_around(cases: list[int]) -> list[tuple[list[int], Any]]:
    """One model around all the layers, or, where two of them insist on one name, a model for each."""
    import keras

    alike = len({built[case].name for case in cases}) < len(cases)
    return [
        (group, keras.Model([models[case].input for case in group], [models[case].output for case in group]))
        for group in ([[case] for case in cases] if alike else [cases])
    ]


def _named(name: str, cases: list[int], outputs: Any) -> Arrays:
    """Of a model with one output Keras gives that, of several a list."""
    listed = outputs if isinstance(outputs, list) else [outputs]
    return {f"{name}{case}": to_numpy(output) for case, output in zip(cases, listed, strict=True)}


QUESTIONS = {"layer.save": save}
