"""Bars with their values: beside each other, on top of each other, or from left to right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from autograder.pictures.figure_sheet import Sheet, figure_of, panel_of
from autograder.pictures.palette import BLUE, INK, RUST, YELLOW

BAR_LOOKS = ((INK, ""), (BLUE, "//"), (YELLOW, ".."))
"""Ground and hatch of the first, second … series: they differ together."""


def plot_bars(
    place: Axes | Sheet,
    groups: Sequence[str],
    series: Mapping[str, Any],
    values: str = "",
    *,
    looks: Sequence[tuple[str, str]] | Mapping[str, tuple[str, str]] = BAR_LOOKS,
    stacked: bool = False,
    width: float = 0.78,
    legend: str | None = None,
    **settings: Any,
) -> Figure:
    """Draw the numbers of each series, one for each of ``groups``, as bars side by side, or stacked.

    ``looks`` has a ground and a hatch for each series, in order or by name. ``values`` is written above the bars:
    ``"{name}: {value:,}"``, where stacked bars write their sum once. No number is then negative. ``width`` is that of a whole group, where the way to
    the next is 1. ``legend`` is the place of a legend. ``settings`` go to ``axes.set``. Returns the figure.
    """
    axes = panel_of(place)
    at, base = np.arange(len(groups)), np.zeros(len(groups), int)
    each = width if stacked else width / len(series)
    for order, (name, numbers) in enumerate(series.items()):
        ground, hatch = looks[name] if isinstance(looks, Mapping) else looks[order]
        shift = 0.0 if stacked else (order - (len(series) - 1) / 2) * each
        drawn = axes.bar(
            at + shift, numbers, each * (1.0 if stacked else 0.9), bottom=base if stacked else 0.0,
            color=ground, hatch=hatch, edgecolor=INK, label=name,
        )  # fmt: skip
        base = base + np.asarray(numbers)
        if values and not stacked:
            words = [values.format(name=name, value=number) for number in numbers]
            axes.bar_label(drawn, words, padding=3, fontsize=10)
        elif values and order == len(series) - 1:
            axes.bar_label(drawn, [values.format(name="", value=total) for total in base], padding=3, fontsize=11)
    axes.set_xticks(at, groups)
    axes.yaxis.set_major_formatter("{x:,.0f}")
    if values:
        settings = {"ylim": (0, 1.17 * axes.dataLim.ymax)} | settings  # room for what stands above the bars
    return _finish(axes, "x", legend, settings)


def plot_bars_across(
    place: Axes | Sheet, numbers: Mapping[str, float], values: str = "{value:g}", **settings: Any
) -> Figure:
    """Draw one bar for each name from left to right, the first on top, with its value by the format ``values`` at its end.

    No number is negative. ``settings`` go to ``axes.set``. Returns the figure.
    """
    axes = panel_of(place)
    drawn = axes.barh(list(numbers), list(numbers.values()), color=RUST, edgecolor=INK)
    axes.bar_label(drawn, [values.format(value=number) for number in numbers.values()], padding=4)
    axes.invert_yaxis()
    room = {"xlim": (0, 1.15 * max(numbers.values()))}  # for the values at the ends
    return _finish(axes, "y", None, room | settings)


def _finish(axes: Axes, along: Literal["x", "y"], legend: str | None, settings: dict[str, Any]) -> Figure:
    """Grid lines behind the bars, across them only."""
    axes.grid(axis=along, visible=False)
    axes.set_axisbelow(True)
    axes.set(**settings)
    if legend:
        axes.legend(loc=legend)
    return figure_of(axes)
