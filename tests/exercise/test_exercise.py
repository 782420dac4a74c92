"""What an author states in hidden.py: it is kept as it was meant, and each slip is refused in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.exercise import NOT_SAID, Exercise, Function, Layer, Result, call
from autograder.exercise.exam import LayerCase, Mistake
from autograder.exercise.known_answers import Answer, Equivalent
from autograder.faults import AuthorFault

SETTINGS: dict[str, Any] = {"title": "an example", "minutes": 1, "difficulty": "easy"}


def layer(**more: Any) -> Layer:
    """y = gain·x + shift, whose merging is a part that a mistake may exchange."""
    exercise = Layer("Gain", **{**SETTINGS, "points": {"values": 1}, **more})
    exercise.weight("gain", lambda shape: (shape[-1],), start=1.0)
    exercise.case(3, 2)

    @exercise.reference
    def gain(x, w, training, *, merge=lambda a, b: a * b, extra=0.0):
        return merge(w.gain, x) + extra

    return exercise


def function(**more: Any) -> Function:
    """Twice its argument."""
    exercise = Function("double", **{**SETTINGS, "points": {"values": 1}, **more})
    exercise.cases(lambda rng: [call(3), call(5)])
    exercise.reference(lambda x: 2 * x)
    return exercise


def sentence(raises: Callable[[], Any]) -> str:
    with pytest.raises(AuthorFault) as raised:
        raises()
    return str(raised.value)


# -- a mistake is stated once -----------------------------------------------------------------------------------------


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


# -- what is refused --------------------------------------------------------------------------------------------------

ONE = lambda x, w, training: x  # noqa: E731
REFUSED: list[tuple[str, Callable[[], Any], str]] = [
    (
        "a title that is missing",
        lambda: layer(title=" "),
        "An exercise has a title of at most 60 characters, which pages show beside its name. Received ' ' for Gain. Say in a "
        "few words what it is about.",
    ),
    (
        "a title that is too long",
        lambda: function(title="x" * 61),
        f"An exercise has a title of at most 60 characters, which pages show beside its name. Received '{'x' * 61}' for "
        f"double. Say in a few words what it is about.",
    ),
    (
        "points on five rungs",
        lambda: layer(points=dict.fromkeys(("builds", "shapes", "weights", "values", "saves"), 1)),
        "At most 4 rungs of an exercise carry points. Received for Gain: builds, shapes, weights, values, saves. Let the others "
        "advise.",
    ),
    (
        "points on a rung that is not there",
        lambda: function(points={"values": 1, "vales": 2}).rungs(),
        "Points are given for rungs that the exercise has. Received for double: vales. Its rungs are: runs, shapes, values.",
    ),
    (
        "two ways to recognise a mistake",
        lambda: layer().mistake("m", "a", formula=ONE, facts={"error": "KeyError"}),
        "A mistake is recognised in one way: by parts=, formula= or facts=. Received several for 'm' of Gain. Keep the one that "
        "says most.",
    ),
    (
        "no way to recognise a mistake",
        lambda: (exercise := layer(), exercise.mistake("m", "a", change={"x": "y"}), exercise.rungs()),
        "A mistake is recognised by parts=, formula= or facts=, or by the function below @exercise.mistake(…). Received none of "
        "them for 'm' of Gain. Add one.",
    ),
    (
        "a mistake's name twice",
        lambda: (exercise := layer(), exercise.mistake("m", "a"), exercise.mistake("m", "b")),
        "Names of mistakes differ within an exercise. Received 'm' twice in Gain. Rename one.",
    ),
    (
        "a fact that the rung does not report",
        lambda: layer().mistake("m", "a", fails="saves", facts={"trainable": 0, "reset": True}),
        "facts= names facts that the rung reports. Received trainable for 'm' of Gain. At saves there are: error, message, case, "
        "reset, weights, loss, training.",
    ),
    (
        "a fact of layers for a function",
        lambda: function().mistake("m", "a", fails="runs", facts={"case": "3"}),
        "facts= names facts that the rung reports. Received case for 'm' of double. At runs there are: error, message, stage.",
    ),
    (
        "facts without any",
        lambda: layer().mistake("m", "a", facts={}),
        "facts= names facts that the rung reports. Received none for 'm' of Gain. At values there are: error, message, case, "
        "order, dtype.",
    ),
    (
        "parts before the reference",
        lambda: Layer("Gain", **SETTINGS, points={}).mistake("m", "a", parts={"merge": max}),
        "parts= exchanges parts of the reference. Received 'm' of Gain before its reference. Put the reference first.",
    ),
    (
        "a part that the reference does not have",
        lambda: layer().mistake("m", "a", parts={"merge": max, "x": 1, "factor": 2}),
        "parts= exchanges keyword-only parameters of the reference. Received factor, x for 'm' of Gain. It has: extra, merge.",
    ),
    (
        "a part of a reference without parts",
        lambda: function().mistake("m", "a", parts={"x": 1}),
        "parts= exchanges keyword-only parameters of the reference. Received x for 'm' of double. It has: none.",
    ),
    (
        "a wrong answer for an unknown mistake",
        lambda: layer().wrong("w", mistake="m", code=""),
        "A wrong answer is taken for a mistake of the exercise. Received 'm' for 'w' in Gain. Its mistakes are: none.",
    ),
    (
        "a wrong answer without a rung",
        lambda: layer().wrong("w", code=""),
        "A wrong answer says which rung refuses it. Received neither fails= nor a mistake for 'w' in Gain. Add fails=\"values\", "
        "say.",
    ),
    (
        "an answer in both forms",
        lambda: layer().right("r", code="", change={"x": "y"}),
        "An answer is given either by code= or by change=. Received both for 'r' of Gain. Where most of it stays, write "
        "change={old: new}.",
    ),
    (
        "an answer in no form",
        lambda: layer().wrong("w", fails="values"),
        "An answer is given either by code= or by change=. Received neither for 'w' of Gain. Where most of it stays, write "
        "change={old: new}.",
    ),
    (
        "an answer's name twice",
        lambda: (exercise := layer(), exercise.right("r", code="a"), exercise.wrong("r", fails="values", code="b")),
        "Names of answers differ within an exercise. Received 'r' twice in Gain. Rename one.",
    ),
    (
        "a piece that the model answer does not have",
        lambda: Answer("w", None, {"x * x": "x"}).source("x + x"),
        "What change= exchanges occurs once in the model answer. Received for 'w': 'x * x', found 0 times. Copy the piece from "
        "task.py.",
    ),
    (
        "a piece that the model answer has twice",
        lambda: Equivalent("x", "y", "Why.").source("x + x"),
        "What an equivalent exchanges occurs once in the model answer. Received: 'x', found 2 times. Copy a longer piece from "
        "task.py.",
    ),
    (
        "an equivalent without a reason",
        lambda: layer().equivalent("x", "y", reason="because"),
        "An equivalent is recorded with a sentence that says why it is one. Received for 'y' in Gain: 'because'. Write "
        "reason='… .'.",
    ),
    (
        "a layer without cases",
        lambda: Layer("Gain", **SETTINGS, points={}).exam(b"seed"),
        "A layer exercise needs a reference and at least one case. Received less for Gain.",
    ),
    (
        "a function without a reference",
        lambda: Function("double", **SETTINGS, points={}).exam(b"seed"),
        "A function exercise needs a reference. Received none for double.",
    ),
    (
        "a function without cases",
        lambda: Function("double", **SETTINGS, points={}).rungs(),
        "A function exercise needs cases. Received none for double.",
    ),
]


@pytest.mark.parametrize(("refused", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_slip_is_refused_in_one_sentence(refused: Callable[[], Any], said: str) -> None:
    """Claim: the rule, what was received, one thing to try."""
    assert said == sentence(refused)


def test_a_first_case_that_lacks_a_weight_is_refused() -> None:
    """Claim: some questions are put to the first case only, so it has all weights."""
    exercise = Layer("Gain", **SETTINGS, points={})
    exercise.weight("gain", lambda shape, wide: (shape[-1],) if wide else None)
    exercise.case(3, 2, wide=False)
    exercise.case(3, 2, wide=True)
    exercise.reference(lambda x, w, training, wide: x)
    assert sentence(lambda: exercise.exam(b"seed")) == (
        "The layer of an exercise's first case has all weights that are declared. Received one without gain for Gain. Put another "
        "case first."
    )


def test_a_case_that_never_keeps_clear_of_a_kink_is_refused() -> None:
    """Claim: a reference that comes near a kink under every draw would refuse right answers by rounding."""
    from autograder.exercise.numpy_layers import relu

    exercise = Layer("Near", **SETTINGS, points={})
    exercise.case(3, 2)
    exercise.reference(lambda x, w, training: Result(relu(0.0 * x + 1e-6)))
    assert sentence(lambda: exercise.exam(b"seed")) == (
        "A case keeps 0.0001 away from the kinks of its reference, so that rounding refuses no right answer. Received input "
        "(batch 3, channels 2) of Near, 100 draws, none of them clear. Make the input or the batch smaller."
    )


def test_the_ladder_scales_its_points_and_an_extra_earns_none() -> None:
    """Claim: max_points rescales; core=False is worth nothing unless the instructor says otherwise."""
    exercise: Exercise = layer(points={"builds": 1, "values": 3})
    # The highest rung, graph, has half of what the highest paid one would have: nobody who fails there has all.
    assert {"builds": 2, "values": 3, "graph": 3} == {
        rung.name: rung.points for rung in exercise.rungs(8) if rung.points
    }
    extra = layer(core=False)
    assert [0, 5] == [sum(rung.points for rung in extra.rungs(points)) for points in (None, 5)]
