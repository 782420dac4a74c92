"""Which cases of a layer make the round trip through a file: so many that no lost constructor argument goes unseen."""

from __future__ import annotations

from typing import Any

LEFT_OUT = "(left out)"


def saved_cases(made: list[dict[str, Any]], traced: list[bool]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The indices of the cases to be saved, the first always among them, and the arguments that take one value only.

    ``made`` holds each case's constructor arguments. An argument that is lost takes one value after loading, whichever that is;
    two saved cases in which it differs cannot both be right then. Traced cases come first, which need no model of their own.
    """
    names = sorted({name for kwargs in made for name in kwargs})
    values = [{name: repr(kwargs.get(name, LEFT_OUT)) for name in names} for kwargs in made]
    chosen = [0]
    fixed = []
    for name in names:
        given = {v[name] for v in values} - {repr(LEFT_OUT)}
        # What is left out may be the very value that another case gives, so it counts only where no two are given.
        counted = given if len(given) > 1 else {v[name] for v in values}
        seen = {values[i][name] for i in chosen} & counted
        for _ in range(2 - len(seen) if len(counted) > 1 else 0):
            others = [i for i in range(len(made)) if values[i][name] in counted - seen]
            # Of those that differ, one in which most other arguments differ as well: it may stand for all of them.
            chosen.append(max(others, key=lambda i: (traced[i], _differences(values[i], values[0]))))
            seen.add(values[chosen[-1]][name])
        if len(counted) < 2:
            fixed.append(name)
    return tuple(sorted(set(chosen))), tuple(fixed)


def _differences(values: dict[str, str], others: dict[str, str]) -> int:
    return sum(values[name] != others[name] for name in values)
