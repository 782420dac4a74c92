"""Exercises whose answer is a Keras layer: its reference is a NumPy formula of input, weights and mode."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from autograder.exercise.draw import generator, normal
from autograder.exercise.exercise import Exercise
from autograder.exercise.paper import LayerCase, Paper, Result, Role
from autograder.faults import AuthorFault

LADDER = (
    "builds", "shapes", "weights", "starts", "values", "losses", "gradients", "state", "saves", "trains", "graph",
)  # fmt: skip
STEP = 1e-5
"""Step of the central differences, in float64: truncation and rounding both stay near 1e-10."""

Shape = tuple[int, ...]
Draw = Callable[[np.random.Generator, Shape], np.ndarray]


@dataclass(frozen=True, slots=True)
class _Weight:
    role: Role
    shape: Callable[..., Shape]
    draw: Draw


@dataclass(frozen=True, slots=True)
class _Case:
    label: str
    shape: Shape
    kwargs: dict[str, Any]


class Layer(Exercise):
    """A layer exercise.

    The reference ``formula(x, w, training, **constructor_arguments)`` returns the output, or a ``Result`` where the
    layer also keeps state or adds losses; ``w`` holds the weights by role. Mistakes are formulas of the same kind.
    ``without`` takes rungs off the ladder that make no sense for this layer.
    """

    kind = "layer"

    def __init__(self, name: str, *, without: tuple[str, ...] = (), **settings: Any) -> None:
        super().__init__(name, **settings)
        self._without = without
        self._weights: list[_Weight] = []
        self._cases: list[_Case] = []
        self._reference: Callable[..., Any] | None = None

    def weight(
        self,
        role: str,
        shape: Callable[..., Shape],
        *,
        start: float | None = None,
        trainable: bool = True,
        draw: Draw = normal,
    ) -> None:
        """Declare a weight: ``shape(input_shape, **constructor_arguments)``; ``start`` None where it is random."""
        self._weights.append(_Weight(Role(role, trainable, start), shape, draw))

    def case(self, *shape: int, label: str = "", **kwargs: Any) -> None:
        """A layer made with ``kwargs``, called on an input of ``shape``, the batch axis first."""
        self._cases.append(_Case(label or f"input {shape}", shape, kwargs))

    def reference(self, formula: Callable[..., Any]) -> Callable[..., Any]:
        """Mark the reference: NumPy in float64, independent of Keras."""
        self._reference = formula
        return formula

    def active(self) -> tuple[str, ...]:
        """The ladder, less the rungs that this layer has nothing to show on."""
        without = set(self._without)
        if not self._weights:
            without |= {"weights", "starts", "trains"}
        if all(w.role.start is None for w in self._weights):
            without.add("starts")
        if not any(w.role.trainable for w in self._weights):
            without.add("trains")
        if all(w.role.trainable for w in self._weights):
            without.add("state")
        if not self._adds_losses():
            without.add("losses")
        return tuple(rung for rung in LADDER if rung not in without)

    def paper(self, seed: bytes, max_points: float | None = None) -> Paper:
        if self._reference is None or not self._cases:
            raise AuthorFault(
                f"A layer exercise needs a reference and at least one case. Received less for {self.name}."
            )
        cases = tuple(self._solve(case, i, seed) for i, case in enumerate(self._cases))
        roles = tuple(w.role for w in self._weights)
        return Paper("layer", self.name, self.rungs(max_points), cases, tuple(self.mistakes), roles)

    # -- inner ----------------------------------------------------------------------------------------------------

    def _solve(self, case: _Case, index: int, seed: bytes) -> LayerCase:
        rng = generator(seed, self.name, index)
        x = normal(rng, case.shape)
        weights = {w.role.name: w.draw(rng, w.shape(case.shape, **case.kwargs)) for w in self._weights}
        started = {
            w.role.name: np.full(weights[w.role.name].shape, w.role.start, np.float32)
            for w in self._weights
            if w.role.start is not None
        }
        inference = self._run(self._reference, case, x, weights, False)
        assert inference.output is not None
        directions = {"x": normal(rng, case.shape)} | {
            w.role.name: normal(rng, weights[w.role.name].shape) for w in self._weights if w.role.trainable
        }
        cotangent = normal(rng, inference.output.shape)
        slopes, loss_slopes = self._slopes(case, x, weights, cotangent, directions)
        all_start = len(started) == len(self._weights)
        return LayerCase(
            label=case.label,
            kwargs=case.kwargs,
            x=x,
            weights=weights,
            start=self._run(self._reference, case, x, started, False) if all_start and started else None,
            inference=inference,
            training=self._run(self._reference, case, x, weights, True),
            cotangent=cotangent,
            directions=directions,
            slopes=slopes,
            loss_slopes=loss_slopes,
            mistaken={
                name: {
                    "inference": self._run(formula, case, x, weights, False),
                    "training": self._run(formula, case, x, weights, True),
                }
                | ({"start": self._run(formula, case, x, started, False)} if all_start and started else {})
                for name, formula in self.formulas.items()
            },
        )

    def _run(self, formula: Any, case: _Case, x: np.ndarray, weights: dict[str, np.ndarray], training: bool) -> Result:
        w = SimpleNamespace(**{role: value.astype(np.float64) for role, value in weights.items()})
        value = formula(x.astype(np.float64), w, training, **case.kwargs)
        return value if isinstance(value, Result) else Result(output=np.asarray(value, np.float64))

    def _slopes(
        self,
        case: _Case,
        x: np.ndarray,
        weights: dict[str, np.ndarray],
        cotangent: np.ndarray,
        directions: dict[str, np.ndarray],
    ) -> tuple[dict[str, float], dict[str, float]]:
        """Directional derivatives of <cotangent, output> and of the losses at inference, by central differences."""
        outputs: dict[str, float] = {}
        losses: dict[str, float] = {}
        for name, direction in directions.items():
            ends = []
            for sign in (1.0, -1.0):
                moved = {k: v.astype(np.float64) for k, v in weights.items()}
                x_moved = x.astype(np.float64)
                if name == "x":
                    x_moved = x_moved + sign * STEP * direction
                else:
                    moved[name] = moved[name] + sign * STEP * direction
                ends.append(self._run(self._reference, case, x_moved, moved, False))
            up, down = ends
            assert up.output is not None and down.output is not None
            outputs[name] = float(np.sum(cotangent * (up.output - down.output)) / (2 * STEP))
            losses[name] = float(((up.loss or 0.0) - (down.loss or 0.0)) / (2 * STEP))
        return outputs, losses

    def _adds_losses(self) -> bool:
        if not self._cases or self._reference is None:
            return False
        case = self._cases[0]
        weights = {w.role.name: np.ones(w.shape(case.shape, **case.kwargs), np.float32) for w in self._weights}
        return self._run(self._reference, case, np.ones(case.shape, np.float32), weights, False).loss is not None
