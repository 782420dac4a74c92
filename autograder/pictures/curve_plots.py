"""Curves over a common x, each with its own colour, dashes and marker, and a name beside it or in a legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from autograder.pictures.figure_sheet import Sheet, figure_of, panel_of
from autograder.pictures.palette import DASHED, INK, LINE_LOOKS, QUIET, SOLID, WIDE


def plot_curves(
    place: Axes | Sheet,
    x: Any,
    lines: Mapping[str, Any],
    looks: Sequence[Mapping[str, Any]] | Mapping[str, Mapping[str, Any]] = LINE_LOOKS,
    *,
    names: Mapping[str, tuple[Any, ...]] | None = None,
    legend: str | None = None,
    steps: bool = False,
    markers: bool = True,
    every: int = 1,
    spread: str = "",
    **settings: Any,
) -> Figure:
    """Draw ``lines``, values by name, over ``x``.

    ``looks`` are Matplotlib's line properties, one mapping for each line or by its name. Lines of shape (runs, x) are drawn
    as their mean, with ``spread="thin"`` each run beside it, with ``spread="band"`` from the lowest to the highest.
    ``names`` writes names beside the lines, in their colours: by line (x, y), (x, y, "right") for text that ends there,
    or (x, y, "right", "other words"). ``legend`` is the place of a legend, "beside" for one to the right of the axes. ``steps``
    draws stairs; ``markers=False`` leaves the markers out, and ``every`` = n marks each n-th point only. ``settings`` go to
    ``axes.set``; ``yscale="log"`` is among them. Returns the figure.
    """
    axes = panel_of(place)
    x = np.asarray(x)
    for order, (name, values) in enumerate(lines.items()):
        look = dict(looks[name] if isinstance(looks, Mapping) else looks[order])
        runs = np.atleast_2d(np.asarray(values, float))
        if not markers:
            look.pop("marker", None)
        elif every > 1:
            look["markevery"] = every
        if steps:
            look["drawstyle"] = "steps-post"
        if spread == "thin":
            axes.plot(x, runs.T, **look | {"lw": 1, "marker": None, "alpha": 0.75})
        elif spread == "band":
            axes.fill_between(x, runs.min(axis=0), runs.max(axis=0), color=look["color"], alpha=0.15)
        axes.plot(x, runs.mean(axis=0), label=name, **look)
        if names and name in names:
            write_beside(axes, *names[name], color=look["color"], default=name)
    axes.set(**settings)
    if legend == "beside":
        axes.legend(loc="center left", bbox_to_anchor=(1.02, 0.5))
    elif legend:
        axes.legend(loc=legend)
    return figure_of(axes)


def curve_panels(
    panels: Mapping[str, Mapping[str, Any]],
    x: Any,
    looks: Sequence[Mapping[str, Any]] | Mapping[str, Mapping[str, Any]] = LINE_LOOKS,
    *,
    size: tuple[float, float],
    share: str = "y",
    ylabel: str = "",
    legend: str | None = None,
    **options: Any,
) -> Sheet:
    """A sheet with a panel for each title in ``panels``, side by side, and in it the lines of that title over ``x``.

    The first panel alone has ``ylabel`` and ``legend``. ``share`` is the sheet's; ``options`` are those of ``plot_curves``, for all panels alike.
    """
    sheet = Sheet(1, len(panels), size, share=share)
    for axes, (title, lines) in zip(sheet.axes, panels.items(), strict=True):
        plot_curves(axes, x, lines, looks, title=title, **options)
    sheet.panel.set_ylabel(ylabel)
    if legend:
        sheet.panel.legend(loc=legend)
    return sheet


def compare_curves(
    x: Any,
    lines: Mapping[str, Any],
    *,
    size: tuple[float, float],
    scale: float = 1.0,
    markers: bool = True,
    title: str = "",
    xlabel: str = "",
    ylabel: str = "",
) -> Sheet:
    """A sheet with two curves over ``x`` that should agree, and beneath them the second less the first, times ``scale``.

    The first is a wide line, so that it shows where the second, dashed, lies on it.
    """
    sheet = Sheet(2, 1, size, heights=(2.5, 1), share="x")
    above, beneath = sheet.axes
    looks = (WIDE | {"marker": "o", "ms": 11, "mfc": "none"}, DASHED | {"color": INK, "lw": 1.8, "marker": "x"})
    plot_curves(above, x, lines, looks, markers=markers, title=title, ylabel=ylabel)
    sheet.legend_beneath(above)
    first, second = (np.asarray(values, float) for values in lines.values())
    plot_level(beneath, 0)
    difference = {"difference": scale * (second - first)}
    plot_curves(beneath, x, difference, [SOLID | {"color": INK}], markers=markers, xlabel=xlabel, ylabel="difference")
    return sheet


def write_beside(
    axes: Axes, x: float, y: float, align: str = "left", word: str = "", *, color: str, default: str = ""
) -> None:
    """Write ``word`` (or ``default``) beside a curve, in its colour; ``align`` says which end of it is at (x, y)."""
    axes.text(x, y, word or default, ha=align, color=color)


def plot_level(
    place: Axes | Sheet, level: float, word: str = "", at: tuple[float, float] = (0.0, 0.0), align: str = "left",
    *, upright: bool = False,
) -> None:  # fmt: skip
    """A dotted line at the height ``level`` to measure the curves by, and ``word`` at the place ``at``.

    ``upright`` draws it at the x ``level``, where something happens to the curves.
    """
    axes = panel_of(place)
    line = axes.axvline if upright else axes.axhline
    line(level, color=QUIET, lw=1.2, ls=":")
    axes.text(*at, word, ha=align, va="center", fontsize=11, color=QUIET)


def plot_points(
    place: Axes | Sheet, x: Any, y: Any, label: str, *, color: str = QUIET, size: float = 5, hollow: bool = False
) -> None:
    """Draw measured values as points without a line."""
    panel_of(place).plot(x, y, "o", color=color, ms=size, mfc="none" if hollow else color, ls="", label=label)
