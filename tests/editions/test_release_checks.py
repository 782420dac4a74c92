"""The public checks that a release carries."""

from __future__ import annotations

import json

import numpy as np
import pytest
from safetensors.numpy import load_file

from autograder.course import Course
from autograder.editions.rounding import round_exam, round_numbers
from autograder.judge import PUBLIC, thaw
from tests.support.miniature_editions import NAME


def test_public_checks_thaw_into_exams(built_once):
    """Claim: the frozen cases are the exams of the public seed, whole."""
    folder = built_once / "release" / NAME / "checks"
    content = json.loads((folder / "lesson.json").read_text())
    frozen = {exercise["name"]: exercise["exam"] for exercise in content["exercises"]}
    exams = thaw(frozen, load_file(folder / "cases.safetensors"))
    exercise = Course.open(built_once).lesson(NAME).exercises[0].exercise
    case, ours = exams["double"].cases[0], round_exam(exercise.exam(PUBLIC)).cases[0]
    np.testing.assert_array_equal(ours.expected, case.expected)
    np.testing.assert_array_equal(ours.args[0], case.args[0])


def test_public_checks_hold_what_the_students_words_need(built_once):
    """Claim: names, minutes, points, hints, number of hidden questions, quizzes and the Keras they were proved with."""
    content = json.loads((built_once / "release" / NAME / "checks" / "lesson.json").read_text())
    double, scale = content["exercises"]
    assert ("3.15", [2.0, 0.0], [True, False], 2) == (
        content["keras"],
        [double["points"], scale["points"]],
        [double["core"], scale["core"]],
        double["hidden_questions"],
    )
    assert ("Think of a sum.", "01.E1") == (double["hints"]["nudge"], content["quizzes"]["exit"][0]["id"])


def test_a_probe_travels_under_the_name_of_its_exercise(built_once):
    """Claim: checks/probes/ holds the probes there are, and no others."""
    assert ["double.py"] == [p.name for p in (built_once / "release" / NAME / "checks" / "probes").iterdir()]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.1 + 0.2, 0.3), (1234567891234.0, 1234567891234.0), (True, True), ("0.1234567891234", "0.1234567891234")],
)
def test_expected_numbers_are_rounded_and_nothing_else(value, expected):
    """Claim: the last digits, in which processors differ, go; whole numbers, texts and truth stay."""
    assert expected == round_numbers(value)


def test_what_is_asked_is_not_rounded(mini):
    """Claim: arguments, inputs and weights keep every bit, for a rounded question has another answer."""
    exercise = Course.open(mini).lesson(NAME).exercises[0].exercise
    exam = exercise.exam(PUBLIC)
    assert exam.cases[0].args[0].tobytes() == round_exam(exam).cases[0].args[0].tobytes()
