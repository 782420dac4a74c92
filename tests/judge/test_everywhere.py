"""The rung of the whole domain: one question, all classes of wrong answers that a contract gives, and its sentences."""

from __future__ import annotations

import pytest

from autograder.exercise import Function, call, one_of, whole
from autograder.exercise.random_values import PUBLIC
from autograder.judge import examine, freeze, thaw
from autograder.proof.contract_mutants import contract_mutants
from autograder.verdicts import Mistaken, Right

MODEL = """
def places(n, k, how="up"):
    return [-(-n // k) if how == "up" else n // k]
"""
CLASSES = {
    "takes the default", "takes the first value", "keeps the result of other arguments", "cut off below", "cut off above",
    "one value is taken for another", "another type", "32 bits", "hands out one object twice", "replays the release",
}  # fmt: skip


@pytest.fixture(scope="module")
def exercise():
    exercise = Function(
        "places",
        title="steps to the end",
        minutes=2,
        difficulty="easy",
        points={"values": 1, "everywhere": 1},
        takes={"n": whole(1), "k": whole(1), "how": one_of("up", "down")},
        where=lambda n, k, how: k <= n,
        returns=list,
    )

    @exercise.cases
    def cases(rng):
        yield call(7, 2)

    @exercise.reference
    def places(n, k, how="up"):
        return [-(-n // k) if how == "up" else n // k]

    return exercise


def test_every_mutant_of_the_contract_is_refused(exercise, ask_of):
    exam = exercise.exam(b"seed")
    mutants = contract_mutants(exercise, exam, exercise.exam(PUBLIC), MODEL)
    assert {mutant.kind for mutant in mutants} == CLASSES
    for mutant in mutants:
        assert isinstance(examine(exam, ask_of(mutant.source)).outcome, Mistaken), mutant.label
    assert isinstance(examine(exam, ask_of(MODEL)).outcome, Right)


def test_a_mutant_that_no_call_shows_is_not_made(exercise):
    alike = Function("places", title="x", minutes=2, difficulty="easy", points={}, takes={"how": one_of("up", "Up")})
    alike.reference(lambda how: how.lower())
    alike.cases(lambda rng: [call("up")])
    kinds = [m.label for m in contract_mutants(alike, alike.exam(b"s"), alike.exam(PUBLIC), "def places(how): ...")]
    assert not any("taken for another" in kind for kind in kinds)


def test_a_function_without_a_contract_has_no_mutants():
    plain = Function("places", title="x", minutes=2, difficulty="easy", points={})
    plain.reference(lambda: 1)
    plain.cases(lambda rng: [call()])
    assert [] == contract_mutants(plain, plain.exam(b"s"), plain.exam(PUBLIC), "def places(): return 1")


@pytest.mark.parametrize(
    ("code", "does", "about"),
    [
        ("def places(n, k, how='up'): return [(n + k - 1) // k if how == 'up' else n // k] if n < 2**20 else [0]",
         "does not return what the task promises", "a large n"),
        ("def places(n, k, how='up'):\n    if k > 100: raise KeyError(k)\n    return [-(-n // k) if how == 'up' else n // k]",
         "raises an error", "a large k"),
    ],
)  # fmt: skip
def test_the_advice_says_where_it_fails_and_how(exercise, ask_of, code, does, about):
    exam = exercise.exam(b"seed")
    asked = [case for case in exam.cases if case.rung != "everywhere" or case.about == about]
    exam = type(exam)(**{f: getattr(exam, f) for f in exam.__slots__} | {"cases": tuple(asked), "order": ()})
    verdict = examine(exam, ask_of(code))
    outcome = verdict.outcome
    assert isinstance(outcome, Mistaken) and outcome.rung == "everywhere", outcome
    assert outcome.advice == (
        f"places is right in the cases before, and {does} for {about}. Call it there and compare with what the task says of "
        f"each argument."
    )
    assert 1 == verdict.points


def test_the_frozen_exam_asks_the_same(exercise, ask_of):
    frozen, arrays = freeze([exercise.exam(PUBLIC)])
    exam = thaw(frozen, arrays)["places"]
    assert exam.returns == ("list",) and exam.cases == exercise.exam(PUBLIC).cases
    assert isinstance(examine(exam, ask_of(MODEL)).outcome, Right)
    wrong = MODEL.replace("[-(-n // k) if", "(-(-n // k) if").replace("n // k]", "n // k,)")
    outcome = examine(exam, ask_of(wrong)).outcome
    assert isinstance(outcome, Mistaken) and (outcome.rung, outcome.advice) == (
        "shapes",
        "places must return the type that the task promises. Yours is of another: tuple of int, not list. Print `type(…)` of what "
        "you return, and of what is in it.",
    )
