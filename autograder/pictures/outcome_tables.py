"""An outcome table: a cell for each row and column, with a sign, a word and a ground."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from autograder.pictures.figure_sheet import Sheet, figure_of, panel_of
from autograder.pictures.number_text import number_text
from autograder.pictures.palette import INK, QUIET, ROSE, SKY, WHITE

SIGNS: dict[Any, tuple[str, str]] = {True: ("✓ ", SKY), False: ("✗ ", ROSE)}
"""Right and wrong: never told by the ground alone."""


def outcome_table(
    place: Axes | Sheet,
    cells: Mapping[tuple[str, str], tuple[Any, Any]],
    signs: Mapping[Any, tuple[str, str]] = SIGNS,
    *,
    cell: tuple[float, float] = (0.94, 0.88),
    edge: str = QUIET,
    fontsize: float = 12.5,
    dashed: tuple[Any, ...] = (),
    hatched: tuple[Any, ...] = (),
    framed: tuple[Any, ...] = (),
    empty: bool = False,
    **settings: Any,
) -> Figure:
    """Draw ``cells``: by (row, column) the outcome and its text
    or number. Rows and columns stand in the order in which they come.

    ``signs`` says for each outcome what stands before its text, and the cell's ground. All lines after the first are
    smaller. ``cell`` is a cell's width and height, where the way to the next is 1. The outcomes in ``dashed`` have a
    dashed outline, those in ``hatched`` are hatched, and those in ``framed`` have a thick frame. With ``empty``, a pair that ``cells`` leaves
    out has a cell without ground and text. ``settings`` go to ``axes.set``. Returns the figure.
    """
    axes = panel_of(place)
    rows, columns = (list(dict.fromkeys(pair[k] for pair in cells)) for k in (0, 1))
    width, height = cell
    if empty:
        blanks = dict.fromkeys(product(rows, columns), (None, ""))
        cells, signs = blanks | dict(cells), {None: ("", WHITE), **signs}
    for (row, column), (outcome, text) in cells.items():
        i, j = columns.index(column), rows.index(row)
        sign, ground = signs[outcome]
        look: dict[str, Any] = {"fc": ground, "ec": edge, "ls": "--" if outcome in dashed else "-"}
        axes.add_patch(
            Rectangle((i - width / 2, j - height / 2), width, height, hatch="//" * (outcome in hatched), **look)
        )
        if outcome in framed:
            axes.add_patch(Rectangle((i - 0.44, j - 0.44), 0.88, 0.88, fill=False, lw=3))
        paper = {"fc": ground, "ec": "none", "pad": 2} if outcome in hatched else None
        word, _, small = (sign + number_text(text)).partition("\n")
        at: dict[str, Any] = {"ha": "center", "va": "center", "color": INK}
        axes.text(i, j - 0.17 * bool(small), word, fontsize=fontsize, bbox=paper, **at)
        axes.text(i, j + 0.19, small, fontsize=0.84 * fontsize, **at)
    axes.set(xlim=(-0.55, len(columns) - 0.45), ylim=(len(rows) - 0.45, -0.55))
    axes.set_xticks(range(len(columns)), columns)
    axes.set_yticks(range(len(rows)), rows)
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.grid(False)
    axes.set_title(settings.pop("title", ""), pad=14)
    axes.set(**settings)
    return figure_of(axes)
