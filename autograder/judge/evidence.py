"""Evidence in words: what was received and what was expected, for the pages that may show it."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise.exam import Exam, LayerCase, Raises, Result


def format_error(facts: dict[str, Any]) -> str:
    """The student's own exception."""
    return f"{facts.get('error', '')}: {facts.get('message', '')}".strip(": ")


def format_ledger(ledger: list[dict[str, Any]]) -> str:
    """The weights that a layer owns."""
    if not ledger:
        return "no weights"
    return ", ".join(f"{w['name']} {tuple(w['shape'])}{'' if w['trainable'] else ' (not trainable)'}" for w in ledger)


def raw_variables(untracked: list[dict[str, Any]]) -> int:
    """How many of the variables that Keras does not track are nobody's weights, as a ``tf.Variable`` in an attribute is."""
    return sum(not variable.get("of_layer") for variable in untracked)


def format_untracked(variables: list[dict[str, Any]]) -> str:
    """The variables that it reaches and Keras does not list, as an addition to the ledger."""
    listed = ", ".join(f"{v['name']} {tuple(v['shape'])}" for v in variables)
    return f"; not listed by Keras: {listed}" if listed else ""


def format_expected_weights(exam: Exam, case: LayerCase) -> str:
    """The weights that it should own."""
    return ", ".join(
        f"{r.name} {case.weights[r.name].shape}{'' if r.trainable else ' (not trainable)'}" for r in exam.roles_of(case)
    )


def format_pair(expected: Result | None, got: Result) -> tuple[str, str]:
    """What came back and what was expected, for losses and state; for outputs the arrays tell."""
    if got.loss is not None:
        return f"losses add up to {got.loss:.4g}", f"losses add up to {(expected.loss or 0.0) if expected else 0.0:.4g}"
    if got.state:
        return "; ".join(f"{k} {np.round(v, 4).tolist()}" for k, v in got.state.items()), "; ".join(
            f"{k} {np.round(v, 4).tolist()}" for k, v in (expected.state.items() if expected else ())
        )
    return "other numbers", "the numbers of the task's formula"


def comparable_arrays(expected: Result | None, got: Result) -> dict[str, np.ndarray]:
    """Both outputs for a picture, where they have one shape; else nothing."""
    if expected is None or expected.output is None or got.output is None or got.output.shape != expected.output.shape:
        return {}
    return {"expected": expected.output, "received": got.output}


class Unrepresentable:
    """A returned value that has no plain form; it equals nothing."""

    def __init__(self, kind: str) -> None:
        self.kind = kind


def format_value(value: Any) -> str:
    """A result of a function, cut to what a line can hold."""
    if isinstance(value, Raises):
        return f"{value.errors[0]}: {' … '.join(value.contains)}" if value.contains else value.errors[0]
    if isinstance(value, Unrepresentable):
        return f"a value of type {value.kind}"
    if isinstance(value, np.ndarray):
        return f"array of shape {value.shape} and dtype {value.dtype}" if value.size > 8 else str(value.tolist())
    return repr(value)
