"""Two shapes and that of their sum, axis under axis: NumPy's rule of broadcasting as a picture."""

from __future__ import annotations

from matplotlib.axes import Axes

from autograder.pictures.diagram import Diagram
from autograder.pictures.palette import ROSE, SKY, WHITE

Shape = tuple[int, ...]
CROSS = "✗"


def align_shapes(axes: Axes, a: Shape, b: Shape) -> None:
    """Write the shapes ``a`` and ``b`` one under the other, aligned at the right, and beneath a line the shape of a + b.

    A missing axis is a dashed box with a 1; sizes that do not fit have a cross beneath them. The title says the outcome.
    For shapes of up to three axes. Source: NumPy's user guide, "Broadcasting".
    """
    rank = max(len(a), len(b))
    missing = {"a": rank - len(a), "b": rank - len(b)}
    above, below = (1,) * missing["a"] + a, (1,) * missing["b"] + b
    total = [n if m == 1 else m if n in (1, m) else CROSS for m, n in zip(above, below, strict=True)]
    verdict = "✗ does not fit: error" if CROSS in total else f"✓ fits: {tuple(total)}"
    d = Diagram(axes, (-1.9, 2.6), (-2.6, 0.6), equal=True, fontsize=13)
    axes.set_title(f"{a} + {b}\n{verdict}", fontsize=13)
    for height, name, sizes in ((0, "a", above), (-1, "b", below), (-2, "a + b", total)):
        ground = SKY if name == "a + b" else WHITE
        fills = [ROSE if size == CROSS else ground for size in sizes]
        dashed = [axis < missing.get(name, 0) for axis in range(rank)]
        d.cells(sizes, (0, height), (0.8, 0.72), fills, label=name, dashed=dashed, fontsize=15, width=1.6)
    d.line((-0.55, -1.5), (rank - 0.45, -1.5), width=1.5)
