"""What an argument of a function may be: its ends, its large values, and what it usually is.

An author declares a domain for each argument (``Function(…, takes=…)``); ``contract.py`` makes the questions of it.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Special = tuple[str, Any]
"""What is special about a value, as in "the least n", and the value."""

LARGE = (257, 1_025, 70_000, 2**24 + 1, 2**31 + 1)
"""Beyond what Python interns, the usual recursion limit, what 16 bits hold, what float32 counts exactly, what int32 holds.

Not what float64 counts: `math.ceil(n / stride)` is a right answer."""
USUAL_SPAN = 12
WIDEST = 10**9
"""Far enough for numbers drawn together: their products must fit in 64 bits more often than not."""
NEAR_ZERO, FAR = 1e-6, 1e4


class Domain(ABC):
    """The values that one argument may have."""

    @abstractmethod
    def usual(self, rng: np.random.Generator) -> Any:
        """A value in the middle of the domain."""

    def special(self, name: str, rng: np.random.Generator) -> list[Special]:
        """Values that are each asked beside usual ones: the ends, and large ones. ``name`` is the argument's."""
        return []

    def lowest(self, rng: np.random.Generator) -> Any:
        """The lower end, where there is one."""
        return self.usual(rng)

    def wide(self, rng: np.random.Generator) -> Any:
        """A value from anywhere in the domain, small and large ones alike."""
        return self.usual(rng)

    def tied(self, value: Any, to: Any, rng: np.random.Generator) -> list[Any]:
        """``value`` brought together with the number ``to`` that another argument has: equal to it, or near."""
        return []

    @abstractmethod
    def levels(self, rng: np.random.Generator) -> list[Any]:
        """The few values whose pairs with those of the other arguments are all asked."""


@dataclass(frozen=True, slots=True)
class Whole(Domain):
    """Whole numbers from ``least`` on; up to ``most``, where that is given."""

    least: int
    most: int | None = None

    def usual(self, rng: np.random.Generator) -> int:
        top = self.least + USUAL_SPAN
        return int(rng.integers(self.least, (top if self.most is None else min(top, self.most)) + 1))

    def lowest(self, rng: np.random.Generator) -> int:
        return self.least

    def special(self, name: str, rng: np.random.Generator) -> list[Special]:
        found = [(f"the least {name}", self.least), (f"{name} one above the least", self.least + 1)]
        large = [n + int(rng.integers(0, 40)) for n in LARGE]
        found += [(f"a large {name}", n) for n in large if self.most is None or n < self.most]
        if self.most is not None:
            found.append((f"the greatest {name}", self.most))
        return [(about, n) for about, n in found if self.most is None or n <= self.most]

    def wide(self, rng: np.random.Generator) -> int:
        top = WIDEST if self.most is None else self.most
        return self.least - 1 + round(math.exp(rng.uniform(0.0, math.log(top - self.least + 1))))

    def tied(self, value: int, to: Any, rng: np.random.Generator) -> list[int]:
        near = [to, to + 1, to - 1] if isinstance(to, int) and not isinstance(to, bool) else []
        return [n for n in near if n >= self.least and (self.most is None or n <= self.most)]

    def levels(self, rng: np.random.Generator) -> list[int]:
        small = [n for n in range(self.least, self.least + 4) if self.most is None or n <= self.most]
        return list(dict.fromkeys([*small, self.usual(rng)]))


@dataclass(frozen=True, slots=True)
class Real(Domain):
    """Finite floats from ``least`` to ``most``, both included."""

    least: float
    most: float = math.inf

    def usual(self, rng: np.random.Generator) -> float:
        return self.least + (min(self.most, self.least + 2.0) - self.least) * float(rng.uniform(0.05, 0.95))

    def lowest(self, rng: np.random.Generator) -> float:
        return self.least

    def special(self, name: str, rng: np.random.Generator) -> list[Special]:
        found = [(f"the least {name}", self.least), (f"{name} close to its least value", self.least + NEAR_ZERO)]
        if self.most == math.inf:
            return [*found, (f"a large {name}", FAR)]
        return [*found, (f"the greatest {name}", self.most)]

    def tied(self, value: float, to: Any, rng: np.random.Generator) -> list[float]:
        # Below first: floats are mostly compared, and equal ones are no more than each other.
        near = [to * (1 - 1e-3), to, to * (1 + 1e-3)] if isinstance(to, float) else []
        return [v for v in near if self.least <= v <= self.most]

    def levels(self, rng: np.random.Generator) -> list[float]:
        # Equal for all arguments of one draw's span, so that they meet: equal, and one rounding apart.
        middle = round(self.least + (min(self.most, self.least + 2.0) - self.least) * 0.4, 3)
        return [middle, math.nextafter(middle, math.inf), self.usual(rng)]


@dataclass(frozen=True, slots=True)
class OneOf(Domain):
    """One of a few values, such as the names of paddings."""

    values: tuple[Any, ...]

    def usual(self, rng: np.random.Generator) -> Any:
        return self.values[int(rng.integers(len(self.values)))]

    def levels(self, rng: np.random.Generator) -> list[Any]:
        return list(self.values)


@dataclass(frozen=True, slots=True)
class ShapeOf(Domain):
    """Tuples of sizes: as many as ``ranks`` allows, each from ``size``."""

    ranks: tuple[int, ...]
    size: Whole

    def usual(self, rng: np.random.Generator) -> tuple[int, ...]:
        rank = self.ranks[int(rng.integers(len(self.ranks)))]
        return tuple(self.size.usual(rng) for _ in range(rank))

    def lowest(self, rng: np.random.Generator) -> tuple[int, ...]:
        return (self.size.least,) * self.ranks[-1]

    def wide(self, rng: np.random.Generator) -> tuple[int, ...]:
        rank = self.ranks[int(rng.integers(len(self.ranks)))]
        return tuple(self.size.wide(rng) for _ in range(rank))

    def tied(self, value: tuple[int, ...], to: Any, rng: np.random.Generator) -> list[tuple[int, ...]]:
        # The last axis first: the channels, which other arguments are about.
        axes = range(len(value) - 1, -1, -1) if isinstance(to, int) else ()
        near = [(axis, n) for axis in axes for n in self.size.tied(value[axis], to, rng)[:1]]
        return [(*value[:axis], n, *value[axis + 1 :]) for axis, n in near]

    def special(self, name: str, rng: np.random.Generator) -> list[Special]:
        ends = dict.fromkeys((self.ranks[0], self.ranks[-1]))
        found: list[Special] = [
            (f"{name} of {rank} axes", tuple(self.size.usual(rng) for _ in range(rank))) for rank in ends
        ]
        rank = self.ranks[-1]
        for about, n in self.size.special(f"size in {name}", rng):
            for axis in range(rank):
                sizes = [self.size.usual(rng) for _ in range(rank)]
                sizes[axis] = n
                found.append((about, tuple(sizes)))
        return found

    def levels(self, rng: np.random.Generator) -> list[tuple[int, ...]]:
        rank, least = self.ranks[-1], self.size.least
        equal = self.usual(rng)
        return [(least,) * rank, (least + 1,) * rank, equal, *(self.usual(rng) for _ in range(3))]


@dataclass(frozen=True, slots=True)
class Drawn(Domain):
    """Whatever an author's function draws."""

    draw: Callable[[np.random.Generator], Any]

    def usual(self, rng: np.random.Generator) -> Any:
        return self.draw(rng)

    def levels(self, rng: np.random.Generator) -> list[Any]:
        return [self.draw(rng) for _ in range(4)]


def whole(least: int, most: int | None = None) -> Whole:
    """Whole numbers from ``least`` on, up to ``most`` where it is given: state it where a loop over n is a right answer."""
    return Whole(least, most)


def real(least: float, most: float = math.inf) -> Real:
    """Floats from ``least`` to ``most``, both included."""
    return Real(float(least), float(most))


def one_of(*values: Any) -> OneOf:
    """One of these values."""
    return OneOf(values)


def flag() -> OneOf:
    """True or False."""
    return OneOf((True, False))


def shape(*ranks: int, least: int = 1, most: int | None = None) -> ShapeOf:
    """Tuples of whole numbers from ``least`` to ``most``, as long as one of ``ranks``."""
    return ShapeOf(tuple(sorted(ranks)), Whole(least, most))


def drawn(draw: Callable[[np.random.Generator], Any]) -> Drawn:
    """Whatever ``draw(rng)`` gives: for an argument of a kind of its own."""
    return Drawn(draw)
