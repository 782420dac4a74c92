"""Whether what is shown after a pass gives the reference's numbers."""

from __future__ import annotations

from inspect import signature

import numpy as np

from autograder.exercise import Exercise, Paper
from autograder.exercise.function import copies
from autograder.exercise.layer import parted
from autograder.exercise.paper import FunctionCase, LayerCase
from autograder.judge.compare import close, same


def holds(exercise: Exercise, paper: Paper) -> bool:
    """True where nothing is shown, or where it agrees with the reference in each case of ``paper``."""
    if exercise.afterword is None:
        return True
    formula = exercise.afterword.formula
    for case in paper.cases:
        if isinstance(case, LayerCase):
            expected = case.inference.output
            assert expected is not None
            named = {k: v for k, v in case.kwargs.items() if k in signature(formula).parameters}
            if not close(expected, np.asarray(formula(case.x.astype(np.float64), parted(case.weights), **named))):
                return False
        elif isinstance(case, FunctionCase) and not same(case.expected, formula(*copies(case.args), **case.kwargs)):
            return False
    return True
