"""Slopes of a layer's formula along directions, by central differences: what gradients are held against."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.exercise.exam import Result
from autograder.exercise.random_values import normal

STEP = 1e-5
"""Step of the central differences, in float64: truncation and rounding both stay near 1e-10."""
TRIED = 8
"""Directions among which the losses choose."""

Formula = Callable[[np.ndarray, dict[str, np.ndarray]], Result]
"""Input and weights by role to the layer's result at inference."""


def draw_direction(
    rng: np.random.Generator, formula: Formula, x: np.ndarray, weights: dict[str, np.ndarray], role: str, losses: bool
) -> np.ndarray:
    """A random direction for the weight of that role, float32.

    Where the layer adds ``losses``, that one of a few along which they change most: along a single one they may hardly
    change, and a penalty without a gradient would be accepted in 5 of 100 courses.
    """
    shape = weights[role].shape
    if not losses:
        return normal(rng, shape)

    def change(along: np.ndarray) -> float:
        up, down = _ends(formula, x, weights, role, along / np.linalg.norm(along))
        return abs((up.loss or 0.0) - (down.loss or 0.0))

    return max((normal(rng, shape) for _ in range(TRIED)), key=change)


def directional_derivatives(
    formula: Formula,
    x: np.ndarray,
    weights: dict[str, np.ndarray],
    cotangent: np.ndarray,
    directions: dict[str, np.ndarray],
) -> tuple[dict[str, float], dict[str, float]]:
    """The derivatives of <cotangent, output>, and those of the losses, along each direction; "x" is the input's."""
    outputs: dict[str, float] = {}
    losses: dict[str, float] = {}
    for name, along in directions.items():
        up, down = _ends(formula, x, weights, name, along)
        assert up.output is not None and down.output is not None
        outputs[name] = float(np.sum(cotangent * (up.output - down.output)) / (2 * STEP))
        losses[name] = float(((up.loss or 0.0) - (down.loss or 0.0)) / (2 * STEP))
    return outputs, losses


def _ends(
    formula: Formula, x: np.ndarray, weights: dict[str, np.ndarray], name: str, along: np.ndarray
) -> tuple[Result, Result]:
    """The results one step up and one step down."""
    ends = []
    for sign in (1.0, -1.0):
        moved = {k: v.astype(np.float64) for k, v in weights.items()}
        x_moved = x.astype(np.float64)
        if name == "x":
            x_moved = x_moved + sign * STEP * along
        else:
            moved[name] = moved[name] + sign * STEP * along
        ends.append(formula(x_moved, moved))
    return ends[0], ends[1]
