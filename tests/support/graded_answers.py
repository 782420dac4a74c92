"""Answers to the little course of ``grading_course``, and what was said of one exercise."""

from __future__ import annotations

from autograder.grading.graded_batch import GradedSubmission
from autograder.verdicts import ExerciseVerdict, Mistaken
from tests.support.grading_course import answer

DOUBLE, SHIFT = answer("double", "2 * x"), answer("shift", "x + 1")


def of(graded: GradedSubmission, name: str) -> ExerciseVerdict:
    return next(e for e in graded.verdict.exercises if e.exercise == name)


def advice(graded: GradedSubmission, name: str) -> str:
    outcome = of(graded, name).outcome
    assert isinstance(outcome, Mistaken)
    return outcome.advice
