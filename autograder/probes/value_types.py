"""The types of what an answer returned, as plain facts that can travel."""

from __future__ import annotations

from typing import Any

import numpy as np

ALIKE = "*"
MOST_DEPTH = 8

TypeTree = str | list[Any]
"""The name of a type; for a container a list: its name, then the types of its items. Where all items are of one type, its
name, ``ALIKE`` and that type."""


def describe_types(value: Any, depth: int = 0) -> TypeTree:
    """The tree of types of ``value``: "int", "numpy.int64", "Tensor", ["tuple", "*", "int"], ["dict", "int", "str"]."""
    if isinstance(value, list | tuple | dict) and depth < MOST_DEPTH:
        items = value.values() if isinstance(value, dict) else value
        inner = [describe_types(item, depth + 1) for item in items]
        if len(inner) > 1 and all(each == inner[0] for each in inner):
            inner = [ALIKE, inner[0]]
        return [_container(value), *inner]
    if isinstance(value, np.generic):
        return f"numpy.{type(value).__name__}"
    if hasattr(value, "dtype") and hasattr(value, "shape"):
        return "ndarray" if isinstance(value, np.ndarray) else "Tensor"
    return type(value).__name__[:64]


def _container(value: Any) -> str:
    """Subclasses such as a named tuple or a Counter count as what they are made from."""
    return next(name for kind, name in ((tuple, "tuple"), (list, "list"), (dict, "dict")) if isinstance(value, kind))
