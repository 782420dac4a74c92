"""Exercises whose answer is a function: a value for a value, compared strictly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import numpy as np

from autograder.exercise.exam import Exam, FunctionCase, Raises
from autograder.exercise.exercise import Exercise, Sketch
from autograder.exercise.random_values import generator
from autograder.exercise.tolerance import nearly
from autograder.faults import AuthorFault

NOT_SAID = object()
"""A mistaken formula returns this for a case on which it would be right or has nothing to say."""

MOST_DRAWN = 5
"""Cases under which a mistake comes too near the reference are drawn again; some mistakes are near under every draw."""


class Function(Exercise):
    """A function exercise.

    ``@exercise.reference`` marks the reference; ``@exercise.cases`` a generator function ``cases(rng)`` that yields
    ``call(*args, label=…, rung=…)``. Arguments are JSON values or NumPy arrays, which the answer receives as tensors;
    where that does not suffice, ``probe.py`` defines ``probe(answer, *args)`` and builds in the sandbox what the answer
    is given. Expected errors are declared by a reference that returns ``Raises("ValueError", …)``.
    ``without`` takes rungs off the ladder: "inputs" where a probe uses up the arguments itself.
    """

    kind = "function"

    def __init__(self, name: str, *, without: tuple[str, ...] = (), **settings: Any) -> None:
        super().__init__(name, **settings)
        self._without = without
        self._reference: Callable[..., Any] | None = None
        self._cases: Callable[[np.random.Generator], Iterable[FunctionCase]] | None = None

    def reference(self, formula: Callable[..., Any]) -> Callable[..., Any]:
        """Mark the reference: NumPy in float64, independent of TensorFlow."""
        self._reference = formula
        return formula

    def cases(self, draw: Callable[[np.random.Generator], Iterable[FunctionCase]]) -> Callable[..., Any]:
        """Mark the generator of cases. Their number, shapes, labels and rungs must not hang on the draw."""
        self._cases = draw
        return draw

    def active(self) -> tuple[str, ...]:
        """ "runs", "shapes", then the rungs of the cases in order of appearance, by default "values".

        "inputs" comes last where an argument can be changed at all: a list or a dict; arrays arrive as tensors.
        """
        drawn = self._drawn(generator(b"rungs"))
        rungs_of_cases = dict.fromkeys(case.rung for case in drawn)
        changeable = any(isinstance(a, list | dict) for case in drawn for a in (*case.args, *case.kwargs.values()))
        rungs = ("runs", "shapes", *rungs_of_cases, *(["inputs"] if changeable else []))
        return tuple(rung for rung in rungs if rung not in self._without)

    def exam(self, seed: bytes, max_points: float | None = None) -> Exam:
        if self._reference is None:
            raise AuthorFault(f"A function exercise needs a reference. Received none for {self.name}.")
        for again in range(MOST_DRAWN):
            solved = self._solved(generator(seed, self.name, *([again] if again else [])))
            if not any(nearly(case.expected, value) for case in solved for value in case.mistaken.values()):
                break
        return Exam("function", self.name, self.rungs(max_points), tuple(solved), tuple(self.mistakes))

    def sketches(self, seed: bytes) -> Iterator[Sketch]:
        """Those of the first draw, though ``exam`` may draw again."""
        for case in self._drawn(generator(seed, self.name)):
            yield Sketch(case.rung, partial(self._pairs, case, []))

    def _pairs(self, case: FunctionCase, known: list[Any], name: str) -> Iterator[tuple[Any, Any]]:
        """At most one; ``known`` keeps what the reference gave."""
        assert self._reference is not None
        value = self.formulas[name](*copies(case.args), **case.kwargs)
        if value is not NOT_SAID:
            if not known:
                known.append(self._reference(*copies(case.args), **case.kwargs))
            yield known[0], value

    def _solved(self, rng: np.random.Generator) -> list[FunctionCase]:
        assert self._reference is not None
        solved = []
        for case in self._drawn(rng):
            expected = self._reference(*copies(case.args), **case.kwargs)
            mistaken = {}
            for name, formula in self.formulas.items():
                value = formula(*copies(case.args), **case.kwargs)
                if value is not NOT_SAID:
                    mistaken[name] = value
            solved.append(FunctionCase(case.label, case.rung, case.args, case.kwargs, expected, mistaken))
        return solved

    def _drawn(self, rng: np.random.Generator) -> tuple[FunctionCase, ...]:
        if self._cases is None:
            raise AuthorFault(f"A function exercise needs cases. Received none for {self.name}.")
        return tuple(self._cases(rng))


def call(*args: Any, label: str = "", rung: str = "values", **kwargs: Any) -> FunctionCase:
    """One call of the function with these arguments. ``label`` is what a person reads in place of big arrays."""
    text = label or ", ".join(_format_argument(a) for a in args)
    return FunctionCase(text, rung, args, kwargs, None)


def raises(*errors: str, contains: tuple[str, ...] = ()) -> Raises:
    """The expected answer is an error of one of these classes, its message holding all of ``contains``."""
    return Raises(errors, contains)


def _format_argument(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"{value.dtype} {value.shape}"
    return repr(value)


def copies(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Arrays in float64 for the reference, which may change its own copies."""
    return tuple(
        a.astype(np.float64)
        if isinstance(a, np.ndarray) and a.dtype.kind == "f"
        else a.copy()
        if isinstance(a, np.ndarray)
        else a
        for a in args
    )
