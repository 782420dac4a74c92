"""How far two numbers may lie apart and still count as equal; and mistakes that lie too near to be seen."""

from __future__ import annotations

from typing import Any

import numpy as np

RELATIVE = {2: 2e-2, 4: 1e-4, 8: 1e-6}
"""By the size of a float in bytes, relative to the expected number. float32 carries 2**-23 = 1.2e-7 a rounding; sums of some
thousand terms stay below 1e-4 of the largest value."""
EXACT = 1e-6
"""The same for whole numbers, and for a float of any other size."""
SUM, OF_TERMS, LEAST = 2e-3, 1e-4, 1e-7
"""For a sum: relative to it, to the sum of its absolute terms, and absolutely."""
ROUNDING = 2e-6
"""For a slope whose terms cancel out: relative to the norms of cotangent and direction."""

NOISE, NEAR = 1e-9, 1e-3
"""What differs by less than the first, of the largest number, is rounding in float64; by more than the second, it is told in
float32 with room to spare."""


def allowed_difference(expected: np.ndarray, received: np.dtype[Any], promised: np.dtype[Any]) -> np.ndarray:
    """How far each entry may lie from ``expected`` (finite, float64), when numbers of the dtype ``received`` came back.

    Half precision has its wide tolerance only where it was ``promised``, the dtype of what the reference gives: else a cast
    would buy one.
    """
    size = received.itemsize if promised.itemsize == 2 else max(received.itemsize, 4)
    reach = RELATIVE.get(size, EXACT) if received.kind == "f" else EXACT
    largest = float(np.max(np.abs(expected), initial=0.0))
    # An absolute part as well: an entry near zero may be the difference of large ones.
    return np.asarray(reach * np.abs(expected) + reach * max(largest, 1e-3) * 0.1)


def is_hard_to_tell(expected: Any, mistaken: Any) -> bool:
    """True when the numbers of ``mistaken`` differ from those of ``expected`` and a judge might not see it.

    Whole numbers, truth values and texts are compared exactly, so they are never near; nor is another shape.
    """
    pairs = list(_numbers(expected, mistaken))
    if not pairs or any(a is None for a in pairs):
        return False
    sizes = [max(float(np.max(np.abs(a), initial=0.0)), 1e-3) for a, _ in pairs]
    away = [float(np.max(np.abs(a - b), initial=0.0)) / size for (a, b), size in zip(pairs, sizes, strict=True)]
    return NOISE < max(away) < NEAR


def _numbers(expected: Any, mistaken: Any) -> Any:
    """Pairs of float64 arrays; None where the two are told apart by something else than numbers."""
    if isinstance(expected, list | tuple) and isinstance(mistaken, list | tuple) and len(expected) == len(mistaken):
        for a, b in zip(expected, mistaken, strict=True):
            yield from _numbers(a, b)
    elif isinstance(expected, dict) and isinstance(mistaken, dict) and set(expected) == set(mistaken):
        for key in expected:
            yield from _numbers(expected[key], mistaken[key])
    elif _real(expected) and _real(mistaken) and np.shape(expected) == np.shape(mistaken):
        yield np.asarray(expected, np.float64), np.asarray(mistaken, np.float64)
    elif not _alike(expected, mistaken):
        yield None


def _real(value: Any) -> bool:
    return isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f")


def _alike(a: Any, b: Any) -> bool:
    return type(a) is type(b) and bool(np.array_equal(np.asarray(a, object), np.asarray(b, object)))
