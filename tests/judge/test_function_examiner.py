"""The ladder for functions: runs, kind of value, values; each sentence appears."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from autograder.exercise import NOT_SAID, Function, call, raises
from autograder.judge import examine
from autograder.verdicts import Mistaken, Right


@pytest.fixture(scope="module")
def exam():
    exercise = Function(
        "share",
        title="an example",
        minutes=5,
        difficulty="easy",
        points={"values": 2, "refusals": 1},
        rungs={"refusals": "It refuses to divide by zero"},
    )

    @exercise.cases
    def cases(rng):
        yield call(6, 3)
        yield call(rng.standard_normal((2, 3)).astype(np.float32), 2, label="a (2, 3) tensor, 2")
        yield call(1, 0, rung="refusals")

    @exercise.reference
    def share(a, n):
        return raises("ValueError", contains=("0",)) if isinstance(n, int) and n == 0 else a / n

    @exercise.mistake("product", "It divides; here it multiplies.")
    def product(a, n):
        return NOT_SAID if isinstance(n, int) and n == 0 else a * n

    exercise.mistake("overflow", "A recursion never ends.", fails="runs", facts={"error": "RecursionError"})
    return exercise.exam(b"seed")


GOOD = """
def share(a, n):
    if n == 0:
        raise ValueError("n must not be 0")
    return a / n
"""


def test_the_model_answer_passes(exam, ask_of):
    verdict = examine(exam, ask_of(GOOD))
    assert isinstance(verdict.outcome, Right)
    assert verdict.points == 3


@pytest.mark.parametrize(
    ("code", "rung", "sentence", "points"),
    [
        ("", "runs", "is not defined", 0),
        ("share = 3", "runs", "is not defined", 0),
        ("def share(a, n):\n    raise NotImplementedError()", "runs", "has not been written yet", 0),
        ('def share(a, n):\n    raise NotImplementedError("no file")', "runs", "raised an error", 0),
        ("def share(a, n):\n    return a / undefined", "runs", "raised an error", 0),
        ("def share(a, n):\n    return share(a, n)", "runs", "A recursion never ends.", 0),
        ("def share(a, n):\n    return None", "shapes", "another kind of value", 0),
        ("def share(a, n):\n    return (i for i in [1])", "shapes", "another kind of value", 0),
        ("def share(a, n):\n    return a * n", "values", "It divides; here it multiplies.", 0),
        ("def share(a, n):\n    return a / (n + 1)", "values", "returns a wrong value", 0),
        ("def share(a, n):\n    return a / n if n else None", "refusals", "returns a wrong value", 2),
        ("def share(a, n):\n    return a / n", "refusals", "returns a wrong value", 2),
        ("def share(a, n):\n    assert n, 'n is 0'\n    return a / n", "refusals", "returns a wrong value", 2),
    ],
)
def test_each_rung_refuses_and_says_why(exam, ask_of, code, rung, sentence, points):
    verdict = examine(exam, ask_of(code))
    assert isinstance(verdict.outcome, Mistaken)
    assert (verdict.outcome.rung, verdict.points) == (rung, points)
    assert sentence in verdict.outcome.advice


def test_a_subclass_of_the_declared_error_is_accepted(exam, ask_of):
    code = "class Mine(ValueError):\n    pass\n" + GOOD.replace("raise ValueError", "raise Mine")
    assert isinstance(examine(exam, ask_of(code)).outcome, Right)


def test_a_probe_of_the_exercise_is_put_in_place_of_the_call(exam, ask_of):
    probe = SimpleNamespace(probe=lambda answer, a, n: answer(a, n))
    assert isinstance(examine(exam, ask_of(GOOD, {"share": probe})).outcome, Right)


def test_an_exception_that_cannot_be_printed_is_an_exception_all_the_same(exam, ask_of):
    code = """
class Mute(Exception):
    def __str__(self):
        raise RuntimeError
def share(a, n):
    raise Mute
"""
    assert "raised an error" in examine(exam, ask_of(code)).outcome.advice


def test_a_function_that_changes_its_argument_is_refused(ask_of):
    """The value is right, and the caller's list is another one afterwards."""
    exercise = Function("total", title="an example", minutes=1, difficulty="easy", points={"values": 1})
    exercise.cases(lambda rng: [call([1, 2, 3]), call([5])])
    exercise.reference(lambda numbers: sum(numbers))
    exam = exercise.exam(b"s")
    assert ("runs", "shapes", "values", "inputs") == tuple(rung.name for rung in exam.rungs)
    kept = "def total(numbers):\n    return sum(numbers)"
    used_up = "def total(numbers):\n    found = 0\n    while numbers:\n        found += numbers.pop()\n    return found"
    assert isinstance(examine(exam, ask_of(kept)).outcome, Right)
    outcome = examine(exam, ask_of(used_up)).outcome
    assert ("inputs", True) == (outcome.rung, "A function leaves its arguments as they are" in outcome.advice)
