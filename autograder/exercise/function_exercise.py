"""Exercises whose answer is a function: a value for a value, compared strictly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import numpy as np

from autograder.exercise.exam import DrawnCase, Exam, FunctionCase, Raises
from autograder.exercise.exercise import Exercise
from autograder.exercise.ladder import ARGUMENTS, KIND_OF_VALUE, RUNS, VALUES, LadderRung, Traits
from autograder.exercise.random_values import generator
from autograder.exercise.tolerance import is_hard_to_tell
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
    ``rungs`` gives each rung that the cases name, other than "values", its sentence: what passing it shows, in the words
    that pages use. ``without`` takes rungs off the ladder: "inputs" where a probe uses up the arguments itself.
    """

    kind = "function"

    def __init__(
        self, name: str, *, rungs: dict[str, str] | None = None, without: tuple[str, ...] = (), **settings: Any
    ) -> None:
        super().__init__(name, **settings)
        self._own, self._without = dict(rungs or {}), without
        self._cases: Callable[[np.random.Generator], Iterable[FunctionCase]] | None = None

    def cases(self, draw: Callable[[np.random.Generator], Iterable[FunctionCase]]) -> Callable[..., Any]:
        """Mark the generator of cases. Their number, shapes, labels and rungs must not hang on the draw."""
        self._cases = draw
        return draw

    def active(self) -> tuple[LadderRung, ...]:
        """ "runs", "shapes", then the rungs of the cases in order of appearance, by default "values".

        "inputs" comes last where an argument can be changed at all: a list or a dict; arrays arrive as tensors. Raises
        AuthorFault for a rung of the author's own without a sentence, and for a sentence without cases.
        """
        drawn = self._drawn(generator(b"rungs"))
        of_cases = dict.fromkeys(case.rung for case in drawn)
        self._check_sentences(set(of_cases))
        traits = Traits(
            changeable_arguments=any(
                isinstance(a, list | dict) for case in drawn for a in (*case.args, *case.kwargs.values())
            )
        )
        own = [LadderRung(name, self._own[name]) if name in self._own else VALUES for name in of_cases]
        rows = (RUNS, KIND_OF_VALUE, *own, ARGUMENTS)
        return tuple(row for row in rows if row.name not in self._without and row.applies(traits))

    def exam(self, seed: bytes, max_points: float | None = None) -> Exam:
        if self._reference is None:
            raise AuthorFault(f"A function exercise needs a reference. Received none for {self.name}.")
        for again in range(MOST_DRAWN):
            solved = self._solved(generator(seed, self.name, *([again] if again else [])))
            if not any(is_hard_to_tell(case.expected, value) for case in solved for value in case.mistaken.values()):
                break
        return Exam(
            "function", self.name, self.rungs(max_points), tuple(solved), tuple(self.mistakes), title=self.title
        )

    def drawn_cases(self, seed: bytes) -> Iterator[DrawnCase]:
        """Those of the first draw, though ``exam`` may draw again."""
        for case in self._drawn(generator(seed, self.name)):
            yield DrawnCase(case.rung, partial(self._pairs, case, []))

    def _pairs(self, case: FunctionCase, known: list[Any], name: str) -> Iterator[tuple[Any, Any]]:
        """At most one; ``known`` keeps what the reference gave."""
        assert self._reference is not None
        value = self.formulas[name](*float64_copies(case.args), **case.kwargs)
        if value is not NOT_SAID:
            if not known:
                known.append(self._reference(*float64_copies(case.args), **case.kwargs))
            yield known[0], value

    def _solved(self, rng: np.random.Generator) -> list[FunctionCase]:
        assert self._reference is not None
        solved = []
        for case in self._drawn(rng):
            expected = self._reference(*float64_copies(case.args), **case.kwargs)
            mistaken = {}
            for name, formula in self.formulas.items():
                value = formula(*float64_copies(case.args), **case.kwargs)
                if value is not NOT_SAID:
                    mistaken[name] = value
            solved.append(FunctionCase(case.label, case.rung, case.args, case.kwargs, expected, mistaken))
        return solved

    def _check_sentences(self, of_cases: set[str]) -> None:
        if lacking := sorted(of_cases - {VALUES.name} - {name for name, words in self._own.items() if words.strip()}):
            raise AuthorFault(
                f"Each rung of an author's own has a sentence, by which pages name it. Received none for {', '.join(lacking)} of "
                f'{self.name}. Write rungs={{"{lacking[0]}": "It …"}}.'
            )
        if idle := sorted(set(self._own) - of_cases):
            raise AuthorFault(
                f"A rung of an author's own has cases. Received none for {', '.join(idle)} of {self.name}. Yield a "
                f'call(…, rung="{idle[0]}"), or take its sentence out.'
            )

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


def float64_copies(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Arrays in float64 for the reference, which may change its own copies."""
    return tuple(
        a.astype(np.float64)
        if isinstance(a, np.ndarray) and a.dtype.kind == "f"
        else a.copy()
        if isinstance(a, np.ndarray)
        else a
        for a in args
    )
