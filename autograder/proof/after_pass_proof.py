"""Whether what is shown after a pass gives the reference's numbers."""

from __future__ import annotations

from inspect import signature

import numpy as np

from autograder.exercise import Exam, Exercise
from autograder.exercise.declared_weights import split_by_part
from autograder.exercise.exam import FunctionCase, LayerCase
from autograder.exercise.function_exercise import float64_copies
from autograder.judge.comparison import arrays_agree, values_agree


def formula_text_agrees(exercise: Exercise, exam: Exam) -> bool:
    """True where nothing is shown, or where it agrees with the reference in each case of ``exam``."""
    if exercise.formula_text is None:
        return True
    formula = exercise.formula_text.formula
    for case in exam.cases:
        if isinstance(case, LayerCase):
            expected = case.inference.output
            assert expected is not None
            named = {k: v for k, v in case.kwargs.items() if k in signature(formula).parameters}
            if not arrays_agree(
                expected, np.asarray(formula(case.x.astype(np.float64), split_by_part(case.weights), **named))
            ):
                return False
        elif isinstance(case, FunctionCase) and not values_agree(
            case.expected, formula(*float64_copies(case.args), **case.kwargs)
        ):
            return False
    return True
