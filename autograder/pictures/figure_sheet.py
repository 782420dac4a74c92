"""A sheet: one figure of the course, with its panels in rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from matplotlib.axes import Axes
from matplotlib.figure import Figure


class Sheet(Figure):
    """A Matplotlib figure whose panels are there from the start: ``sheet.axes`` lists them, row by row.

    ``size`` is width and height in inches. ``widths`` and ``heights`` say how columns and rows share them. ``title``
    stands above all panels, ``beneath`` under them. ``share`` lets panels share "x", "y" or both ("xy") axes.
    It is made without pyplot, so it is no current figure of anybody, and nothing has to close it.
    """

    def __init__(
        self,
        rows: int = 1,
        columns: int = 1,
        size: tuple[float, float] = (7.0, 4.0),
        *,
        widths: Sequence[float] | None = None,
        heights: Sequence[float] | None = None,
        title: str = "",
        beneath: str = "",
        share: str = "",
    ) -> None:
        super().__init__(figsize=size, layout="constrained")
        self.subplots(
            rows, columns, width_ratios=widths, height_ratios=heights, sharex="x" in share, sharey="y" in share
        )
        if title:
            self.suptitle(title, fontsize=13)
        if beneath:
            self.supxlabel(beneath, fontsize=11.5)

    @property
    def panel(self) -> Axes:
        """The first panel, which is the only one of most sheets."""
        return self.axes[0]

    def legend_beneath(self, axes: Axes | None = None) -> None:
        """One legend in a row under all panels, with what ``axes``, or else the last panel, names."""
        marks, words = (axes or self.axes[-1]).get_legend_handles_labels()
        self.legend(marks, words, loc="outside lower center", ncols=len(words))


def panel_of(place: Axes | Sheet) -> Axes:
    """The panel to draw on: ``place`` itself, or the first of a sheet."""
    return place.panel if isinstance(place, Sheet) else place


def figure_of(axes: Axes) -> Figure:
    """The figure to which a panel belongs."""
    return cast(Figure, axes.get_figure(root=True))
