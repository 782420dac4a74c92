"""Exercises whose answer is a Keras layer: its reference is a NumPy formula of input, weights and mode."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Literal

import numpy as np

from autograder.exercise.common import Counts, common_mistake
from autograder.exercise.declared_case import DeclaredCase, label_of
from autograder.exercise.declared_weights import (
    DeclaredWeight,
    Draw,
    Shape,
    batch_norm,
    initial_values,
    split_by_part,
    weight_shapes,
)
from autograder.exercise.directional_derivatives import directional_derivatives, draw_direction
from autograder.exercise.exam import DrawnCase, Exam, LayerCase, Result, Role
from autograder.exercise.exercise import Exercise
from autograder.exercise.further_inputs import further_inputs, open_axes
from autograder.exercise.kinks import kink_margins
from autograder.exercise.ladder import LAYER, LadderRung, Traits
from autograder.exercise.random_values import generator, normal
from autograder.exercise.saved_cases import saved_cases
from autograder.faults import AuthorFault

KINK, MOST_DRAWN = 1e-4, 100
"""A case whose reference comes nearer than this to a kink is drawn again, so many times."""


class Layer(Exercise):
    """A layer exercise.

    The reference ``formula(x, w, training, **constructor_arguments)`` returns the output, or a ``Result`` where the
    layer also keeps state or adds losses; ``w`` holds the weights by role. What follows a ``*`` are its parts, which a
    mistake may exchange.
    ``without`` takes rungs off the ladder that make no sense for this layer. One layer is called on inputs of several sizes, as
    far as its weights allow, from ``smallest`` on, and traced where they are unknown. ``sizes="known"`` leaves out the latter,
    ``sizes="fixed"`` both: for layers that need the sizes of an input, or those of the first one for good.
    """

    kind = "layer"

    def __init__(
        self,
        name: str,
        *,
        without: tuple[str, ...] = (),
        sizes: Literal["any", "known", "fixed"] = "any",
        smallest: int = 1,
        **settings: Any,
    ) -> None:
        super().__init__(name, **settings)
        self._without, self._sizes_are, self._smallest = without, sizes, smallest
        self._weights: list[DeclaredWeight] = []
        self._cases: list[DeclaredCase] = []

    def weight(
        self,
        role: str,
        shape: Callable[..., Shape | None],
        *,
        start: float | None = None,
        trainable: bool = True,
        draw: Draw = normal,
    ) -> None:
        """Declare a weight: ``shape(input_shape, **constructor_arguments)``; ``start`` None where it is random.

        A shape of None says that the layer of this case has no such weight. The layer of the first case has them all.
        A role with a dot, "conv1.kernel", belongs to a part: the formulas see ``w.conv1.kernel``, and the judge first
        looks for a sublayer that owns just the weights of one part.
        """
        self._weights.append(DeclaredWeight(Role(role, trainable, start), shape, draw))

    def batch_norm(self, part: str, channels: Callable[..., int | None]) -> None:
        """Declare the four weights of a batch normalisation, ``channels(input_shape, **constructor_arguments)`` each; channels
        of None say that the layer of this case has no such part.
        """
        self._weights += batch_norm(part, channels)

    def case(self, *shape: int, label: str = "", traced: bool = True, **kwargs: Any) -> None:
        """A layer made with ``kwargs``, called on an input of ``shape``, the batch axis first.

        ``traced=False`` leaves out its call inside a ``keras.Model``, a third of what a case of a block costs, and with it
        the initial values: for a case that differs from another one in its numbers alone. The first case is always traced.
        """
        if not traced and not self._cases:
            raise AuthorFault(
                f"The first case of a layer is traced, for it is saved and trained inside a model. Received traced=False for "
                f"{self.name}. Put another case first."
            )
        self._cases.append(DeclaredCase(label or label_of(self.name, shape, kwargs), shape, kwargs, traced))

    def common(
        self,
        shared: str,
        *,
        name: str | None = None,
        advice: str | None = None,
        change: dict[str, str] | None = None,
        code: str | None = None,
        **facts: Any,
    ) -> None:
        """State a mistake against Keras's contract by its name in ``common.py``, with the wrong answer that shows it.

        ``name`` and ``advice`` take the place of the shared ones, ``facts`` are added to them. Weights are declared before.
        Raises AuthorFault for an unknown name.
        """
        found = common_mistake(shared, self.name)
        trainable = sum(w.role.trainable for w in self._weights)
        counts = Counts(trainable, len(self._weights) - trainable)
        self.mistake(
            name or shared,
            advice or found.advice,
            fails=found.fails,
            misconception=found.misconception,
            change=change,
            code=code,
            facts=found.facts(counts) | facts,
        )

    def active(self) -> tuple[LadderRung, ...]:
        """The ladder, less the rungs that this layer has nothing to show on."""
        traits = Traits(
            weights=bool(self._weights),
            fixed_starts=any(w.role.start is not None for w in self._weights),
            trainable=any(w.role.trainable for w in self._weights),
            state=not all(w.role.trainable for w in self._weights),
            paid=frozenset(self.points),
        )
        return tuple(row for row in LAYER if row.name not in self._without and row.applies(traits))

    def exam(self, seed: bytes, max_points: float | None = None) -> Exam:
        if self._reference is None or not self._cases:
            rule = "A layer exercise needs a reference and at least one case."
            raise AuthorFault(f"{rule} Received less for {self.name}.")
        saved, _ = saved_cases([case.kwargs for case in self._cases], [case.traced for case in self._cases])
        cases = tuple(replace(self._solve(case, i, seed), saved=i in saved) for i, case in enumerate(self._cases))
        # Some questions are put to the first case only.
        if absent := [w.role.name for w in self._weights if w.role.name not in cases[0].weights]:
            raise AuthorFault(
                f"The layer of an exercise's first case has all weights that are declared. Received one without "
                f"{', '.join(absent)} for {self.name}. Put another case first."
            )
        roles = tuple(w.role for w in self._weights)
        return Exam("layer", self.name, self.rungs(max_points), cases, tuple(self.mistakes), roles, self.title)

    def drawn_cases(self, seed: bytes) -> Iterator[DrawnCase]:
        for index, case in enumerate(self._cases):
            _, x, weights = self._drawn(case, index, seed)
            yield DrawnCase("", partial(self._pairs, case, x, weights, {}))

    def arguments_of_one_value(self) -> tuple[str, ...]:
        """The constructor arguments that are the same in all cases: one that is lost by saving would not be missed."""
        _, fixed = saved_cases([case.kwargs for case in self._cases], [case.traced for case in self._cases])
        return fixed if any(row.name == "saves" for row in self.active()) else ()

    # -- inner ----------------------------------------------------------------------------------------------------

    def _pairs(
        self, case: DeclaredCase, x: np.ndarray, weights: dict[str, np.ndarray], known: dict[str, Result], name: str
    ) -> Iterator[tuple[Result, Result]]:
        """At inference, in training and at the start; ``known`` keeps what the reference gave."""
        started = initial_values(self._weights, weights)
        asked = {"inference": (weights, False), "training": (weights, True)}
        for key, (values, training) in (asked | ({"start": (started, False)} if started else {})).items():
            if key not in known:
                known[key] = self._run(self._reference, case, x, values, training)
            yield known[key], self._run(self.formulas[name], case, x, values, training)

    def _drawn(
        self, case: DeclaredCase, index: int, seed: bytes
    ) -> tuple[np.random.Generator, np.ndarray, dict[str, np.ndarray]]:
        """Input and weights that keep clear of every kink of the reference, in both modes."""
        for again in range(MOST_DRAWN):
            rng = generator(seed, self.name, index, *([again] if again else []))
            x = normal(rng, case.shape)
            weights = {name: draw(rng, shape) for name, (draw, shape) in self._sizes(case).items()}
            with kink_margins() as found:
                for training in (False, True):
                    self._run(self._reference, case, x, weights, training)
            if min(found, default=KINK) >= KINK:
                return rng, x, weights
        raise AuthorFault(
            f"A case keeps {KINK:g} away from the kinks of its reference, so that rounding refuses no right answer. Received "
            f"{case.label} of {self.name}, {MOST_DRAWN} draws, none of them clear. Make the input or the batch smaller."
        )

    def _sizes(self, case: DeclaredCase) -> dict[str, tuple[Draw, Shape]]:
        """How each weight of this case's layer is drawn, and its shape."""
        shapes = weight_shapes(self._weights, case.kwargs, case.shape)
        return {w.role.name: (w.draw, shape) for w in self._weights if (shape := shapes[w.role.name]) is not None}

    def _solve(self, case: DeclaredCase, index: int, seed: bytes) -> LayerCase:
        rng, x, weights = self._drawn(case, index, seed)
        started = initial_values(self._weights, weights)
        inference = self._run(self._reference, case, x, weights, False)
        assert inference.output is not None
        formula = partial(self._run, self._reference, case, training=False)
        in_training = partial(formula, training=True)
        open_sizes = self._open_axes(case)
        asked = [w.role.name for w in self._weights if w.role.trainable and w.role.name in weights]
        directions = {"x": normal(rng, case.shape)} | {
            name: draw_direction(rng, formula, x, weights, name, inference.loss is not None) for name in asked
        }
        cotangent = normal(rng, inference.output.shape)
        outputs, losses = directional_derivatives(formula, x, weights, cotangent, directions)
        reference = partial(self._run_on, case, weights)
        further = further_inputs(rng, case.shape, open_sizes, self._smallest, reference, first=index == 0)
        return LayerCase(
            label=case.label,
            kwargs=case.kwargs,
            x=x,
            weights=weights,
            start=self._run(self._reference, case, x, started, False) if started else None,
            inference=inference,
            training=self._run(self._reference, case, x, weights, True),
            cotangent=cotangent,
            directions=directions,
            slopes=outputs,
            loss_slopes=losses,
            mistaken={
                name: {
                    "inference": self._run(formula, case, x, weights, False),
                    "training": self._run(formula, case, x, weights, True),
                }
                | ({"start": self._run(formula, case, x, started, False)} if started else {})
                for name, formula in self.formulas.items()
            },
            traced=case.traced,
            training_slopes=directional_derivatives(in_training, x, weights, cotangent, directions)[0],
            open=open_sizes if index in self._traced_open() else (),
            further=tuple(further),
        )

    def _open_axes(self, case: DeclaredCase) -> tuple[int, ...]:
        shapes = partial(weight_shapes, self._weights, case.kwargs)
        return open_axes(case.shape, self._smallest, shapes) if self._sizes_are != "fixed" else ()

    def _traced_open(self) -> list[int]:
        """The cases that are traced with unknown sizes: the first with such, and each with a word that none before it had."""
        words: set[str] = set()
        found: list[int] = []
        for index, case in enumerate(self._cases):
            new = {value for value in case.kwargs.values() if isinstance(value, str)} - words
            if self._sizes_are == "any" and case.traced and self._open_axes(case) and (new or not found):
                words |= new
                found.append(index)
        return found

    def _run_on(self, case: DeclaredCase, weights: dict[str, np.ndarray], x: np.ndarray, training: bool) -> Result:
        return self._run(self._reference, case, x, weights, training)

    def _run(
        self, formula: Any, case: DeclaredCase, x: np.ndarray, weights: dict[str, np.ndarray], training: bool
    ) -> Result:
        value = formula(x.astype(np.float64), split_by_part(weights), training, **case.kwargs)
        return value if isinstance(value, Result) else Result(output=np.asarray(value, np.float64))
