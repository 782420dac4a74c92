"""The weights that a layer exercise declares: role, shape, initial value, and how a case draws them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np

from autograder.exercise.exam import Role
from autograder.exercise.random_values import normal, positive

Shape = tuple[int, ...]
Draw = Callable[[np.random.Generator, Shape], np.ndarray]


@dataclass(frozen=True, slots=True)
class DeclaredWeight:
    """``shape(input_shape, **constructor_arguments)`` gives None where the layer of a case has no such weight."""

    role: Role
    shape: Callable[..., Shape | None]
    draw: Draw = normal


def batch_norm(part: str, channels: Callable[..., int | None]) -> Iterator[DeclaredWeight]:
    """The four weights of a batch normalisation, each with ``channels(…)`` numbers."""
    size = partial(_one_axis, channels)
    yield DeclaredWeight(Role(f"{part}.gamma", True, 1.0), size, positive)
    yield DeclaredWeight(Role(f"{part}.beta", True, 0.0), size)
    yield DeclaredWeight(Role(f"{part}.mean", False, 0.0), size)
    yield DeclaredWeight(Role(f"{part}.variance", False, 1.0), size, positive)


def _one_axis(channels: Callable[..., int | None], shape: Shape, **kwargs: Any) -> Shape | None:
    size = channels(shape, **kwargs)
    return None if size is None else (size,)


def weight_shapes(declared: list[DeclaredWeight], kwargs: dict[str, Any], shape: Shape) -> dict[str, Shape | None]:
    """The shape of each weight, by role, of a layer made with ``kwargs`` and called on an input of ``shape``."""
    return {w.role.name: w.shape(shape, **kwargs) for w in declared}


def initial_values(declared: list[DeclaredWeight], weights: dict[str, np.ndarray]) -> dict[str, np.ndarray] | None:
    """``weights`` as an untouched layer has them; None where some start at random, or there are none."""
    starts = {w.role.name: w.role.start for w in declared}
    found = {
        name: np.full(value.shape, starts[name], np.float32)
        for name, value in weights.items()
        if starts[name] is not None
    }
    return found if found and len(found) == len(weights) else None


def split_by_part(weights: dict[str, np.ndarray]) -> SimpleNamespace:
    """Weights by role in float64, "conv1.kernel" as ``conv1.kernel``."""
    parts = SimpleNamespace()
    for role, value in weights.items():
        part, _, leaf = role.rpartition(".")
        if part and not hasattr(parts, part):
            setattr(parts, part, SimpleNamespace())
        setattr(getattr(parts, part) if part else parts, leaf, value.astype(np.float64))
    return parts
