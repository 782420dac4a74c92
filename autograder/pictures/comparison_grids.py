"""Three grids side by side: what was expected, what was received, and the difference between the two."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:  # Matplotlib takes half a second, which only a picture should cost
    from matplotlib.axes import Axes
    from matplotlib.image import AxesImage

MOST_DRAWN = (24, 32)
"""Rows and columns of the picture at most; more would not be readable."""
MOST_WRITTEN = (8, 8)
"""Up to this size the numbers stand in the picture."""
IMAGES = 4
"""From so many axes on (batch, height, width, channels) an array holds images, and one channel of one is drawn."""


@dataclass(frozen=True, slots=True)
class Section:
    """What of an array is drawn: all of it in rows of its last axis, or one channel of one image; cut to what can be
    read, around ``mark`` (row, column), the largest difference. ``top`` and ``left`` are where the cut begins."""

    image: tuple[int | slice, ...] | None
    shape: tuple[int, int]
    mark: tuple[int, int]
    top: int
    left: int

    def grid(self, values: np.ndarray) -> np.ndarray:
        """The part of ``values`` that is drawn, rows by columns."""
        rows, columns = MOST_DRAWN
        return _flat(values, self.image)[self.top : self.top + rows, self.left : self.left + columns]

    @property
    def cut(self) -> bool:
        return self.shape[0] > MOST_DRAWN[0] or self.shape[1] > MOST_DRAWN[1]

    def describe(self) -> str:
        """Which image and channel, "" where all is drawn."""
        if self.image is None:
            return ""
        if len(self.image) > IMAGES:
            return f"[{', '.join(':' if isinstance(i, slice) else str(i) for i in self.image)}]"
        return f"image {self.image[0]}, channel {self.image[-1]}"


def section_of(place: tuple[int, ...], shape: tuple[int, ...]) -> Section:
    """What to draw of arrays of ``shape`` whose largest difference is at ``place``."""
    image: tuple[int | slice, ...] | None = None
    if len(shape) >= IMAGES:
        image = (*place[:-3], slice(None), slice(None), place[-1])
    marked = np.zeros(shape, bool)
    marked[place] = True
    flat = _flat(marked, image)
    row, column = (int(i) for i in np.argwhere(flat)[0])
    top, left = (
        max(0, min(at - most // 2, size - most))
        for at, most, size in zip((row, column), MOST_DRAWN, flat.shape, strict=True)
    )
    return Section(image, (flat.shape[0], flat.shape[1]), (row, column), top, left)


def _flat(values: np.ndarray, image: tuple[int | slice, ...] | None) -> np.ndarray:
    if image is not None:
        values = values[image]
    return values.reshape(1, -1) if values.ndim < 2 else values.reshape(-1, values.shape[-1])


def draw_comparison(expected: np.ndarray, received: np.ndarray, apart: np.ndarray, section: Section) -> bytes:
    """The three grids as a PNG. ``apart`` says which entries differ; the others are drawn as no difference."""
    # A Figure of its own, without pyplot: the learner's current figure and backend stay as they are.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    a, b, differs = (section.grid(values) for values in (expected, received, apart))
    height, width = a.shape
    panel = min(max(0.62 * width, 2.4), 5.0)
    figure = Figure(
        figsize=(3 * panel + 1.2, min(max(0.42 * height, 0.9), 5.0) + (1.1 if section.image is None else 1.5)),
        dpi=100,
        layout="constrained",
        facecolor="white",
    )
    FigureCanvasAgg(figure)
    axes = figure.subplots(1, 3)
    with np.errstate(invalid="ignore"):
        gap = np.where(differs, b - a, 0.0)
    both = np.concatenate([a[np.isfinite(a)], b[np.isfinite(b)]])
    low, high = (float(both.min()), float(both.max())) if both.size else (0.0, 1.0)
    reach = float(np.max(np.abs(gap[np.isfinite(gap)]), initial=1e-12))
    grounds = (("expected", a, "cividis", low, high), ("yours", b, "cividis", low, high))
    for axis, (title, values, colours, least, most) in zip(
        axes, (*grounds, ("yours − expected", gap, "PuOr", -reach, reach)), strict=True
    ):
        picture = axis.imshow(
            values, cmap=colours, vmin=least, vmax=most if most > least else least + 1e-12, aspect="auto"
        )
        axis.grid(False)
        axis.set_title(title, fontsize=11)
        axis.set_xticks(*_ticks(width, section.left))
        axis.set_yticks(*_ticks(height, section.top))
        axis.tick_params(labelsize=9)
        if height <= MOST_WRITTEN[0] and width <= MOST_WRITTEN[1]:
            _write(axis, values, picture)
        elif title.startswith("yours −"):
            down, across = np.nonzero(differs)
            for colour, thick in (("white", 2.6), ("black", 1.0)):  # to be seen on every ground
                axis.plot(across, down, "x", color=colour, markersize=4, markeredgewidth=thick)
        if section.image is not None:
            _frame(axis, section)
    part = " (a part, around the largest difference)" if section.cut else ""
    if section.image is None:
        figure.supxlabel(f"last axis{part}", fontsize=9)
    else:
        figure.suptitle(f"{section.describe()}: the largest difference of all is framed", fontsize=11)
        figure.supxlabel(f"width{part}", fontsize=9)
        figure.supylabel("height", fontsize=9)
    held = io.BytesIO()
    figure.savefig(held, format="png", metadata={"Software": None})
    return held.getvalue()


def _ticks(size: int, first: int) -> tuple[list[int], list[int]]:
    """Where a tick stands, and the number of the row or column there."""
    at = [*range(size)] if size <= 8 else [0, size - 1]
    return at, [first + i for i in at]


def _frame(axis: Axes, section: Section) -> None:
    """A dark line in a light one, to be seen on every ground."""
    from matplotlib.patches import Rectangle

    corner = (section.mark[1] - section.left - 0.5, section.mark[0] - section.top - 0.5)
    for colour, width in (("white", 5.0), ("black", 2.5)):
        axis.add_patch(Rectangle(corner, 1, 1, fill=False, edgecolor=colour, linewidth=width, clip_on=False))


def _write(axis: Axes, values: np.ndarray, picture: AxesImage) -> None:
    for (y, x), value in np.ndenumerate(values):
        red, green, blue, _ = picture.cmap(picture.norm(value)) if np.isfinite(value) else (1, 1, 1, 1)
        light = 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2
        axis.text(
            x, y, f"{value:.2g}", ha="center", va="center", fontsize=9, color="black" if light > 0.18 else "white"
        )
