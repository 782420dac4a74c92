"""Exercises whose answer is a function: a value for a value, compared strictly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from autograder.exercise.contract import Contract, accepted_types
from autograder.exercise.domains import Domain
from autograder.exercise.exam import DrawnCase, Exam, FunctionCase, Raises
from autograder.exercise.exercise import Exercise
from autograder.exercise.ladder import ARGUMENTS, EVERYWHERE, KIND_OF_VALUE, RUNS, VALUES, LadderRung, Traits
from autograder.exercise.random_values import PUBLIC, generator
from autograder.exercise.tolerance import is_hard_to_tell
from autograder.faults import AuthorFault

NOT_SAID = object()
"""A mistaken formula returns this for a case on which it would be right or has nothing to say."""

ENGINES = {RUNS.name, KIND_OF_VALUE.name, EVERYWHERE.name, ARGUMENTS.name}
"""Rungs at which the engine asks something that no case can."""

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

    The contract: ``takes`` gives the domain of each argument (``domains.py``), ``where(*arguments)`` is False for arguments
    that do not go together, ``@exercise.together`` marks a function of ``rng`` that draws some that do, ``returns`` is the type of the result or a tuple of types
    that are all right. Of it the engine makes the questions of the rung "everywhere" and some of "values". ``changes`` gives
    the places of arguments that the answer may change; none is the default, and stating it as ``()`` has objects that a probe
    hands in looked at as well.
    """

    kind = "function"

    def __init__(
        self,
        name: str,
        *,
        rungs: dict[str, str] | None = None,
        without: tuple[str, ...] = (),
        takes: Mapping[str, Domain] | None = None,
        where: Callable[..., bool] | None = None,
        returns: type | tuple[type | str, ...] | None = None,
        changes: tuple[int, ...] | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(name, **settings)
        self._own, self._without, self.changes = dict(rungs or {}), without, changes
        self.contract = Contract(dict(takes or {}), where, None, accepted_types(returns))
        self._cases: Callable[[np.random.Generator], Iterable[FunctionCase]] | None = None

    def cases(self, draw: Callable[[np.random.Generator], Iterable[FunctionCase]]) -> Callable[..., Any]:
        """Mark the generator of cases. Their number, shapes, labels and rungs must not depend on the draw."""
        self._cases = draw
        return draw

    def together(self, draw: Callable[[np.random.Generator], tuple[Any, ...]]) -> Callable[..., Any]:
        """Mark the function that draws arguments which belong together, where independent ones rarely do."""
        self.contract = replace(self.contract, together=draw)
        return draw

    def active(self) -> tuple[LadderRung, ...]:
        """ "runs", "shapes", then the rungs of the cases in order of appearance, by default "values".

        "inputs" comes last where an argument can be changed at all: a list or a dict; arrays arrive as tensors. Raises
        AuthorFault for a rung of the author's own without a sentence, a sentence without cases, and a name that is taken.
        """
        drawn = self._drawn(generator(b"rungs"))
        of_cases = dict.fromkeys(case.rung for case in drawn)
        self._check_sentences(set(of_cases))
        traits = Traits(
            changeable_arguments=any(
                isinstance(a, list | dict) for case in drawn for a in (*case.args, *case.kwargs.values())
            )
            or self.changes is not None,
            domains=bool(self.contract.takes),
        )
        own = [LadderRung(name, self._own[name]) if name in self._own else VALUES for name in of_cases]
        rows = (RUNS, KIND_OF_VALUE, *own, EVERYWHERE, ARGUMENTS)
        return tuple(row for row in rows if row.name not in self._without and row.applies(traits))

    def exam(self, seed: bytes, max_points: float | None = None) -> Exam:
        if self._reference is None:
            raise AuthorFault(f"A function exercise needs a reference. Received none for {self.name}.")
        for again in range(MOST_DRAWN):
            solved = self._solved(generator(seed, self.name, *([again] if again else [])))
            if not any(is_hard_to_tell(case.expected, value) for case in solved for value in case.mistaken.values()):
                break
        made = self._made(seed)
        order = tuple(range(len(solved) + len(made)))
        if seed != PUBLIC:
            order = tuple(int(place) for place in generator(seed, self.name, "order").permutation(len(order)))
        return Exam(
            "function",
            self.name,
            self.rungs(max_points),
            (*solved, *made),
            tuple(self.mistakes),
            title=self.title,
            order=order,
            returns=tuple(kind if isinstance(kind, str) else kind.__name__ for kind in self.contract.returns or ()),
            changes=self.changes or (),
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

    def _made(self, seed: bytes) -> list[FunctionCase]:
        """What the contract asks: usual examples for the rung "values", and the whole domain."""
        assert self._reference is not None
        rng = generator(seed, self.name, "contract")
        later = self._later_mistakes()
        made = []
        if VALUES in self.active():
            for case in self.contract.usual(rng, self._reference):
                known = self._mistaken(case, self.formulas)
                # What tells a mistake of a later rung from the reference belongs there.
                if all(known.get(name, case.expected) == case.expected for name in later):
                    made.append(replace(case, mistaken=known))
        late = {name: formula for name, formula in self.formulas.items() if name in later}
        everywhere = self.contract.everywhere(rng, self._reference)
        return [*made, *(replace(case, mistaken=self._mistaken(case, late)) for case in everywhere)]

    def _later_mistakes(self) -> set[str]:
        early = {RUNS.name, KIND_OF_VALUE.name, VALUES.name}
        return {m.name for m in self.mistakes if m.rung not in early and m.name in self.formulas}

    def _mistaken(self, case: FunctionCase, formulas: Mapping[str, Callable[..., Any]]) -> dict[str, Any]:
        """What each mistake says; one that cannot say anything of these arguments is left out."""
        found = {}
        for name, formula in formulas.items():
            try:
                value = formula(*case.args, **case.kwargs)
            except (ArithmeticError, LookupError, TypeError, ValueError):
                continue
            if value is not NOT_SAID:
                found[name] = value
        return found

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
                f"A rung of an author's own has a sentence, which pages show. Received none for {', '.join(lacking)} of "
                f'{self.name}. Write rungs={{"{lacking[0]}": "It …"}}.'
            )
        if taken := sorted(set(self._own) & ENGINES):
            raise AuthorFault(
                f"A rung of an author's own has a name that the ladder does not have. Received {', '.join(taken)} for "
                f"{self.name}. Choose another."
            )
        if idle := sorted(set(self._own) - of_cases):
            raise AuthorFault(
                f"A rung of an author's own has cases. Received none for {', '.join(idle)} of {self.name}. Yield a "
                f'call(…, rung="{idle[0]}"), or take its sentence out of rungs=.'
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
