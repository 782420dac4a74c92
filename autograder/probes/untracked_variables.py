"""Variables that a layer can reach and Keras does not list: nobody trains, saves or counts them."""

from __future__ import annotations

import dis
from collections.abc import Iterator
from functools import lru_cache, partial
from types import CellType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

from autograder.compat import all_sublayers, is_bookkeeping
from autograder.probes.weight_ledger import owned_weights

MOST_DEPTH = 6
MOST_NAMED = 16
MOST_VISITED = 5_000
LIBRARIES = ("keras", "tensorflow", "numpy", "autograder", "IPython", "matplotlib")
"""What is of a class of theirs is not looked into: it has variables of its own, which are its business."""


def untracked_variables(layer: Any) -> list[dict[str, Any]]:
    """The variables that the layer can reach but Keras does not track in it: name, shape, trainable, and whether they are "of_layer",
    weights of another layer.

    Looked into are attributes of the layer, its sublayers and their classes; lists, tuples, sets, dicts and plain objects; and of
    functions the enclosed variables, the defaults and the global names that they read. The buffer of a ``keras.Variable`` does not
    count by itself.
    """
    search = _Search(layer)
    for part in search.parts:
        for name, value in list(vars(part).items()):
            if not is_bookkeeping(name):
                search.look(value, name, 0)
        for name, value in _of_own_classes(part):
            search.look(value, name, 0)
    return search.found


class _Search:
    """One walk from a layer; each object is visited once."""

    def __init__(self, layer: Any) -> None:
        import keras
        import tensorflow as tf

        self._layer = keras.layers.Layer
        self._variables = (tf.Variable, keras.Variable)
        self.parts = [layer, *all_sublayers(layer)]
        self.found: list[dict[str, Any]] = []
        tracked = [*owned_weights(layer), *keras.layers.Layer.variables.fget(layer)]
        self._visited = {id(part) for part in self.parts} | {id(w) for w in tracked} | {id(w.value) for w in tracked}

    def look(self, value: Any, name: str, depth: int, of_layer: bool = False) -> None:
        if depth > MOST_DEPTH or len(self.found) >= MOST_NAMED or len(self._visited) >= MOST_VISITED:
            return
        if (
            id(value) in self._visited
            or value is None
            or isinstance(value, str | bytes | int | float | type | ModuleType)
        ):
            return
        self._visited.add(id(value))
        if isinstance(value, self._variables):
            self.found.append(
                {"name": name, "shape": _sizes(value), "trainable": bool(value.trainable), "of_layer": of_layer}
            )
        elif isinstance(value, self._layer):
            for i, weight in enumerate(owned_weights(value)):
                self.look(weight, f"{name}.weights[{i}]", depth, of_layer=True)
        else:
            for place, item in _contents(value):
                self.look(item, f"{name}{place}", depth + 1)


def _contents(value: Any) -> Iterator[tuple[str, Any]]:
    """What a container, a function or a plain object holds, each with its place."""
    if isinstance(value, dict):
        for key, item in list(value.items()):
            yield f"[{key!r}]"[:80], item
    elif isinstance(value, list | tuple | set | frozenset):
        for i, item in enumerate(value):
            yield f"[{i}]", item
    elif isinstance(value, MethodType):
        yield "", value.__func__
        yield "", value.__self__
    elif isinstance(value, FunctionType):
        yield from _read_by(value)
    elif isinstance(value, property):
        yield "", value.fget
    elif isinstance(value, staticmethod | classmethod):
        yield "", value.__func__
    elif isinstance(value, partial):
        yield from ((".func", value.func), (".args", value.args), (".keywords", value.keywords))
    elif type(value).__module__.split(".")[0] not in LIBRARIES:
        for key, item in list(getattr(value, "__dict__", {}).items()):
            yield f".{key}", item


def _read_by(function: FunctionType) -> Iterator[tuple[str, Any]]:
    """What a function encloses, has as defaults, and reads by a global name."""
    if function.__module__ is not None and function.__module__.split(".")[0] in LIBRARIES:
        return
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=False):
        if isinstance(cell, CellType) and (inside := _inside(cell)) is not None:
            yield f".{name}", inside
    yield ".__defaults__", function.__defaults__
    yield ".__kwdefaults__", function.__kwdefaults__
    for name in _global_names(function.__code__):
        if name in function.__globals__:
            yield f".{name}", function.__globals__[name]


@lru_cache(maxsize=512)
def _global_names(code: CodeType) -> tuple[str, ...]:
    """The global names that this code reads; attributes of the same name are none of them."""
    return tuple(sorted({i.argval for i in dis.get_instructions(code) if i.opname == "LOAD_GLOBAL"}))


def _inside(cell: CellType) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # a name that is not bound yet
        return None


def _of_own_classes(part: Any) -> Iterator[tuple[str, Any]]:
    """Attributes and methods of the classes that are nobody else's."""
    for kind in type(part).__mro__:
        if kind is not object and kind.__module__.split(".")[0] not in LIBRARIES:
            yield from ((f"{kind.__name__}.{name}", value) for name, value in list(vars(kind).items()))


def _sizes(variable: Any) -> list[int]:
    """The variable's shape; a size that may change counts as 0."""
    shape = variable.shape
    return [] if getattr(shape, "rank", 0) is None else [int(d or 0) for d in shape]
