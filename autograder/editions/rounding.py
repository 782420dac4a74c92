"""Expected numbers, rounded so that every processor writes the same bytes.

Sums and exponentials in float64 differ in the last digits between processors. What is asked (inputs, weights,
arguments) is left as it is: a rounded question would have another answer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from autograder.exercise.exam import Exam, FunctionCase, LayerCase, Result

DIGITS = 9
"""For expected values: far below any tolerance, far above rounding errors of 1e-16."""

SLOPE_DIGITS = 6
"""For central differences: a step of 1e-5 raises a rounding error of 1e-16 to 1e-11."""


def round_exam(exam: Exam) -> Exam:
    """The same exam with its expected numbers rounded to significant digits."""
    cases = tuple(_layer(c) if isinstance(c, LayerCase) else _function(c) for c in exam.cases)
    return replace(exam, cases=cases)  # type: ignore[arg-type]


def _layer(case: LayerCase) -> LayerCase:
    return replace(
        case,
        start=round_numbers(case.start),
        inference=round_numbers(case.inference),
        training=round_numbers(case.training),
        slopes=round_numbers(case.slopes, SLOPE_DIGITS),
        loss_slopes=round_numbers(case.loss_slopes, SLOPE_DIGITS),
        mistaken=round_numbers(case.mistaken),
    )


def _function(case: FunctionCase) -> FunctionCase:
    return replace(case, expected=round_numbers(case.expected), mistaken=round_numbers(case.mistaken))


def round_numbers(value: Any, digits: int = DIGITS) -> Any:
    """``value`` with every float in it, however nested, at ``digits`` significant digits; whole numbers stay exact."""
    if isinstance(value, bool | str | int | None):
        return value
    if isinstance(value, float):
        return value if value.is_integer() or not np.isfinite(value) else float(f"{value:.{digits - 1}e}")
    if isinstance(value, np.ndarray):
        if value.dtype != np.float64:
            return value
        return np.array([round_numbers(float(v), digits) for v in value.ravel()], np.float64).reshape(value.shape)
    if isinstance(value, Result):
        return Result(*(round_numbers(part, digits) for part in (value.output, value.state, value.loss)))
    if isinstance(value, dict):
        return {key: round_numbers(part, digits) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(round_numbers(part, digits) for part in value)
    return value
