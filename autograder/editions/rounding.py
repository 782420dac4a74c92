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


def steady(exam: Exam) -> Exam:
    """The same exam with its expected numbers rounded to significant digits."""
    cases = tuple(_layer(c) if isinstance(c, LayerCase) else _function(c) for c in exam.cases)
    return replace(exam, cases=cases)  # type: ignore[arg-type]


def _layer(case: LayerCase) -> LayerCase:
    return replace(
        case,
        start=rounded(case.start),
        inference=rounded(case.inference),
        training=rounded(case.training),
        slopes=rounded(case.slopes, SLOPE_DIGITS),
        loss_slopes=rounded(case.loss_slopes, SLOPE_DIGITS),
        mistaken=rounded(case.mistaken),
    )


def _function(case: FunctionCase) -> FunctionCase:
    return replace(case, expected=rounded(case.expected), mistaken=rounded(case.mistaken))


def rounded(value: Any, digits: int = DIGITS) -> Any:
    """``value`` with every float in it, however nested, at ``digits`` significant digits; whole numbers stay exact."""
    if isinstance(value, bool | str | int | None):
        return value
    if isinstance(value, float):
        return value if value.is_integer() or not np.isfinite(value) else float(f"{value:.{digits - 1}e}")
    if isinstance(value, np.ndarray):
        if value.dtype != np.float64:
            return value
        return np.array([rounded(float(v), digits) for v in value.ravel()], np.float64).reshape(value.shape)
    if isinstance(value, Result):
        return Result(*(rounded(part, digits) for part in (value.output, value.state, value.loss)))
    if isinstance(value, dict):
        return {key: rounded(part, digits) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(rounded(part, digits) for part in value)
    return value
