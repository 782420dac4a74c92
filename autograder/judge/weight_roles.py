"""Which of the answer's weights plays which role. Names and order are free, so they are only proposals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice, permutations, product
from typing import Any

import numpy as np

from autograder.exercise.exam import LayerCase, Role

MOST_TRIED = 16
MOST_SORTED = 6
"""Up to so many weights of one shape all orders are ranked (720); of more, the likeliest and its neighbours."""
Assignment = dict[str, int]
"""Role to index of the weight in the layer's own order; one assignment must serve all cases of the same roles."""
Ledger = list[dict[str, Any]]
Key = tuple[Any, ...]
"""What a role and its weight have in common: the trainable flag, and a shape for each case."""


def ledger_fits(roles: tuple[Role, ...], cases: tuple[LayerCase, ...], ledgers: list[Ledger]) -> bool:
    """True when in every case the ledger holds exactly the declared weights: shapes and trainable flags, any order.

    Each is float32: a coarser one would be compared with its own, coarser, tolerance.
    """
    for case, ledger in zip(cases, ledgers, strict=True):
        expected = sorted((r.trainable, case.weights[r.name].shape) for r in roles if r.name in case.weights)
        if expected != sorted((w["trainable"], tuple(w["shape"])) for w in ledger):
            return False
        if any(w["dtype"] != "float32" for w in ledger):
            return False
    return True


def propose_assignments(
    roles: tuple[Role, ...],
    cases: tuple[LayerCase, ...],
    ledgers: list[Ledger],
    starts: list[dict[str, np.ndarray]],
) -> tuple[list[Assignment], bool]:
    """At most 16 assignments, the likeliest first, and whether these are all that there are.

    Ledgers must be ``ledger_fits``, and the layer of each case have all of ``roles``. ``starts`` holds, for each case, the arrays
    "start0", "start1", … of the built layer. Where each part of the roles ("conv1.kernel") finds a sublayer that owns just
    such weights, parts and sublayers are matched as wholes, in the order of execution first. Elsewhere weights are matched
    one by one: by initial values, then by names, then by order. No assignment at all means that the layer's order changes
    from case to case.
    """
    role_keys = {r.name: (r.trainable, *(c.weights[r.name].shape for c in cases)) for r in roles}
    weight_keys = [
        (w["trainable"], *(tuple(ledger[i]["shape"]) for ledger in ledgers)) for i, w in enumerate(ledgers[0])
    ]
    if Counter(role_keys.values()) != Counter(weight_keys):
        return [], True
    likely = _Likelihood(ledgers[0], starts[0])
    tried = list(islice(_by_part(roles, role_keys, weight_keys, likely), MOST_TRIED + 1))
    return tried[:MOST_TRIED], len(tried) <= MOST_TRIED


def _by_part(
    roles: tuple[Role, ...], role_keys: dict[str, Key], weight_keys: list[Key], likely: _Likelihood
) -> Iterator[Assignment]:
    """Parts to owners, wholes to wholes; what the answer cuts into other wholes is matched one by one."""
    parts: dict[str, list[Role]] = {}
    for role in roles:
        parts.setdefault(role.name.rpartition(".")[0], []).append(role)
    owners: dict[int, list[int]] = {}
    for i, weight in enumerate(likely.ledger):
        owners.setdefault(weight["owner"], []).append(i)
    alike_parts: dict[Key, list[str]] = {}
    for part, members in parts.items():
        alike_parts.setdefault(tuple(sorted(role_keys[r.name] for r in members)), []).append(part)
    alike_owners: dict[Key, list[int]] = {}
    for owner in sorted(owners):
        alike_owners.setdefault(tuple(sorted(weight_keys[i] for i in owners[owner])), []).append(owner)
    whole = [key for key in alike_parts if len(alike_parts[key]) == len(alike_owners.get(key, ()))]
    matched = {owner for key in whole for owner in alike_owners[key]}
    rest = [r for key in alike_parts if key not in whole for part in alike_parts[key] for r in parts[part]]
    left = [i for owner, indices in owners.items() if owner not in matched for i in indices]
    # The first of each kind of permutation keeps the order of execution.
    ways = product(*(list(islice(permutations(alike_owners[key]), MOST_TRIED + 1)) for key in whole))
    for way in islice(ways, MOST_TRIED + 1):
        pairs = [
            (parts[part], owners[owner], likely.ledger[owners[owner][0]]["kind"])
            for key, order in zip(whole, way, strict=True)
            for part, owner in zip(alike_parts[key], order, strict=True)
        ]
        yield from _within(pairs, (rest, left), role_keys, weight_keys, likely)


def _within(
    pairs: list[tuple[list[Role], list[int], str]],
    rest: tuple[list[Role], list[int]],
    role_keys: dict[str, Key],
    weight_keys: list[Key],
    likely: _Likelihood,
) -> Iterator[Assignment]:
    """The orders inside each pair of a part and its owner; owners of one kind are taken in one order."""
    kinds: dict[Key, list[tuple[list[Role], list[int]]]] = {}
    for members, indices, kind in pairs:
        kinds.setdefault((kind, tuple(_leaf(r) for r in members)), []).append((members, indices))
    if rest[0]:
        kinds[()] = [rest]
    choices = []
    for same in kinds.values():
        members, indices = same[0]
        named = "." in members[0].name and same[0] is not rest
        orders = _orders(members, indices, role_keys, weight_keys, likely, by_name=named)
        choices.append([(same, order) for order in islice(orders, MOST_TRIED + 1)])
    for combination in product(*choices):
        yield {
            role.name: indices[place]
            for same, order in combination
            for members, indices in same
            for role, place in zip(members, order, strict=True)
        }


def _orders(
    members: list[Role],
    indices: list[int],
    role_keys: dict[str, Key],
    weight_keys: list[Key],
    likely: _Likelihood,
    *,
    by_name: bool,
) -> Iterator[list[int]]:
    """For each member the place in ``indices`` of its weight: all orders that fit, the likeliest first.

    ``by_name`` stops at the first where every weight has its role's own name, as the layers of Keras do.
    """
    groups: dict[Key, list[Role]] = {}
    for role in members:
        groups.setdefault(role_keys[role.name], []).append(role)
    choices = []
    for key, alikes in groups.items():
        places = [place for place, i in enumerate(indices) if weight_keys[i] == key]
        ranked = likely.ranked(alikes, places, indices)
        if by_name and likely.named(alikes, [indices[p] for p in ranked[0]]):
            ranked = ranked[:1]
        choices.append([dict(zip((r.name for r in alikes), order, strict=True)) for order in ranked])
    for combination in product(*choices):
        chosen = {name: place for some in combination for name, place in some.items()}
        yield [chosen[role.name] for role in members]


def _leaf(role: Role) -> str:
    return role.name.rpartition(".")[2]


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


class _Likelihood:
    """How well weights fit roles, by what they start with and what they are called."""

    def __init__(self, ledger: Ledger, start: dict[str, np.ndarray]) -> None:
        self.ledger, self._start = ledger, start

    def points(self, members: list[Role], indices: list[int]) -> int:
        total = 0
        for role, index in zip(members, indices, strict=True):
            part, leaf = role.name.rpartition(".")[0], _leaf(role)
            values = self._start.get(f"start{index}")
            if role.start is not None and values is not None and np.all(values == role.start):
                total += 8
            path = self.ledger[index]["path"].lower()
            total += 2 * any(word in path for word in SYNONYMS.get(leaf, (leaf,)))
            # "kernel_2" or "g2" for a role of "conv2".
            total += bool(part) and part[-1].isdigit() and part[-1] in self.ledger[index]["name"]
        return total

    def ranked(self, members: list[Role], places: list[int], indices: list[int]) -> list[tuple[int, ...]]:
        """Orders of ``places`` for these members, the likeliest first."""
        if len(places) <= MOST_SORTED:
            return sorted(permutations(places), key=lambda order: -self.points(members, [indices[p] for p in order]))
        left, best = list(places), []
        for role in members:
            place = max(left, key=lambda p: self.points([role], [indices[p]]))
            left.remove(place)
            best.append(place)
        return list(islice(permutations(best), MOST_TRIED + 1))

    def named(self, members: list[Role], indices: list[int]) -> bool:
        return all(
            _leaf(role) in self.ledger[index]["name"].lower() for role, index in zip(members, indices, strict=True)
        )
