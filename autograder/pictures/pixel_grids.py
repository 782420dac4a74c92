"""Number grids: matrices and the pixels of images, with their values written into them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from autograder.pictures.figure_sheet import Sheet, figure_of, panel_of
from autograder.pictures.number_text import number_text
from autograder.pictures.palette import INK, QUIET


def number_grid(
    place: Axes | Sheet,
    values: Any,
    form: str = ".1f",
    *,
    span: tuple[float, float],
    colours: str = "Blues",
    zero: str | None = None,
    bold: bool = False,
    every: int = 1,
    ticks: bool = False,
    fontsize: float = 12,
    **settings: Any,
) -> Figure:
    """Draw ``values``, (rows, columns), as framed pixels with their numbers by the format ``form``.

    ``colours`` is a colour map and ``span`` its two ends; take a wider span than the values have, so that dark numbers
    can be read on every pixel. ``zero`` is written for 0; with ``bold``, the other numbers are bold. With ``every`` = n only
    the pixels of each n-th row and column have a number, in a frame. ``ticks`` numbers rows and columns. ``settings`` go to
    ``axes.set``. Returns the figure.
    """
    axes = panel_of(place)
    values = np.asarray(values)
    axes.imshow(values, cmap=colours, vmin=span[0], vmax=span[1])
    for i, j in _places(values.shape, every):
        value = values[i, j]
        text = number_text(value, form) if value or zero is None else zero
        weight = "bold" if bold and value else "normal"
        axes.text(j, i, text, ha="center", va="center", fontsize=fontsize, weight=weight, color=INK)
        if every > 1:
            axes.add_patch(Rectangle((j - 0.48, i - 0.48), 0.96, 0.96, fc="none", ec=INK))
    rows, columns = values.shape
    axes.spines[:].set_visible(False)  # they would frame two sides only, and of the axes instead of the pixels
    axes.add_patch(Rectangle((-0.5, -0.5), columns, rows, fc="none", ec=QUIET, lw=1, clip_on=False))
    axes.set(xticks=range(columns) if ticks else [], yticks=range(rows) if ticks else [])
    axes.grid(False)
    axes.set(**settings)
    return figure_of(axes)


def number_grids(
    grids: Iterable[tuple[str, Any]],
    form: str = ".1f",
    *,
    size: tuple[float, float],
    rows: int = 1,
    left: Sequence[str] = (),
    **options: Any,
) -> Sheet:
    """A sheet of number grids, each with its title, in ``rows`` rows; ``left`` has a word for the left end of each row.

    ``options`` are those of ``number_grid``, for all grids alike.
    """
    grids = list(grids)
    columns = -(-len(grids) // rows)
    sheet = Sheet(rows, columns, size)
    for axes, (title, values) in zip(sheet.axes, grids, strict=True):
        number_grid(axes, values, form, title=title, **options)
    for axes, word in zip(sheet.axes[::columns], left, strict=False):
        axes.set_ylabel(word)
    return sheet


def _places(shape: tuple[int, ...], every: int) -> Iterator[tuple[int, int]]:
    return ((i, j) for i in range(0, shape[0], every) for j in range(0, shape[1], every))
