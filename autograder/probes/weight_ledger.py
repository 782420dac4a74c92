"""The weight ledger: what Keras tracks in a layer, and which ``tf.Variable`` objects it does not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from autograder.compat import all_sublayers, is_bookkeeping, own_sublayers, own_weights

MOST_DEPTH = 4
MOST_NAMED = 16


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
    """Path, name, shape, dtype, trainable and owner of each tracked weight, in the layer's own order.

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
            "owner": owner.get(id(w), (0, ""))[0],
            "kind": owner.get(id(w), (0, ""))[1],
        }
        for w in owned_weights(layer)
    ]


def untracked_variables(layer: Any) -> list[dict[str, Any]]:
    """``tf.Variable`` attributes of the layer and its sublayers that Keras does not track: name and shape.

    Lists, tuples and dicts are looked into. The buffer of a ``keras.Variable`` is no attribute and does not count.
    """
    import tensorflow as tf

    tracked = {id(w.value) for w in owned_weights(layer)}
    visited: set[int] = set()
    found: list[dict[str, Any]] = []

    def look(value: Any, name: str, depth: int) -> None:
        if depth > MOST_DEPTH or len(found) >= MOST_NAMED or id(value) in visited:
            return
        if isinstance(value, tf.Variable):
            visited.add(id(value))
            if id(value) not in tracked:
                found.append({"name": name, "shape": [int(d) for d in value.shape], "trainable": bool(value.trainable)})
        elif isinstance(value, list | tuple):
            for i, item in enumerate(value):
                look(item, f"{name}[{i}]", depth + 1)
        elif isinstance(value, dict):
            for key, item in value.items():
                look(item, f"{name}[{key!r}]", depth + 1)

    for part in [layer, *all_sublayers(layer)]:
        for name, value in list(vars(part).items()):
            if not is_bookkeeping(name):
                look(value, name, 0)
    return found
