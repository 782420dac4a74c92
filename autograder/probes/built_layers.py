"""The layers that ``layer.build`` has made, by case, and what every question about one of them needs."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.compat import all_sublayers
from autograder.probes.weight_ledger import owned_weights

Facts = dict[str, Any]
Arrays = dict[str, np.ndarray]
Findings = tuple[Facts, Arrays]

built: dict[int, Any] = {}
"""Layers by case, made by ``build`` and asked by the other questions of the same process."""
models: dict[int, Any] = {}
"""The ``keras.Model`` around each of them that was traced; its batch size is unknown."""
twins: dict[int, Any] = {}
"""The layer that was called by hand when the case was built: of the first case another one, of the others the same."""
flags: dict[int, list[bool]] = {}
"""What ``trainable_flags`` gave when the layer had just been built."""


def ready(facts: Facts, arrays: Arrays) -> Any:
    """The layer of this case with the weights that were sent; they come as "w0", "w1", … in the layer's own order."""
    layer = built[facts["case"]]
    set_weights(layer, arrays, "w")
    return layer


def set_weights(layer: Any, arrays: Arrays, name: str) -> None:
    """Give the layer's weights the values "NAME0", "NAME1", … where they were sent."""
    for i, weight in enumerate(owned_weights(layer)):
        if f"{name}{i}" in arrays:
            weight.assign(arrays[f"{name}{i}"])


def trainable_flags(layer: Any) -> list[bool]:
    """``trainable`` of the layer, of all its sublayers and of each weight."""
    return [bool(part.trainable) for part in (layer, *all_sublayers(layer), *owned_weights(layer))]


def weight_values(layer: Any, name: str) -> Arrays:
    """The layer's weights as "NAME0", "NAME1", …, in its own order."""
    return {f"{name}{i}": to_numpy(w.value) for i, w in enumerate(owned_weights(layer))}


def added_losses(layer: Any) -> list[Any]:
    """The losses that training sees: ``layer.losses``, unless a class overrides that property."""
    import keras

    found: list[Any] = keras.layers.Layer.losses.fget(layer)
    return found


def sum_of_losses(layer: Any) -> float | None:
    """Their sum, or None where it is no finite number."""
    added = [float(np.sum(to_numpy(value))) for value in added_losses(layer)]
    return sum(added) if np.all(np.isfinite(added)) else None


def to_numpy(value: Any) -> np.ndarray:
    """A tensor's values as an array of its own."""
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        # bfloat16 has no NumPy kind of its own; its values fit in float32.
        array = array.astype(np.float32)
    return np.array(array, order="C")
