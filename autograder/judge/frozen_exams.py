"""Exams as data files: frozen for the release, thawed in the student's kernel. No pickle, no code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import numpy as np

from autograder.exercise.exam import Exam, FunctionCase, FurtherInput, LayerCase, Mistake, Raises, Result, Role, Rung

KINDS: dict[str, type] = {
    c.__name__: c for c in (FunctionCase, FurtherInput, LayerCase, Mistake, Exam, Raises, Result, Role, Rung)
}
TAG = "~"


def freeze(exams: Iterable[Exam]) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """JSON-able exams by exercise, and the arrays they refer to (for one safetensors file)."""
    arrays: dict[str, np.ndarray] = {}
    return {exam.name: _freeze(exam, exam.name, arrays) for exam in exams}, arrays


def thaw(frozen: dict[str, Any], arrays: dict[str, np.ndarray]) -> dict[str, Exam]:
    """Exams by exercise. Raises ValueError when the files do not belong together."""
    exams = {name: _thaw(value, arrays) for name, value in frozen.items()}
    for name, exam in exams.items():
        if not isinstance(exam, Exam):
            raise ValueError(f"Frozen checks hold exams. Received {type(exam).__name__} for {name}.")
    return exams


def _freeze(value: Any, path: str, arrays: dict[str, np.ndarray]) -> Any:
    if isinstance(value, np.ndarray):
        # Float64 expectations are kept as such: the comparison's tolerance belongs to what is received.
        arrays[path] = np.array(value, order="C")  # ascontiguousarray would give a 0-d array an axis
        return {TAG: "array", "key": path}
    if type(value).__name__ in KINDS:
        return {TAG: type(value).__name__} | {
            f.name: _freeze(getattr(value, f.name), f"{path}.{f.name}", arrays) for f in fields(value)
        }
    if isinstance(value, dict):
        return {str(k): _freeze(v, f"{path}.{k}", arrays) for k, v in value.items()}
    if isinstance(value, tuple | list):
        items = [_freeze(v, f"{path}.{i}", arrays) for i, v in enumerate(value)]
        return items if isinstance(value, tuple) else {TAG: "list", "items": items}
    if isinstance(value, np.generic):
        return value.item()
    return value


def _thaw(value: Any, arrays: dict[str, np.ndarray]) -> Any:
    if isinstance(value, list):
        return tuple(_thaw(v, arrays) for v in value)
    if not isinstance(value, dict):
        return value
    tag = value.get(TAG)
    if tag == "array":
        if value["key"] not in arrays:
            raise ValueError(f"The frozen cases lack the array {value['key']}. Fetch the assignment again.")
        return arrays[value["key"]]
    if tag == "list":
        return [_thaw(v, arrays) for v in value["items"]]
    content = {k: _thaw(v, arrays) for k, v in value.items() if k != TAG}
    if tag is None:
        return content
    if tag not in KINDS:
        raise ValueError(f"The frozen checks hold an unknown kind, {tag!r}. Fetch the assignment again.")
    return KINDS[tag](**content)
