"""Where two arrays differ: the first entries as a table, and a picture of expected, yours and their difference."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np

from autograder.judge.compare import RELATIVE
from autograder.student.card import Part, Picture, Table

if TYPE_CHECKING:  # Matplotlib takes half a second, which only a picture should cost
    from matplotlib.axes import Axes
    from matplotlib.image import AxesImage

MOST_ROWS = 6
MOST_DRAWN = (24, 32)
"""Rows and columns of the picture at most; more would not be readable."""
MOST_WRITTEN = (8, 8)
"""Up to this size the numbers stand in the picture."""


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
    return [table, Picture(_draw(a, b, apart), _alternative(a, b, apart, case))]


def _apart(a: np.ndarray, b: np.ndarray, dtype: np.dtype) -> np.ndarray:
    reach = RELATIVE.get(dtype.itemsize, 1e-6) if dtype.kind == "f" else 1e-6
    finite = np.isfinite(a) & np.isfinite(b)
    size = float(np.max(np.abs(a[np.isfinite(a)]), initial=1e-3))
    with np.errstate(invalid="ignore"):
        near = np.abs(a - b) <= reach * np.abs(a) + 0.1 * reach * size
        equal = (a == b) | (np.isnan(a) & np.isnan(b))
    apart: np.ndarray = ~np.where(finite, near, equal)
    return apart


def _alternative(a: np.ndarray, b: np.ndarray, apart: np.ndarray, case: str) -> str:
    with np.errstate(invalid="ignore"):
        gaps = np.where(apart, np.nan_to_num(np.abs(b - a), nan=np.inf), -1.0)
    largest = np.unravel_index(int(np.argmax(gaps)), gaps.shape)
    return (
        f"Three grids, expected, yours and yours minus expected{f', for {case}' if case else ''}: {int(apart.sum())} of {a.size} "
        f"entries differ. The largest difference is at {_place(np.array(largest))}: expected {_number(a[largest])}, yours "
        f"{_number(b[largest])}."
    )


def _draw(a: np.ndarray, b: np.ndarray, apart: np.ndarray) -> bytes:
    # A Figure of its own, without pyplot: the learner's current figure and backend stay as they are.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    rows, columns = MOST_DRAWN
    flat = [_grid(v)[:rows, :columns] for v in (a, b, apart)]
    cut = _grid(a).shape != flat[0].shape
    height, width = flat[0].shape
    panel = min(max(0.62 * width, 2.4), 5.0)
    figure = Figure(
        figsize=(3 * panel + 1.2, min(max(0.42 * height, 0.9), 5.0) + 1.1),
        dpi=100,
        layout="constrained",
        facecolor="white",
    )
    FigureCanvasAgg(figure)
    axes = figure.subplots(1, 3)
    with np.errstate(invalid="ignore"):
        gap = flat[1] - flat[0]
    both = np.concatenate([flat[0][np.isfinite(flat[0])], flat[1][np.isfinite(flat[1])]])
    low, high = (float(both.min()), float(both.max())) if both.size else (0.0, 1.0)
    reach = float(np.max(np.abs(gap[np.isfinite(gap)]), initial=1e-12))
    grounds = (("expected", flat[0], "cividis", low, high), ("yours", flat[1], "cividis", low, high))
    for axis, (title, values, colours, least, most) in zip(
        axes, (*grounds, ("yours − expected", gap, "PuOr", -reach, reach)), strict=True
    ):
        image = axis.imshow(
            values, cmap=colours, vmin=least, vmax=most if most > least else least + 1e-12, aspect="auto"
        )
        axis.grid(False)
        axis.set_title(title, fontsize=11)
        axis.set_xticks(range(width) if width <= 8 else [0, width - 1])
        axis.set_yticks(range(height) if height <= 8 else [0, height - 1])
        axis.tick_params(labelsize=8)
        if height <= MOST_WRITTEN[0] and width <= MOST_WRITTEN[1]:
            _write(axis, values, image)
        elif title.startswith("yours −"):
            for y, x in np.argwhere(flat[2]):
                axis.plot(x, y, "x", color="black", markersize=4)
    figure.supxlabel("last axis" + (" (the first entries only)" if cut else ""), fontsize=9)
    held = io.BytesIO()
    figure.savefig(held, format="png", metadata={"Software": None})
    return held.getvalue()


def _write(axis: Axes, values: np.ndarray, image: AxesImage) -> None:
    for (y, x), value in np.ndenumerate(values):
        red, green, blue, _ = image.cmap(image.norm(value)) if np.isfinite(value) else (1, 1, 1, 1)
        light = 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2
        axis.text(
            x, y, f"{value:.2g}", ha="center", va="center", fontsize=8, color="black" if light > 0.18 else "white"
        )


def _grid(values: np.ndarray) -> np.ndarray:
    return values.reshape(1, -1) if values.ndim < 2 else values.reshape(-1, values.shape[-1])


def _place(place: np.ndarray) -> str:
    return f"[{', '.join(str(int(i)) for i in place)}]"


def _number(value: float) -> str:
    return f"{value:.5g}"
