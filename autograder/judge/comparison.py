"""Comparing what came back with what was expected: shapes first, never broadcasting, within ``exercise.tolerance``."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise import Raises
from autograder.exercise.tolerance import LEAST, OF_TERMS, ROUNDING, SUM, allowed_difference


def arrays_agree(expected: np.ndarray, received: np.ndarray) -> bool:
    """True when ``received`` has exactly the shape of ``expected`` and equals it up to its own precision."""
    expected, received = np.asarray(expected), np.asarray(received)
    if expected.shape != received.shape:
        return False
    if expected.dtype.kind in "biu" and received.dtype.kind in "biu":
        return bool(np.array_equal(expected, received))
    if received.dtype.kind not in "fiu":
        return False
    a, b = expected.astype(np.float64), received.astype(np.float64)
    if not np.all(np.isfinite(b) == np.isfinite(a)):
        return False
    finite = np.isfinite(a)
    if not np.array_equal(a[~finite], b[~finite], equal_nan=True):
        return False
    return bool(np.all(np.abs(a[finite] - b[finite]) <= allowed_difference(a[finite], received.dtype, expected.dtype)))


def numbers_agree(expected: float, received: float, size: float, reach: float = SUM, least: float = LEAST) -> bool:
    """True when two sums agree; ``size`` is the sum of the absolute terms, against which rounding is measured."""
    return bool(np.isfinite(received)) and abs(expected - received) <= reach * abs(expected) + OF_TERMS * size + least


def gradient_agrees(
    gradient: np.ndarray | None,
    direction: np.ndarray,
    slope: float,
    reach: float = SUM,
    cotangent: np.ndarray | None = None,
) -> bool:
    """True when <gradient, direction> is ``slope``, the derivative that the reference's forward formula gives.

    With a ``cotangent``, rounding is also measured against it: in training, batch normalisation makes slopes vanish that are
    differences of large numbers.
    """
    if gradient is None or gradient.shape != direction.shape:
        return False
    terms = gradient.astype(np.float64) * direction
    least = 0.0 if cotangent is None else ROUNDING * float(np.linalg.norm(cotangent) * np.linalg.norm(direction))
    return numbers_agree(slope, float(np.sum(terms)), float(np.sum(np.abs(terms))), reach, max(LEAST, least))


def values_agree(expected: Any, received: Any) -> bool:
    """True when two values of a function's result agree: kind first, then content.

    Tuples and lists are one kind; a 0-d array or tensor stands for its number; bool and int are different kinds.
    """
    return same_kind(expected, received) and _same_content(expected, received)


def same_kind(expected: Any, received: Any) -> bool:
    """True when type, length, keys and shapes agree; the numbers may differ."""
    if isinstance(expected, Raises) or isinstance(received, Raises):
        return isinstance(expected, Raises) and isinstance(received, Raises)
    if isinstance(expected, np.ndarray):
        return (
            isinstance(received, np.ndarray) and expected.shape == received.shape and _kind(expected) == _kind(received)
        )
    if isinstance(expected, bool):
        return isinstance(received, bool)
    if isinstance(expected, int | float):
        return _number(received) is not None and (
            isinstance(expected, float) or float(_number(received) or 0).is_integer()
        )
    if isinstance(expected, tuple | list):
        return (
            isinstance(received, tuple | list)
            and len(expected) == len(received)
            and all(same_kind(e, r) for e, r in zip(expected, received, strict=True))
        )
    if isinstance(expected, dict):
        return (
            isinstance(received, dict)
            and set(expected) == set(received)
            and all(same_kind(v, received[k]) for k, v in expected.items())
        )
    return type(expected) is type(received)


def _same_content(expected: Any, received: Any) -> bool:
    if isinstance(expected, Raises):
        named = any(e in received.errors for e in expected.errors)
        return named and all(text in "\n".join(received.contains) for text in expected.contains)
    if isinstance(expected, np.ndarray):
        return arrays_agree(expected, received)
    if isinstance(expected, bool) or expected is None or isinstance(expected, str):
        return bool(expected == received)
    if isinstance(expected, int):
        return _number(received) == expected
    if isinstance(expected, float):
        return arrays_agree(np.asarray(expected), np.asarray(_number(received), np.float32))
    if isinstance(expected, dict):
        return all(_same_content(v, received[k]) for k, v in expected.items())
    return all(_same_content(e, r) for e, r in zip(expected, received, strict=True))


def _number(value: Any) -> float | int | None:
    if isinstance(value, np.ndarray) and value.shape == () and value.dtype.kind in "fiu":
        return value.item()  # type: ignore[no-any-return]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value


def _kind(array: np.ndarray) -> str:
    return "i" if array.dtype.kind in "iu" else array.dtype.kind
