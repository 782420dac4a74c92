"""The contract of a function: what its arguments may be, what it returns; and the questions that follow from it.

An author declares it in a line or two. Of the domains the engine makes the questions itself: each argument at its ends and
large while the others are usual, all pairs of a few levels, and examples drawn at random.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, product
from typing import Any

import numpy as np

from autograder.exercise.covering_array import covering_array
from autograder.exercise.domains import Domain, OneOf
from autograder.exercise.exam import FunctionCase, Raises
from autograder.exercise.ladder import EVERYWHERE, VALUES
from autograder.faults import AuthorFault

DRAWN, WIDE, USUAL = 12, 16, 6
"""How many examples are drawn near the lower ends and from the whole domain, and how many for the rung of the usual values."""
MOST_CHOICES, MOST_TIED = 2, 80
"""How many choices of the other arguments each special value meets, and how many rows bring two arguments together."""
AGAIN, SAMPLES = 6, 5
"""So many questions are asked again at the end; a sample of the domain is so many times what is asked."""
PAIR_TRIES = 200
IN_VAIN = 60
"""So many draws in a row that ``where`` refuses are the author's fault."""
WORDS = 2**63
"""Whole numbers beyond travel in no reply."""

Arguments = tuple[Any, ...]
Reference = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Contract:
    """What a function promises.

    ``takes`` gives each argument's domain, in the order of the signature; ``where`` says which values go together;
    ``together`` draws arguments that belong together, where independent ones rarely do. ``returns`` is the type of the
    result, or a tuple of types that are all right, a tensor by its name; None leaves it free within what the reference returns.
    """

    takes: Mapping[str, Domain]
    where: Callable[..., bool] | None = None
    together: Callable[[np.random.Generator], Arguments] | None = None
    returns: tuple[type | str, ...] | None = None

    def usual(self, rng: np.random.Generator, reference: Reference) -> Iterator[FunctionCase]:
        """Examples from the middle of the domain, drawn anew in values and results for each seed."""
        for _ in range(USUAL if self.takes else 0):
            case = self._case(self._any(rng), "a drawn example", reference, VALUES.name)
            # A refusal is what a later rung is about, where there is one.
            if case.expected is not None and not isinstance(case.expected, Raises) and _travels(case.expected):
                yield case

    def everywhere(self, rng: np.random.Generator, reference: Reference) -> list[FunctionCase]:
        """The questions of the whole domain in an order that ``rng`` draws, and the first of them once more."""
        if not self.takes:
            return []
        asked: dict[str, FunctionCase] = {}
        for about, arguments in self._rows(rng, reference):
            if self._allowed(arguments):
                case = self._case(arguments, about, reference, EVERYWHERE.name)
                if _travels(case.expected):
                    asked.setdefault(repr((case.args, case.kwargs)), case)
        cases = list(asked.values())
        found = [cases[i] for i in rng.permutation(len(cases))]
        return found + found[:AGAIN]

    def sample(self, rng: np.random.Generator, reference: Reference) -> list[Arguments]:
        """Arguments from all over the domain, many more than are asked."""
        asked = [arguments for _ in range(SAMPLES) for _, arguments in self._rows(rng, reference)]
        return [row for row in asked if self._allowed(row)]

    def _rows(self, rng: np.random.Generator, reference: Reference) -> Iterator[tuple[str, Arguments]]:
        yield from self._one_special(rng)
        yield from self._neighbours(rng, reference)
        yield from self._pairs(rng)
        yield from self._wide(rng)
        yield from self._drawn(rng)

    def _one_special(self, rng: np.random.Generator) -> Iterator[tuple[str, Arguments]]:
        """Each special value beside the least ones, beside usual ones, and beside others that are equal to it or near."""
        tied: list[tuple[str, Arguments]] = []
        for place, (name, domain) in enumerate(self.takes.items()):
            for about, value in domain.special(name, rng):
                for choice in self._choices(rng):
                    fixed = {place: value} | {i: v for i, v in choice.items() if i != place}
                    lowest = tuple(fixed.get(i, other.lowest(rng)) for i, other in enumerate(self.takes.values()))
                    if self._allowed(lowest):
                        yield about, lowest
                        yield from ((about, near) for near in self._tied(rng, lowest, place, fixed, most=1))
                    row = self._find(rng, fixed)
                    if row is not None:
                        yield about, row
                        tied += ((about, near) for near in self._tied(rng, row, place, fixed))
        yield from (tied[i] for i in rng.permutation(len(tied))[:MOST_TIED])

    def _tied(
        self, rng: np.random.Generator, row: Arguments, place: int, fixed: dict[int, Any], most: int | None = None
    ) -> Iterator[Arguments]:
        """The same with another argument brought together with the one at ``place``: equal to it, or near."""
        for i, domain in enumerate(self.takes.values()):
            if i not in fixed:
                near = [(*row[:i], value, *row[i + 1 :]) for value in domain.tied(row[i], row[place], rng)[:most]]
                yield from filter(self._allowed, near)

    def _neighbours(self, rng: np.random.Generator, reference: Reference) -> Iterator[tuple[str, Arguments]]:
        """Pairs that differ in one argument alone, and in their results."""
        for place, (name, domain) in enumerate(self.takes.items()):
            about = f"{name} changed alone"
            if isinstance(domain, OneOf):
                for old, new in permutations(domain.values, 2):
                    pair = self._pair(rng, reference, place, {place: old}, OneOf((new,)))
                    yield from ((about, row) for row in pair)
                continue
            for choice in self._choices(rng):
                pair = self._pair(rng, reference, place, choice, domain)
                yield from ((about, row) for row in pair)

    def _pair(
        self,
        rng: np.random.Generator,
        reference: Reference,
        place: int,
        fixed: dict[int, Any],
        others: Domain,
    ) -> tuple[Arguments, ...]:
        """Two rows, the second with a usual value of ``others`` at ``place``; none where their results never differ."""
        for _ in range(PAIR_TRIES):
            row = self._find(rng, fixed)
            if row is None:
                break
            other = (*row[:place], others.usual(rng), *row[place + 1 :])
            if self._allowed(other) and not _equal(reference(*row), reference(*other)):
                return row, other
        return ()

    def _choices(self, rng: np.random.Generator) -> list[dict[int, Any]]:
        """The ways to choose for the arguments that are one of a few; some of them, where there are many."""
        few = {i: domain.values for i, domain in enumerate(self.takes.values()) if isinstance(domain, OneOf)}
        ways = [dict(zip(few, values, strict=True)) for values in product(*few.values())]
        return [ways[i] for i in sorted(rng.permutation(len(ways))[:MOST_CHOICES])]

    def _find(self, rng: np.random.Generator, fixed: dict[int, Any]) -> Arguments | None:
        """Arguments with these at their places; the others usual or, where that does not go together, from anywhere."""
        for number in range(IN_VAIN):
            row = list(self._any(rng) if number < IN_VAIN // 2 else self._anywhere(rng))
            for place, value in fixed.items():
                row[place] = value
            if self._allowed(tuple(row)):
                return tuple(row)
        return None

    def _anywhere(self, rng: np.random.Generator) -> Arguments:
        return tuple(domain.wide(rng) for domain in self.takes.values())

    def _pairs(self, rng: np.random.Generator) -> Iterator[tuple[str, Arguments]]:
        factors = [domain.levels(rng) for domain in self.takes.values()]
        about = "two arguments together" if len(factors) > 1 else "a small argument"
        for row in covering_array(factors, self._allowed, rng):
            yield about, row

    def _wide(self, rng: np.random.Generator) -> Iterator[tuple[str, Arguments]]:
        for _ in range(WIDE):
            yield "small and large arguments together", self._anywhere(rng)

    def _drawn(self, rng: np.random.Generator) -> Iterator[tuple[str, Arguments]]:
        for _ in range(DRAWN):
            yield "a drawn example", self._any(rng)

    def _any(self, rng: np.random.Generator) -> Arguments:
        """Arguments from the middle of the domain that go together."""
        for _ in range(IN_VAIN):
            found = self.together(rng) if self.together else tuple(d.usual(rng) for d in self.takes.values())
            if self._allowed(found):
                return found
        raise AuthorFault(
            f"Arguments that where= allows are drawn within {IN_VAIN} tries. Received none of {', '.join(self.takes)}. Mark "
            f"a function of rng with @exercise.together that returns some."
        )

    def _allowed(self, arguments: Arguments) -> bool:
        return self.where is None or bool(self.where(*arguments))

    def _case(self, arguments: Arguments, about: str, reference: Reference, rung: str) -> FunctionCase:
        """Arguments behind the first one with a default are given by name."""
        named = first_default(reference)
        args, rest = arguments[:named], arguments[named:]
        kwargs = dict(zip(list(self.takes)[named:], rest, strict=True))
        label = ", ".join([*map(repr, args), *(f"{name}={value!r}" for name, value in kwargs.items())])
        return FunctionCase(label, rung, args, kwargs, reference(*args, **kwargs), about=about)


def first_default(reference: Reference) -> int:
    """The place of the first argument that may be left out; their number where there is none."""
    parameters = [
        p for p in inspect.signature(reference).parameters.values() if p.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    ]
    return next((i for i, p in enumerate(parameters) if p.default is not inspect.Parameter.empty), len(parameters))


def accepted_types(returns: type | Sequence[type | str] | None) -> tuple[type | str, ...] | None:
    """``returns`` as an author writes it, one type or several, as a tuple; "Tensor" is a type by its name."""
    if returns is None or isinstance(returns, tuple):
        return returns
    return (returns,) if isinstance(returns, type) else tuple(returns)


def _travels(value: Any) -> bool:
    if isinstance(value, Raises):
        return True
    if isinstance(value, list | tuple):
        return all(map(_travels, value))
    if isinstance(value, dict):
        return all(map(_travels, value.values()))
    return not isinstance(value, int) or abs(value) < WORDS


def _equal(one: Any, other: Any) -> bool:
    return repr(one) == repr(other)
