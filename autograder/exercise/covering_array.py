"""A covering array of strength two: few rows in which each value of one factor meets each value of every other.

Source: Kuhn, Kacker and Lei (2010), "Practical Combinatorial Testing", NIST SP 800-142, section 2: most faults that
depend on arguments depend on one or two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations, product
from typing import Any

import numpy as np

TRIES = 24
"""Rows drawn for each one that is kept: the one that brings most new pairs."""
MOST_IN_VAIN = 6
"""So many rows without a new pair end the search: the pairs that are left do not go together."""

Row = tuple[Any, ...]
Pair = tuple[int, int, int, int]


def covering_array(
    factors: Sequence[Sequence[Any]], allowed: Callable[[Row], bool], rng: np.random.Generator
) -> list[Row]:
    """Rows of one value for each factor, each of which is ``allowed``, that together hold all pairs that allowed rows can hold.

    Greedy: a pair that only one in some hundred rows can hold may be missed.
    """
    left = {
        (i, a, j, b)
        for i, j in combinations(range(len(factors)), 2)
        for a, b in product(range(len(factors[i])), range(len(factors[j])))
    } or {(0, a, 0, a) for a in range(len(factors[0]) if factors else 0)}
    rows: list[Row] = []
    in_vain = 0
    while left and in_vain < MOST_IN_VAIN:
        found = [_row_with(_any_of(left, rng), factors, rng) for _ in range(TRIES)]
        legal = [row for row in found if allowed(tuple(factor[n] for factor, n in zip(factors, row, strict=True)))]
        best = max(legal, key=lambda row: len(_pairs(row) & left), default=None)
        if best is None or not _pairs(best) & left:
            in_vain += 1
            continue
        in_vain = 0
        left -= _pairs(best)
        rows.append(tuple(factor[n] for factor, n in zip(factors, best, strict=True)))
    return rows


def _any_of(left: set[Pair], rng: np.random.Generator) -> Pair:
    return sorted(left)[int(rng.integers(len(left)))]


def _row_with(pair: Pair, factors: Sequence[Sequence[Any]], rng: np.random.Generator) -> list[int]:
    row = [int(rng.integers(len(factor))) for factor in factors]
    i, a, j, b = pair
    row[i], row[j] = a, b
    return row


def _pairs(row: Sequence[int]) -> set[Pair]:
    if len(row) == 1:
        return {(0, row[0], 0, row[0])}
    return {(i, row[i], j, row[j]) for i, j in combinations(range(len(row)), 2)}
