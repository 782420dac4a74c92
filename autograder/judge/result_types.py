"""Whether a result is of the promised type, containers and what they hold alike."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.probes.value_types import ALIKE, TypeTree

WHOLE = {"int", *(f"numpy.{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64))}
TRUTH = {"bool", "numpy.bool", "numpy.bool_"}
FLOAT = {"float", "numpy.float64"}
"""NumPy's float64 is a subclass of Python's float."""
CONTAINERS = ("tuple", "list")


def type_fault(expected: Any, types: TypeTree | None, returns: tuple[str, ...]) -> str | None:
    """What is of another type than the task promises, in words; None where all is as promised.

    ``returns`` names the types that the result itself may have. What a container holds is compared with ``expected``: a whole
    number is an int of Python or NumPy, never a float, tensor or array; truth values and texts likewise.
    """
    if types is None:
        return None
    name = types if isinstance(types, str) else types[0]
    if returns and not _promised(name, returns):
        return f"{_words(types)}, not {' or '.join(returns)}"
    return None if returns and isinstance(types, str) else _inner_fault(expected, types)


def _promised(name: str, returns: tuple[str, ...]) -> bool:
    return name in returns or ("float" in returns and name in FLOAT)


def _inner_fault(expected: Any, types: TypeTree) -> str | None:
    if isinstance(expected, tuple | list | dict) and isinstance(types, list):
        values = list(expected.values()) if isinstance(expected, dict) else list(expected)
        inner = types[1:]
        if inner[:1] == [ALIKE]:
            inner = [inner[1]] * len(values)
        if len(inner) != len(values):
            return None  # another length is not a matter of type
        return next((fault for fault in map(_inner_fault, values, inner) if fault), None)
    wanted = _wanted(expected)
    if wanted is None or (isinstance(types, str) and types in wanted[1]):
        return None
    return f"{_words(types)}, not {wanted[0]}"


def _wanted(expected: Any) -> tuple[str, set[str]] | None:
    if isinstance(expected, bool):
        return "bool", TRUTH
    if isinstance(expected, int) and not isinstance(expected, np.generic):
        return "int", WHOLE
    return None


def _words(types: TypeTree) -> str:
    if isinstance(types, str):
        return types
    inner = [_words(each) for each in types[1:] if each != ALIKE]
    return f"{types[0]} of {', '.join(dict.fromkeys(inner))}" if inner else f"an empty {types[0]}"
