"""Slips in hidden.py: each is refused in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from autograder.exercise import Function, Layer, Result
from autograder.exercise.known_answers import Answer, Equivalent
from tests.support.little_declarations import SETTINGS, function, layer, sentence

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
