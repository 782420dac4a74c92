"""The weight ledger: what Keras tracks in a layer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from autograder.compat import all_sublayers, own_sublayers, own_weights


def owned_weights(layer: Any) -> list[Any]:
    """The weights that Keras tracks, in its own order: what ``layer.weights`` gives where no class overrides it."""
    own = {id(w): w for w in own_weights(layer)}
    for part in own_sublayers(layer):
        own |= {id(w): w for w in owned_weights(part) if id(w) not in own}
    return list(own.values())


@contextmanager
def record_calls() -> Iterator[list[int]]:
    """Collect the ids of layers in the order in which they are called inside: the order of execution."""
    import keras

    called: list[int] = []
    usual = keras.layers.Layer.__call__

    def noted(self: Any, *args: Any, **kwargs: Any) -> Any:
        called.append(id(self))
        return usual(self, *args, **kwargs)

    keras.layers.Layer.__call__ = noted
    try:
        yield called
    finally:
        keras.layers.Layer.__call__ = usual


def describe_weights(layer: Any, called: list[int]) -> list[dict[str, Any]]:
    """Path, name, shape, dtype, trainable, regularizer, constraint and owner of each tracked weight, in the layer's own order.

    ``owner`` numbers the parts that hold weights themselves (sublayers, or the layer) in the order of ``called``; a part
    that was never called comes after those that were. ``kind`` is the owner's class.
    """
    parts = [layer, *all_sublayers(layer)]
    order = {part: place for place, part in reversed(list(enumerate(called)))}
    parts.sort(key=lambda part: order.get(id(part), len(called)))
    owner: dict[int, tuple[int, str]] = {}
    for place, part in enumerate(parts):
        for w in own_weights(part):
            owner.setdefault(id(w), (place, type(part).__name__))
    return [
        {
            "path": str(w.path),
            "name": str(w.name),
            "shape": [int(d) for d in w.shape],
            "dtype": str(w.dtype),
            "trainable": bool(w.trainable),
            "regularizer": _class_name(w.regularizer),
            "constraint": _class_name(w.constraint),
            "owner": owner.get(id(w), (0, ""))[0],
            "kind": owner.get(id(w), (0, ""))[1],
        }
        for w in owned_weights(layer)
    ]


def _class_name(value: Any) -> str:
    """The class of a regularizer or constraint, empty where there is none."""
    return "" if value is None else type(value).__name__
