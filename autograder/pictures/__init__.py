"""Drawings that several lessons share, and the parts from which a lesson draws its own.

Importing this package costs milliseconds; Matplotlib comes with the first name that draws (PEP 562).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.pictures.aligned_shapes import align_shapes
    from autograder.pictures.bar_charts import plot_bars, plot_bars_across
    from autograder.pictures.curve_plots import compare_curves, curve_panels, plot_curves, plot_level, plot_points
    from autograder.pictures.diagram import Diagram, diagrams
    from autograder.pictures.figure_sheet import Sheet
    from autograder.pictures.outcome_tables import outcome_table
    from autograder.pictures.palette import (
        BLUE,
        CREAM,
        DASH_DOTTED,
        DASHED,
        DOTTED,
        INK,
        QUIET,
        ROSE,
        RUST,
        SKY,
        SOLID,
        VIOLET,
        WHITE,
        WIDE,
        YELLOW,
    )  # fmt: skip
    from autograder.pictures.pixel_grids import number_grid, number_grids

_HOMES = {
    "aligned_shapes": ("align_shapes",),
    "bar_charts": ("plot_bars", "plot_bars_across"),
    "curve_plots": ("compare_curves", "curve_panels", "plot_curves", "plot_level", "plot_points"),
    "diagram": ("Diagram", "diagrams"),
    "outcome_tables": ("outcome_table",),
    "palette": (
        "BLUE", "CREAM", "DASHED", "DASH_DOTTED", "DOTTED", "INK", "QUIET", "ROSE", "RUST", "SKY", "SOLID", "VIOLET",
        "WHITE", "WIDE", "YELLOW",
    ),
    "pixel_grids": ("number_grid", "number_grids"),
    "figure_sheet": ("Sheet",),
}  # fmt: skip
"""By module: its names. None is called like a module, or importing that would put the module in its place."""

_MODULES = {name: module for module, names in _HOMES.items() for name in names}
__all__ = [
    "BLUE",
    "CREAM",
    "DASHED",
    "DASH_DOTTED",
    "DOTTED",
    "INK",
    "QUIET",
    "ROSE",
    "RUST",
    "SKY",
    "SOLID",
    "VIOLET",
    "WHITE",
    "WIDE",
    "YELLOW",
    "Diagram",
    "Sheet",
    "align_shapes",
    "compare_curves",
    "curve_panels",
    "diagrams",
    "number_grid",
    "number_grids",
    "outcome_table",
    "plot_bars",
    "plot_bars_across",
    "plot_curves",
    "plot_level",
    "plot_points",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module 'autograder.pictures' has no attribute '{name}'")
    value = getattr(import_module(f"autograder.pictures.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
