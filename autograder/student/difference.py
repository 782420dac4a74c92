"""Where two arrays differ: the first entries as a table, and a picture of expected, yours and their difference."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from autograder.exercise.tolerance import RELATIVE
from autograder.pictures.comparison_grids import Section, draw_comparison, section_of
from autograder.student.notebook_card import Part, Picture, Table

MOST_ROWS = 6


def difference(arrays: dict[str, np.ndarray], case: str) -> list[Part]:
    """A table and a picture of the arrays "expected" and "received" of one shape; nothing where one is missing."""
    if not {"expected", "received"} <= arrays.keys():
        return []
    expected, received = arrays["expected"], arrays["received"]
    if expected.shape != received.shape or expected.size == 0:
        return []
    a, b = expected.astype(np.float64), received.astype(np.float64)
    apart = _apart(a, b, received.dtype)
    if not apart.any():
        return []
    first = np.argwhere(apart)[:MOST_ROWS]
    rows = [
        (_place(place), _number(a[tuple(place)]), _number(b[tuple(place)]), _number(b[tuple(place)] - a[tuple(place)]))
        for place in first
    ]
    count = int(apart.sum())
    entries = "entry" if a.size == 1 else "entries"
    caption = f"{count} of {a.size} {entries} differ{'s' if count == 1 else ''}" + (
        f"; the first {len(rows)}:" if count > len(rows) else ":"
    )
    table = Table(("entry", "expected", "yours", "yours − expected"), rows, caption)
    if a.size == 1:
        return [table]
    largest = _largest(a, b, apart)
    section = section_of(largest, a.shape)
    return [table, Picture(draw_comparison(a, b, apart, section), _alternative(a, b, apart, case, largest, section))]


def _apart(a: np.ndarray, b: np.ndarray, dtype: np.dtype) -> np.ndarray:
    reach = RELATIVE.get(dtype.itemsize, 1e-6) if dtype.kind == "f" else 1e-6
    finite = np.isfinite(a) & np.isfinite(b)
    size = float(np.max(np.abs(a[np.isfinite(a)]), initial=1e-3))
    with np.errstate(invalid="ignore"):
        near = np.abs(a - b) <= reach * np.abs(a) + 0.1 * reach * size
        equal = (a == b) | (np.isnan(a) & np.isnan(b))
    apart: np.ndarray = ~np.where(finite, near, equal)
    return apart


def _largest(a: np.ndarray, b: np.ndarray, apart: np.ndarray) -> tuple[int, ...]:
    """The place of the largest difference."""
    with np.errstate(invalid="ignore"):
        gaps = np.where(apart, np.nan_to_num(np.abs(b - a), nan=np.inf), -1.0)
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(gaps)), gaps.shape))


def _alternative(
    a: np.ndarray, b: np.ndarray, apart: np.ndarray, case: str, largest: tuple[int, ...], section: Section
) -> str:
    image = f" of {section.describe()}, height by width" if section.describe() else ""
    return (
        f"Three grids{image}, expected, yours and yours minus expected{f', for {case}' if case else ''}: "
        f"{int(apart.sum())} of {a.size} entries differ. The largest difference is at {_place(largest)}: expected "
        f"{_number(a[largest])}, yours {_number(b[largest])}."
    )


def _place(place: Iterable[int]) -> str:
    return f"[{', '.join(str(int(i)) for i in place)}]"


def _number(value: float) -> str:
    return f"{value:.5g}"
