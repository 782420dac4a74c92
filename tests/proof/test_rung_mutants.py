"""One machine-made wrong answer for each rung of a ladder."""

from __future__ import annotations

import pytest

from autograder.course.course import Course
from autograder.grading.one_answer import judge_answer
from autograder.proof.rung_mutants import rung_mutants


@pytest.mark.parametrize("kind", ["layer", "function"])
def test_each_rung_of_a_model_answer_can_be_spoilt(warm_sandbox, root, kind):
    """One machine-made wrong answer for each rung of a ladder, refused at that very rung."""
    lesson, files = Course.open(root).exercise(
        "08_residual_block/BasicBlock" if kind == "layer" else "08_residual_block/residual_of"
    )
    exam = files.exercise.exam(b"seed", 5)
    spoilt = rung_mutants(exam, files.task.solution)
    assert {rung.name for rung in exam.rungs} - {"values", "layers", "state"} <= {mutant.rung for mutant in spoilt}
    for mutant in spoilt:
        outcome = judge_answer(warm_sandbox, lesson, files, mutant.exam, mutant.source).outcome
        assert (mutant.kind, mutant.rung) == (mutant.kind, outcome.rung), outcome
