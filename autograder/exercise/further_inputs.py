"""Further inputs to a layer that is built already: other sizes and scales, which its weights do not depend on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.exercise.exam import FurtherInput, Result
from autograder.exercise.random_values import normal

Shape = tuple[int, ...]
Reference = Callable[[np.ndarray, bool], Result]
"""The reference with a case's weights: input and mode to its result."""
SCALES = (1e3, 0.0, 1e-3)
"""Large, zero and small samples in turn: float32 carries each of them with seven digits."""
TRAINED_SCALE = 30.0
"""In training all samples are of one size, for a mean mixes them. Squares of such numbers still leave float32 room."""


def open_axes(shape: Shape, smallest: int, weight_shapes: Callable[[Shape], Any]) -> tuple[int, ...]:
    """The axes between batch and channels whose size ``weight_shapes(input_shape)`` does not depend on."""
    usual = weight_shapes(shape)
    return tuple(
        axis
        for axis in range(1, len(shape) - 1)
        if all(weight_shapes(_with(shape, axis, size)) == usual for size in (smallest, shape[axis] + 1))
    )


def further_inputs(
    rng: np.random.Generator,
    shape: Shape,
    open_sizes: tuple[int, ...],
    smallest: int,
    reference: Reference,
    *,
    first: bool = True,
) -> Iterator[FurtherInput]:
    """What a layer that was made for ``shape`` is given afterwards, with the reference's results.

    The layer of an exercise's ``first`` case is given all of them, the others those at which branches go wrong: each call of a block
    costs the processor ten milliseconds.

    An input for which the reference raises, or gives nothing or no finite number, is left out: there the task says nothing.
    """
    n = shape[0]
    scales = np.array([SCALES[i % len(SCALES)] for i in range(n)], np.float32).reshape((n,) + (1,) * (len(shape) - 1))
    others = {axis: shape[axis] + axis for axis in open_sizes}
    least = dict.fromkeys(open_sizes, smallest)
    asked = (
        ("large, small and zero numbers", shape, scales, False),
        ("another batch size" + _sized(others, " and other sizes"), (n + 2, *_replaced(shape, others)), 1.0, False),
        ("a batch of one" + _sized(least, " of the least size"), (1, *_replaced(shape, least)), 1.0, False),
        ("a batch of one, in training", (1, *_replaced(shape, others)), TRAINED_SCALE, True),
    )
    for what, sizes, scale, training in asked if first else asked[::2]:
        x = np.asarray(normal(rng, sizes) * scale, np.float32)
        try:
            with np.errstate(all="ignore"):
                result = reference(x, training)
        except (ValueError, IndexError, ZeroDivisionError, FloatingPointError):
            continue
        if result.output is not None and result.output.size and np.all(np.isfinite(result.output)):
            yield FurtherInput(what, x, training, result)


def _with(shape: Shape, axis: int, size: int) -> Shape:
    return (*shape[:axis], size, *shape[axis + 1 :])


def _replaced(shape: Shape, sizes: dict[int, int]) -> Shape:
    """The shape without its batch axis, these axes with other sizes."""
    return tuple(sizes.get(axis, size) for axis, size in enumerate(shape))[1:]


def _sized(sizes: dict[int, int], words: str) -> str:
    return words if sizes else ""
