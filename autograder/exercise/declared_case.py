"""The cases that a layer exercise declares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from autograder.exercise.declared_weights import Shape
from autograder.exercise.exam import format_shape


@dataclass(frozen=True, slots=True)
class DeclaredCase:
    """A layer made with ``kwargs`` and called on an input of ``shape``; ``traced`` says whether inside a model as well."""

    label: str
    shape: Shape
    kwargs: dict[str, Any]
    traced: bool


def label_of(name: str, shape: Shape, kwargs: dict[str, Any]) -> str:
    """What people read of a case that its author gave no label."""
    made = ", ".join(f"{key}={value!r}" for key, value in kwargs.items())
    call_text = f"{name}({made}) on " if made else ""
    return f"{call_text}input {format_shape(shape)}"
