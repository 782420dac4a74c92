"""A layer and a function as an author declares them, and the sentence with which a slip is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from autograder.exercise import Function, Layer, call
from autograder.faults import AuthorFault

SETTINGS: dict[str, Any] = {"title": "an example", "minutes": 1, "difficulty": "easy"}


def layer(**more: Any) -> Layer:
    """y = gain·x + shift, whose merging is a part that a mistake may exchange."""
    exercise = Layer("Gain", **{**SETTINGS, "points": {"values": 1}, **more})
    exercise.weight("gain", lambda shape: (shape[-1],), start=1.0)
    exercise.case(3, 2)

    @exercise.reference
    def gain(x, w, training, *, merge=lambda a, b: a * b, extra=0.0):
        return merge(w.gain, x) + extra

    return exercise


def function(**more: Any) -> Function:
    """Twice its argument."""
    exercise = Function("double", **{**SETTINGS, "points": {"values": 1}, **more})
    exercise.cases(lambda rng: [call(3), call(5)])
    exercise.reference(lambda x: 2 * x)
    return exercise


def sentence(raises: Callable[[], Any]) -> str:
    with pytest.raises(AuthorFault) as raised:
        raises()
    return str(raised.value)
