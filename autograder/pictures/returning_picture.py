"""The picture that returns: the finished residual block, with which each lesson opens."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyBboxPatch

from autograder.pictures.palette import BLUE, CREAM, INK, QUIET, RUST, YELLOW
from autograder.pictures.residual_block_numbers import BlockNumbers, block_numbers

FORWARD, BACKWARD = BLUE, RUST
LIGHT, PALE = YELLOW, CREAM
"""Text in any of the four dark colours keeps a contrast above 4.5:1 on white and on these two."""

PARTS = (
    ("loss", "slope of the loss"),
    ("plus", "the sign +"),
    ("weights", "value, box, name"),
    ("weights", "who owns the weights"),
    ("frame", "layers inside a layer"),
    ("plus", "Add, not +"),
    ("conv", "shapes must match"),
    ("branch", "deep without a shortcut"),
    ("frame", "the whole block"),
    ("shortcut", "the shortcut"),
    ("frame", "blocks into a ResNet"),
    ("relu", "order and start"),
    ("fork", "two paths"),
)
"""By lesson number: the part that is lit, and what the lesson says of it."""

# Centres along the line from left to right; one unit is as long upwards as it is to the right.
X, FORK, CONV1, RELU1, CONV2, PLUS, RELU2, Y, LOSS = -0.05, 1.3, 2.55, 4.3, 6.05, 7.75, 9.3, 10.35, 11.75
TOP, BOTTOM, ROOF, FLOOR, LEFT, RIGHT = 2.2, -2.05, 3.35, -3.6, 1.0, 10.0
BETWEEN = RELU1
"""Half-way between the two convolutions, and between their weights."""

# Where each lesson's number stands: on its part, or at the end of lines that lead to all its parts.
TAGS = (
    (LOSS + 0.4, 0.35), (PLUS - 0.3, -0.8), (BETWEEN - 0.3, BOTTOM), (BETWEEN + 0.3, BOTTOM), (1.5, ROOF),
    (PLUS + 0.3, -0.8), (BETWEEN, -1.0), (BETWEEN, 1.15), (2.2, ROOF), (3.3, TOP), (2.9, ROOF), (RELU2 + 0.42, 0.35),
    (FORK, -0.8),
)  # fmt: skip
LEADS = (
    ((PLUS, 0), TAGS[1]), ((PLUS, 0), TAGS[5]), ((FORK, 0), TAGS[12]), ((CONV1, BOTTOM), (CONV2, BOTTOM)),
    ((CONV1 + 0.3, 0), (CONV1 + 0.3, -1.0), (CONV2 - 0.3, -1.0), (CONV2 - 0.3, 0)),
    ((CONV1 - 0.4, 0), (CONV1 - 0.4, 1.15), (CONV2 + 0.4, 1.15), (CONV2 + 0.4, 0)),
)  # fmt: skip
"""Thin lines that tie a number to its parts. They begin inside the parts, which are drawn over them."""


def returning_picture(lit: int = 3) -> Figure:
    """Draw the residual block: forward numbers above the line, backward gradients beneath, lessons in circles.

    ``lit`` is a lesson's number, 0 to 12. Its part has a filled ground, a thick outline and the word "today", so
    that colour is never the only sign. All numbers come from ``block_numbers``.

    Raises ValueError for another number. Block: He, Zhang, Ren and Sun (2015), figure 2, with batch normalisation.
    """
    if lit not in range(len(PARTS)):
        raise ValueError(f"The lessons are numbered from 0 to {len(PARTS) - 1}. Received lit={lit}. Try lit=3.")
    n, part = block_numbers(), PARTS[lit][0]
    fig = Figure(figsize=(9.75, 7.05), layout="constrained")
    axes = fig.add_subplot(aspect="equal")
    axes.set(xlim=(-0.5, 12.5), ylim=(-5.05, 4.35))
    axes.set_axis_off()

    _box(axes, (LEFT + RIGHT) / 2, (ROOF + FLOOR) / 2, RIGHT - LEFT, ROOF - FLOOR, "", part == "frame", dashed=True)
    axes.text(LEFT + 0.25, 2.93, "residual block:  y = ReLU(x + F(x))", va="center", fontsize=12, color=INK)
    if part == "branch":
        _box(axes, BETWEEN, 0.22, CONV2 - CONV1 + 1.08, 1.86, "", True, dashed=True)

    for lead in LEADS:
        axes.plot(*zip(*lead, strict=True), color=QUIET, lw=0.9, ls="-", zorder=1)
    _lines(axes, n, part == "shortcut")
    _box(axes, CONV1, 0, 0.96, 0.9, "conv\n+ BN", part == "conv")
    _box(axes, RELU1, 0, 0.84, 0.7, "ReLU", False)
    _box(axes, CONV2, 0, 0.96, 0.9, "conv\n+ BN", part == "conv")
    _box(axes, RELU2, 0, 0.84, 0.7, "ReLU", part == "relu")
    _box(axes, LOSS, 0, 0.8, 0.7, "loss", part == "loss")
    _round(axes, PLUS, 0, 0.28, "+", part == "plus", 17)
    _round(axes, FORK, 0, 0.2 if part == "fork" else 0.07, "", part == "fork", 1)
    for at, name, value, slope in ((CONV1, "W₁", n.w1, n.d_w1), (CONV2, "W₂", n.w2, n.d_w2)):
        _weight(axes, at, name, value, slope, part == "weights")

    for lesson, place in enumerate(TAGS):
        _tag(axes, *place, lesson, lesson == lit)
    _captions(axes, f"today, lesson {lit:02d}:  {PARTS[lit][1]}", n)
    return fig


def picture_alt(lit: int = 3) -> str:
    """The picture in words, for those who do not see it."""
    n = block_numbers()
    return (
        f"A residual block drawn from left to right. The input x = ({_row(n.x)}) forks. One path goes through "
        f"convolution with weights W1, ReLU and convolution with weights W2, and gives F(x) = ({_row(n.residual)}). "
        f"The other path, the shortcut, carries x unchanged. Their sum ({_row(n.total)}) goes through a ReLU and gives "
        f"y = ({_row(n.y)}). Backward, the gradient at y is ({_row(n.d_y)}) and at x it is ({_row(n.d_x)}). Numbers in "
        f"circles say which lesson treats which part; today's part, lesson {lit:02d}, is lit: {PARTS[lit][1]}."
    )


def picture_data() -> dict[str, list[str]]:
    """The numbers of the picture as a table: where, forward, backward."""
    n = block_numbers()
    rows = [
        ("x", n.x, n.d_x), ("x·W1", n.hidden, n.d_hidden), ("ReLU(x·W1)", n.active, n.d_active),
        ("F(x)", n.residual, n.d_total), ("x + F(x)", n.total, n.d_total), ("y", n.y, n.d_y),
        ("W1", n.w1, n.d_w1), ("W2", n.w2, n.d_w2),
    ]  # fmt: skip
    return {
        "where": [name for name, _, _ in rows],
        "forward": [_format_number(value) for _, value, _ in rows],
        "gradient": [_format_number(slope) for _, _, slope in rows],
    }


# -- inner --------------------------------------------------------------------------------------------------------


def _captions(axes: Axes, heading: str, n: BlockNumbers) -> None:
    """The heading above the block, and beneath it how to read the numbers."""
    left, size = -0.4, 11.5
    axes.text(left, 4.15, heading, fontsize=14, weight="bold", va="center", color=INK)
    forward, backward = "→ upright, above: values forward", "← slanted, beneath: gradients backward"
    axes.text(left, -3.95, forward, fontsize=size, color=FORWARD, va="center", weight="bold")
    axes.text(6.0, -3.95, backward, fontsize=size, color=BACKWARD, va="center", style="italic")
    _circled(axes, left + 0.23, -4.4, "nn", False)
    axes.text(
        left + 0.6, -4.4, "a number in a circle: the lesson about this part", fontsize=size, color=INK, va="center"
    )
    rest = f"Two numbers: one for each of two channels. Here BN changes nothing. Loss = ½‖y − ({_row(n.target)})‖² = {n.loss:g}."
    axes.text(left, -4.85, rest, fontsize=size, color=INK, va="center")


def _lines(axes: Axes, n: BlockNumbers, lit: bool) -> None:
    """The arrows with their numbers, and the shortcut above them."""
    stretches = (
        (X, FORK - 0.05, n.x, n.d_x, -0.16), (CONV1 + 0.48, RELU1 - 0.42, n.hidden, n.d_hidden, 0),
        (RELU1 + 0.42, CONV2 - 0.48, n.active, n.d_active, 0), (CONV2 + 0.48, PLUS - 0.28, n.residual, n.d_total, 0),
        (PLUS + 0.28, RELU2 - 0.42, n.total, n.d_total, 0), (RELU2 + 0.42, LOSS - 0.4, n.y, n.d_y, 0.15),
    )  # fmt: skip
    _arrow(axes, (FORK, 0), (CONV1 - 0.48, 0))
    for start, end, value, slope, shift in stretches:
        _arrow(axes, (start, 0), (end, 0))
        middle = (start + end) / 2 + shift
        axes.text(middle, 0.15, _row(value), ha="center", fontsize=11, color=FORWARD, weight="bold")
        axes.text(middle, -0.15, _row(slope), ha="center", va="top", fontsize=11, color=BACKWARD, style="italic")
    axes.text(X - 0.2, 0, "x", ha="center", va="center", fontsize=14, color=INK)
    axes.text(Y + 0.35, 0.5, "y", ha="center", fontsize=14, color=INK)
    axes.text((CONV2 + PLUS) / 2 + 0.1, 0.5, "F(x)", ha="center", fontsize=11.5, color=INK)
    width = 4.5 if lit else 1.6
    axes.plot([FORK, FORK, PLUS], [0, TOP, TOP], color=INK, lw=width, ls="-", solid_joinstyle="round")
    axes.annotate("", (PLUS, 0.28), (PLUS, TOP), arrowprops={"arrowstyle": "-|>", "color": INK, "lw": width})
    middle = (RELU1 + PLUS) / 2
    axes.text(middle, TOP + 0.13, f"x = {_row(n.x)}", ha="center", fontsize=11, color=FORWARD, weight="bold")
    axes.text(middle, TOP - 0.15, _row(n.d_total), ha="center", va="top", fontsize=11, color=BACKWARD, style="italic")


def _weight(axes: Axes, at: float, name: str, value: np.ndarray, slope: np.ndarray, lit: bool) -> None:
    """A weight beneath its convolution, with its value and its gradient."""
    dotted = {"arrowstyle": "-|>", "color": INK, "lw": 1.4, "ls": ":"}
    axes.annotate("", (at, -0.45), (at, BOTTOM + 0.45), arrowprops=dotted)
    _box(axes, at, BOTTOM, 1.96, 0.9, "", lit)
    axes.text(at - 0.9, BOTTOM, name, va="center", fontsize=13, color=INK, zorder=4)
    style: dict[str, Any] = {"ha": "center", "fontsize": 11, "zorder": 4}
    axes.text(at + 0.3, BOTTOM, _rows(value), va="center", color=FORWARD, weight="bold", **style)
    axes.text(at, BOTTOM - 0.55, "gradient\n" + _rows(slope), va="top", color=BACKWARD, style="italic", **style)


def _box(
    axes: Axes, x: float, y: float, width: float, height: float, word: str, lit: bool, dashed: bool = False
) -> None:
    lit_face, plain_face = (PALE, "none") if dashed else (LIGHT, "white")
    axes.add_patch(
        FancyBboxPatch(
            (x - width / 2, y - height / 2), width, height, boxstyle="round,pad=0,rounding_size=0.12",
            facecolor=lit_face if lit else plain_face, edgecolor=INK if lit else QUIET, lw=2.8 if lit else 1.3,
            ls="--" if dashed else "-", zorder=0 if dashed else 3,
        )
    )  # fmt: skip
    axes.text(x, y, word, ha="center", va="center", fontsize=11, color=INK, zorder=4)


def _round(axes: Axes, x: float, y: float, radius: float, word: str, lit: bool, size: int) -> None:
    face = LIGHT if lit else "white" if word else INK
    axes.add_patch(Circle((x, y), radius, facecolor=face, edgecolor=INK, lw=2.8 if lit else 1.3, zorder=3))
    axes.text(x, y, word, ha="center", va="center", fontsize=size, color=INK, zorder=4)


def _tag(axes: Axes, x: float, y: float, lesson: int, lit: bool) -> None:
    _circled(axes, x, y, f"{lesson:02d}", lit)
    if lit:
        above = y > 0
        axes.text(
            x, y + (0.27 if above else -0.3), "today", ha="center", va="bottom" if above else "top",
            fontsize=11, weight="bold", color=INK, zorder=6,
        )  # fmt: skip


def _circled(axes: Axes, x: float, y: float, word: str, lit: bool) -> None:
    face, width, weight = (LIGHT, 2.4, "bold") if lit else ("white", 1.0, "normal")
    shape = {"boxstyle": "circle,pad=0.2", "fc": face, "ec": INK, "lw": width}
    axes.text(x, y, word, ha="center", va="center", fontsize=10.5, weight=weight, color=INK, bbox=shape, zorder=6)


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    axes.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": INK, "lw": 1.6, "shrinkA": 0, "shrinkB": 0})


def _number(value: float) -> str:
    return f"{value + 0.0:g}".replace("-", "−")


def _row(values: np.ndarray) -> str:
    return ", ".join(_number(v) for v in values)


def _rows(matrix: np.ndarray) -> str:
    return "\n".join(_row(row) for row in matrix)


def _format_number(value: np.ndarray) -> str:
    return "; ".join(_row(row) for row in np.atleast_2d(value))
