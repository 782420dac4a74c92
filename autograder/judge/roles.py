"""Which of the answer's weights plays which role. Names and order are free, so they are only proposals."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, permutations, product
from typing import Any

import numpy as np

from autograder.exercise.paper import LayerCase, Role

MOST_TRIED = 16
Assignment = dict[str, int]
"""Role to index of the weight in the layer's own order; one assignment must serve all cases."""


def alike(roles: tuple[Role, ...], cases: tuple[LayerCase, ...], ledgers: list[list[dict[str, Any]]]) -> bool:
    """True when in every case the ledger holds exactly the declared weights: shapes and trainable flags, any order.

    Each is float32: a coarser one would be compared with its own, coarser, tolerance.
    """
    for case, ledger in zip(cases, ledgers, strict=True):
        expected = sorted((r.trainable, case.weights[r.name].shape) for r in roles)
        if expected != sorted((w["trainable"], tuple(w["shape"])) for w in ledger):
            return False
        if any(w["dtype"] != "float32" for w in ledger):
            return False
    return True


def assignments(
    roles: tuple[Role, ...],
    cases: tuple[LayerCase, ...],
    ledgers: list[list[dict[str, Any]]],
    starts: list[dict[str, np.ndarray]],
) -> Iterator[Assignment]:
    """At most 16 assignments, the likeliest first: by start values, then by names, then by order.

    Ledgers must be ``alike``. ``starts`` holds, for each case, the arrays "start0", "start1", … of the built layer.
    """
    groups: dict[tuple[Any, ...], list[Role]] = {}
    for role in roles:
        groups.setdefault((role.trainable, *(c.weights[role.name].shape for c in cases)), []).append(role)
    choices = []
    for key, members in groups.items():
        indices = [
            i
            for i in range(len(ledgers[0]))
            if key == (ledgers[0][i]["trainable"], *(tuple(ledger[i]["shape"]) for ledger in ledgers))
        ]
        if len(indices) != len(members):
            return  # the layer orders its weights differently from case to case
        ranked = sorted(permutations(indices), key=lambda p: -_likelihood(members, p, ledgers[0], starts[0]))
        choices.append([dict(zip((m.name for m in members), p, strict=True)) for p in ranked])
    for combination in islice(product(*choices), MOST_TRIED):
        yield {name: index for part in combination for name, index in part.items()}


def exhausted(roles: tuple[Role, ...], cases: tuple[LayerCase, ...]) -> bool:
    """True when 16 tries are all there are, so that no untried assignment could have fitted."""
    groups: dict[tuple[Any, ...], int] = {}
    for role in roles:
        key = (role.trainable, *(c.weights[role.name].shape for c in cases))
        groups[key] = groups.get(key, 0) + 1
    total = 1
    for size in groups.values():
        for n in range(2, size + 1):
            total *= n
    return total <= MOST_TRIED


SYNONYMS = {
    "scale": ("scale", "gamma", "gain", "weight", "alpha"),
    "shift": ("shift", "beta", "bias", "offset"),
    "gamma": ("gamma", "scale"),
    "beta": ("beta", "shift", "bias"),
    "kernel": ("kernel", "weight"),
    "bias": ("bias",),
    "mean": ("mean", "average"),
    "variance": ("var",),
}


def _likelihood(
    members: list[Role], indices: tuple[int, ...], ledger: list[dict[str, Any]], start: dict[str, np.ndarray]
) -> int:
    points = 0
    for role, index in zip(members, indices, strict=True):
        values = start.get(f"start{index}")
        if role.start is not None and values is not None and np.all(values == role.start):
            points += 4
        words = SYNONYMS.get(role.name, (role.name,))
        if any(word in ledger[index]["path"].lower() for word in words):
            points += 1
    return points
