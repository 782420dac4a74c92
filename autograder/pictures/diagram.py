"""A diagram: boxes, words and plus signs, with arrows from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from autograder.pictures.figure_sheet import Sheet
from autograder.pictures.number_text import number_text
from autograder.pictures.palette import BLUE, INK, QUIET, WHITE

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a diagram: its centre, half its width and height, and the points that an arrow keeps away from it."""

    x: float
    y: float
    half_width: float = 0.0
    half_height: float = 0.0
    margin: float = 0.0

    @property
    def left(self) -> Point:
        return self.x - self.half_width, self.y

    @property
    def right(self) -> Point:
        return self.x + self.half_width, self.y

    @property
    def top(self) -> Point:
        return self.x, self.y + self.half_height

    def edge(self, towards: Point) -> Point:
        """Where the straight line from the centre to ``towards`` leaves the node."""
        across, up = towards[0] - self.x, towards[1] - self.y
        reach = max(
            abs(across) / self.half_width if self.half_width else 0.0,
            abs(up) / self.half_height if self.half_height else 0.0,
        )
        return (self.x + across / reach, self.y + up / reach) if reach else (self.x, self.y)


class Diagram:
    """Draws on ``axes`` in plain coordinates, ``xlim`` by ``ylim``, without ticks or spines.

    What is placed returns a ``Node``, and arrows lead from node to node: ``d.arrow(d.text("x", (0, 0)), conv)``.
    Arrows and lines also take points. With ``equal``, one unit is as long upwards as it is to the right. ``fontsize``
    is that of words which do not say their own.
    """

    def __init__(
        self, axes: Axes, xlim: Point, ylim: Point, *, title: str = "", equal: bool = False, fontsize: float = 12
    ) -> None:
        self.axes, self.fontsize = axes, fontsize
        axes.set(xlim=xlim, ylim=ylim, title=title, aspect="equal" if equal else "auto")
        axes.set_axis_off()

    def box(
        self, word: str, at: Point, size: Point = (1.8, 0.6), fill: str = WHITE, *,
        fontsize: float | None = None, edge: str = INK, width: float = 1.0, dashed: bool = False, hatch: str = "",
    ) -> Node:  # fmt: skip
        """A box with a word in it. ``at`` is its centre, ``size`` its width and height, ``width`` that of its outline."""
        style: dict[str, Any] = {"fc": fill, "ec": edge, "lw": width, "ls": "--" if dashed else "-", "hatch": hatch}
        corner = (at[0] - size[0] / 2, at[1] - size[1] / 2)
        self.axes.add_patch(Rectangle(corner, *size, zorder=2, **style))
        paper = {"fc": fill, "ec": "none", "pad": 2.5} if hatch else None
        self._write(word, at, fontsize, bbox=paper)
        return Node(*at, size[0] / 2, size[1] / 2)

    def text(
        self,
        word: str,
        at: Point,
        *,
        fontsize: float | None = None,
        color: str = INK,
        align: str = "center",
        **look: Any,
    ) -> Node:
        """A word without a box. ``align`` says which of its ends is ``at``: "left", "center" or "right"."""
        self._write(word, at, fontsize, color=color, ha=align, **look)
        return Node(*at, margin=0.75 * (fontsize or self.fontsize))

    def plus(
        self, at: Point, *, diameter: float = 17, fill: str = WHITE, fontsize: float = 15, word: str = "+"
    ) -> Node:
        """A plus in a circle, ``diameter`` points wide: round at any scale."""
        self.axes.plot(*at, "o", ms=diameter, mfc=fill, mec=INK, mew=2, zorder=2, clip_on=False)
        self._write(word, at, fontsize)
        return Node(*at, margin=diameter / 2)

    def cells(
        self, values: Sequence[Any], at: Point, size: Point = (0.9, 0.6), fill: str | Sequence[str] = WHITE, *,
        label: str = "", form: str = "g", fontsize: float = 14, pitch: float = 1.0, dashed: Sequence[bool] = (),
        **look: Any,
    ) -> list[Node]:  # fmt: skip
        """A row of boxes with a value each. ``at`` is the centre of the first, ``pitch`` the way to the next.

        Values in rows and columns make such a row of each, downwards. ``fill`` is the ground of all boxes or of each in a row.
        ``label`` stands to the left of the first row; ``dashed`` says of each box whether its outline is dashed and paler.
        """
        if label:
            self.text(label, (at[0] - size[0] / 2 - 0.25, at[1]), align="right")
        nodes = []
        if np.ndim(values) == 2:
            look |= {"form": form, "fontsize": fontsize, "pitch": pitch, "dashed": dashed}
            for i, row in enumerate(values):
                nodes += self.cells(row, (at[0], at[1] - i * pitch), size, fill, **look)
            return nodes
        for i, value in enumerate(values):
            pale: dict[str, Any] = {"dashed": True, "edge": QUIET} if i < len(dashed) and dashed[i] else {}
            place = (at[0] + i * pitch, at[1])
            ground = fill if isinstance(fill, str) else fill[i]
            nodes.append(self.box(number_text(value, form), place, size, ground, fontsize=fontsize, **pale, **look))
        return nodes

    def line(
        self, *places: Node | Point, width: float = 1.6, color: str = INK, dashed: bool = False, head: bool = False,
        word: str = "",
    ) -> None:  # fmt: skip
        """A line through ``places``, such as a shortcut around its branch. It leaves and meets nodes at their edges.

        With ``head`` it is an arrow. ``word`` stands beside the middle of its last stretch: to the right of an upright
        one, else above it.
        """
        nodes = [place if isinstance(place, Node) else Node(*place) for place in places]
        points = [(node.x, node.y) for node in nodes]
        start, end = nodes[0].edge(points[1]), nodes[-1].edge(points[-2])
        style: dict[str, Any] = {"color": color, "lw": width, "ls": "--" if dashed else "-"}
        if len(nodes) > 2:
            (x, y), corner = end, points[-2]
            halfway = ((corner[0] + x) / 2, (corner[1] + y) / 2)  # past the last corner, which is drawn in one piece
            self.axes.plot(*zip(start, *points[1:-1], halfway, strict=True), zorder=1, **style)
            start = halfway
        away = nodes[0].margin if len(nodes) == 2 else 0.0
        shape = {"arrowstyle": "-|>" if head else "-", "shrinkA": away, "shrinkB": nodes[-1].margin, **style}
        self.axes.annotate("", end, start, arrowprops=shape, zorder=1, annotation_clip=False)
        if word:
            self._write_beside(word, start, end, (away - nodes[-1].margin) / 2)

    def arrow(self, start: Node | Point, end: Node | Point, **look: Any) -> None:
        """A straight arrow; ``look`` as for ``line``."""
        self.line(start, end, head=True, **look)

    def chain(self, *nodes: Node | Point, head: bool = True, **look: Any) -> None:
        """An arrow from each to the next; ``look`` as for ``line``."""
        for start, end in pairwise(nodes):
            self.line(start, end, head=head, **look)

    def _write(self, word: str, at: Point, fontsize: float | None, **look: Any) -> None:
        place: dict[str, Any] = {"ha": "center", "va": "center", "zorder": 3, "color": INK}
        self.axes.text(*at, word, fontsize=fontsize or self.fontsize, **place | look)

    def _write_beside(self, word: str, start: Point, end: Point, along: float) -> None:
        """A word beside the middle of an arrow, moved by the points ``along`` that its two ends keep away differ."""
        upright, middle = start[0] == end[0], ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        placed = self.axes.transData.transform([start, end])
        slide = along if placed[1].sum() > placed[0].sum() else -along
        place: dict[str, Any] = {"ha": "left", "va": "center"} if upright else {"ha": "center", "va": "bottom"}
        place |= {"textcoords": "offset points", "color": BLUE, "fontsize": self.fontsize - 1}
        self.axes.annotate(word, middle, (6, slide) if upright else (slide, 4), annotation_clip=False, **place)


def diagrams(
    sheet: Sheet, titles: Sequence[str], xlim: Point, ylim: Point, *, equal: bool = False, fontsize: float = 12
) -> list[Diagram]:
    """A diagram in each panel of the sheet, with its title, all in the same coordinates."""
    return [
        Diagram(axes, xlim, ylim, title=title, equal=equal, fontsize=fontsize)
        for axes, title in zip(sheet.axes, titles, strict=True)
    ]
