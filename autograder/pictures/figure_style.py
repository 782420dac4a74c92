"""The look of the course's figures: readable sizes, strong contrast, never told by colour alone."""

from __future__ import annotations

from typing import Any

# Each reaches 4.5 to 1 on white and differs from its neighbours in lightness or in the blue–yellow direction, which
# the common forms of colour blindness keep. Line styles change along with them.
COLOURS = ("#0064a4", "#b4431f", "#1b1b1b", "#00755a", "#8a2f7d", "#7a5c00")
LINES = ("-", "--", ":", "-.", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)))


def settings() -> dict[str, Any]:
    """Matplotlib's rcParams of the course; lengths in points, sizes in inches."""
    from cycler import cycler

    return {
        "axes.prop_cycle": cycler(color=COLOURS) + cycler(linestyle=LINES),
        "axes.edgecolor": "#444444",
        "axes.grid": True,
        "axes.labelsize": 12,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlesize": 13,
        "figure.constrained_layout.use": True,
        "figure.dpi": 110,
        "figure.facecolor": "white",
        "figure.figsize": (7.0, 4.0),
        "font.size": 12,
        "grid.color": "#d9d9d9",
        "grid.linewidth": 0.7,
        "image.cmap": "cividis",
        "legend.fontsize": 11,
        "legend.frameon": False,
        "lines.linewidth": 2.2,
        "savefig.dpi": 110,
        "savefig.facecolor": "white",
        "xtick.labelsize": 11,
        "ytick.labelsize": 11,
    }


def apply() -> None:
    """Give every figure of this kernel the course's look."""
    import matplotlib

    matplotlib.rcParams.update(settings())
