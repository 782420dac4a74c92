"""What an author states in hidden.py: it is kept as it was meant."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise import NOT_SAID, Layer
from autograder.exercise.exam import LayerCase, Mistake
from autograder.exercise.known_answers import Answer
from tests.support.little_declarations import SETTINGS, function, layer


def test_parts_exchange_keyword_only_parameters_of_the_reference() -> None:
    """Claim: the mistake's formula is the reference with one part exchanged, the others as they were."""
    exercise = layer()
    exercise.mistake("added", "Multiply.", change={"*": "+"}, parts={"merge": lambda a, b: a + b})
    (case,) = exercise.exam(b"seed").cases
    assert isinstance(case, LayerCase)
    x, gain = case.x.astype(np.float64), case.weights["gain"].astype(np.float64)
    for key, weights in (("inference", gain), ("training", gain), ("start", np.ones(2))):
        np.testing.assert_array_equal(weights + x, case.mistaken["added"][key].output)
    np.testing.assert_array_equal(gain * x, case.inference.output)


def test_a_reference_that_passes_its_parts_on_takes_any_part() -> None:
    """Claim: **parts reach the function below it, which has defaults for all of them."""
    exercise = Layer("Gain", **SETTINGS, points={"values": 1})
    exercise.case(3, 2)
    block = lambda x, factor=1.0: factor * x  # noqa: E731
    exercise.reference(lambda x, w, training, **parts: block(x, **parts))
    exercise.mistake("doubled", "Once.", parts={"factor": 2.0})
    (case,) = exercise.exam(b"seed").cases
    assert isinstance(case, LayerCase) and case.inference.output is not None
    np.testing.assert_array_equal(2 * case.inference.output, case.mistaken["doubled"]["inference"].output)


def test_one_statement_holds_the_sentence_the_formula_and_the_wrong_answer() -> None:
    """Claim: the known wrong answer fails at the mistake's rung, as that mistake; values is the default."""
    exercise = layer()
    exercise.mistake("squared", "Once.", change={"gain": "gain**2"}, formula=lambda x, w, training: w.gain**2 * x)
    exercise.mistake("raw", "Track it.", fails="weights", misconception="M07", code="…", facts={"untracked": 1})
    assert [
        Answer("squared", None, {"gain": "gain**2"}, "values", "squared"),
        Answer("raw", "…", {}, "weights", "raw"),
    ] == exercise.wrongs
    assert [
        Mistake("squared", "Once.", "values"),
        Mistake("raw", "Track it.", "weights", "M07", {"untracked": 1}),
    ] == exercise.mistakes
    assert ["squared"] == list(exercise.formulas)


def test_a_longer_formula_stands_below_its_mistake() -> None:
    """Claim: as a decorator, mistake leaves the function as it is, and its own name does not matter."""
    exercise = function()

    @exercise.mistake("squared", "Twice.", change={"x + x": "x * x"})
    def anything(x: int) -> Any:
        return NOT_SAID if x == 2 else x * x

    assert 9 == anything(3) == exercise.formulas["squared"](3)
    assert [{"squared": 9}, {"squared": 25}] == [case.mistaken for case in exercise.exam(b"seed").cases]


def test_a_further_wrong_answer_is_taken_for_a_mistake_by_its_name_or_by_mistake() -> None:
    """Claim: fails= is the mistake's rung by default, and may be another."""
    exercise = function()
    exercise.mistake("squared", "Twice.", formula=lambda x: x * x)
    exercise.wrong("squared", code="a")
    exercise.wrong("by pow", mistake="squared", code="b")
    exercise.wrong("as a text", fails="shapes", mistake="squared", code="c")
    exercise.wrong("half", fails="values", code="d")
    assert [
        ("squared", "values", "squared"), ("by pow", "values", "squared"), ("as a text", "shapes", "squared"),
        ("half", "values", None),
    ] == [(a.name, a.fails, a.mistake) for a in exercise.wrongs]  # fmt: skip


def test_an_answer_is_the_model_answer_with_pieces_exchanged() -> None:
    """Claim: each piece occurs once, for right answers, wrong ones and equivalents alike."""
    exercise = function()
    exercise.right("a product", change={"x + x": "2 * x", "return": "return 1 *"})
    exercise.equivalent("x + x", "x - -x", reason="It is the same.")
    model = "def double(x):\n    return x + x\n"
    assert "def double(x):\n    return 1 * 2 * x\n" == exercise.rights[0].source(model)
    assert "def double(x):\n    return x - -x\n" == exercise.equivalents[0].source(model)
    assert "whole" == Answer("n", "whole").source(model)
