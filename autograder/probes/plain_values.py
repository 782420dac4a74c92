"""What an answer gave back, as plain facts and arrays that can travel."""

from __future__ import annotations

from typing import Any

import numpy as np

TAG = "~"
MOST_ITEMS = 10_000
MOST_TEXT = 2_000


class Unrepresentable(Exception):
    """A value that has no plain form, such as a generator or a model."""


def to_plain(value: Any, arrays: dict[str, np.ndarray], key: str = "r", tuples: bool = False) -> Any:
    """A JSON value for ``value``; tensors, variables and arrays go to ``arrays``. With ``tuples``, a tuple comes back as one.

    Raises Unrepresentable for anything that is not None, bool, number, text, array-like, or a list, tuple or dict of them.
    """
    if value is None or isinstance(value, bool | str):
        return value[:MOST_TEXT] if isinstance(value, str) else value
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, int):
        if abs(value) >= 2**63:
            raise Unrepresentable("an int of more than 64 bits")
        return int(value)
    if isinstance(value, float):
        return float(value) if np.isfinite(value) else _array(np.asarray(value), arrays, key)
    if isinstance(value, tuple | list):
        if len(value) > MOST_ITEMS:
            raise Unrepresentable(f"{type(value).__name__} of {len(value)} items")
        items = [to_plain(v, arrays, f"{key}.{i}", tuples) for i, v in enumerate(value)]
        return {"~tuple": items} if tuples and isinstance(value, tuple) else items
    if isinstance(value, dict):
        if len(value) > MOST_ITEMS:
            raise Unrepresentable(f"dict of {len(value)} items")
        return {"~dict": {str(k): to_plain(v, arrays, f"{key}.{k}", tuples) for k, v in value.items()}}
    if isinstance(value, np.ndarray | np.generic) or hasattr(value, "__array__"):
        return _array(np.asarray(value), arrays, key)
    raise Unrepresentable(type(value).__name__)


def from_plain(value: Any, arrays: dict[str, np.ndarray]) -> Any:
    """The value that ``to_plain`` made plain."""
    if isinstance(value, list):
        return [from_plain(v, arrays) for v in value]
    if isinstance(value, dict):
        if TAG in value:
            return arrays[value[TAG]]
        if "~tuple" in value:
            return tuple(from_plain(v, arrays) for v in value["~tuple"])
        return {k: from_plain(v, arrays) for k, v in value["~dict"].items()}
    return value


def _array(array: np.ndarray, arrays: dict[str, np.ndarray], key: str) -> dict[str, str]:
    if array.dtype.kind not in "biuf" or array.dtype.itemsize > 8:
        raise Unrepresentable(f"array of {array.dtype}")
    arrays[key] = np.array(array, order="C")
    return {TAG: key}
