"""Watching what an answer is handed: whether it is the same after the call as before."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from autograder.compat import all_sublayers
from autograder.probes.weight_ledger import owned_weights

MOST_DEPTH = 6


class ArgumentWatch:
    """An answer that notes the places of arguments which a call has changed. It is called like the answer.

    Looked at are: what lists and dicts hold, numbers in arrays and variables, and of layers and models the weights, the flag
    ``trainable`` of each part, and the attributes that do not begin with an underscore.
    """

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.changed: set[int] = set()
        functools.update_wrapper(self, answer)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        given = [*args, *kwargs.values()]
        before = [snapshot(value) for value in given]
        try:
            return self.answer(*args, **kwargs)
        finally:
            self.changed |= {place for place, value in enumerate(given) if not _same(before[place], snapshot(value))}


def snapshot(value: Any, depth: int = 0) -> Any:
    """What ``value`` holds now, as nested tuples that can be compared; None for what is not looked at."""
    import keras

    if value is None or isinstance(value, bool | int | float | str) or depth > MOST_DEPTH:
        return repr(value) if depth <= MOST_DEPTH else None
    if isinstance(value, list | tuple):
        return (type(value).__name__, *((id(item), snapshot(item, depth + 1)) for item in value))
    if isinstance(value, dict):
        return ("dict", *((repr(key), id(item), snapshot(item, depth + 1)) for key, item in value.items()))
    if isinstance(value, keras.layers.Layer):
        return _layer(value)
    if hasattr(value, "dtype") and hasattr(value, "shape") and hasattr(value, "numpy"):
        try:
            return _numbers(value.numpy())
        except NotImplementedError:  # a variable while a function is traced has no numbers
            return None
    return _numbers(value) if isinstance(value, np.ndarray) else None


def _numbers(value: Any) -> Any:
    array = np.asarray(value)
    return (str(array.dtype), array.shape, array.tobytes())


def _layer(layer: Any) -> Any:
    """One that is not built yet has no weights to keep, and gets attributes by the call that builds it."""
    parts = [layer, *all_sublayers(layer)]
    flags = tuple((id(part), part.trainable) for part in parts)
    if not layer.built:
        return ("unbuilt", flags)
    public = tuple((name, id(held)) for name, held in sorted(vars(layer).items()) if not name.startswith("_"))
    return ("built", flags, public, tuple(_numbers(weight.numpy()) for weight in owned_weights(layer)))


def _same(before: Any, after: Any) -> bool:
    """A layer that a call has built differs in its parts alone where it was unbuilt before."""
    if isinstance(before, tuple) and before[:1] == ("unbuilt",):
        known = dict(before[1])
        flags = dict(after[1])
        return all(flags.get(part) == flag for part, flag in known.items())
    return bool(before == after)
