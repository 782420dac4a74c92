"""``predict`` and ``reveal``: what was said first stays on record, and no points depend on it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from autograder import predict, reveal
from autograder.student.command import Sentence
from autograder.student.prediction_match import LONGEST, agrees, describe
from autograder.student.progress_db import store
from tests.support.learner import Learner


def printed(capsys: Any) -> str:
    return str(capsys.readouterr().out)


def test_an_open_prediction_asks_kindly(learner: Learner, capsys: Any) -> None:
    """The cell as handed out runs without an error and stores nothing."""
    predict("03.P1", ..., confidence=...)
    assert printed(capsys) == (
        "prediction: 03.P1\n"
        "Not predicted yet. Put your guess in the place of `...` and run this cell: it carries no points, and a wrong guess "
        "teaches most.\n"
    )
    assert store().events() == []


def test_a_prediction_is_repeated_and_stored(learner: Learner, capsys: Any) -> None:
    """With its confidence in words."""
    predict("03.P1", 2, confidence=3)
    assert printed(capsys) == "prediction: 03.P1\nYou say 2 (half sure, 3 of 5). Run on to see.\n"
    assert [e.data for e in store().events(kind="prediction")] == [{"value": 2, "confidence": 3}]


def test_none_is_a_prediction(learner: Learner, capsys: Any) -> None:
    """A gradient may be None; that is not the same as nothing said."""
    predict("03.P1", None)
    reveal("03.P1", None)
    assert printed(capsys).endswith(
        "✓ agrees: 03.P1\n  you predicted: None\n  result:        None\nAs you predicted.\n"
    )


@pytest.mark.parametrize(
    ("value", "sure", "result", "comment"),
    [
        (1, None, 1, "As you predicted."),
        (1, 1, 1, "As you predicted, though you were unsure: you know more than you thought."),
        (1, 2, 3, "It is otherwise. Read on for the reason."),
        (
            1,
            5,
            3,
            "You were sure, and it is otherwise: here is something worth slowing down for. Read on for the reason.",
        ),
    ],
)
def test_the_comment_heeds_the_confidence(
    learner: Learner, capsys: Any, value: int, sure: Any, result: int, comment: str
) -> None:
    """A confident error is the one to remember."""
    predict("03.P1", value, confidence=sure)
    reveal("03.P1", result)
    assert printed(capsys).splitlines()[-1] == comment


def test_a_result_without_a_prediction_is_shown_all_the_same(learner: Learner, capsys: Any) -> None:
    """Never predicted, or left open in this kernel."""
    for _ in range(2):
        reveal("03.P1", 0.25)
        assert printed(capsys).endswith(
            "result: 03.P1\n  result: 0.25\n"
            "You made no prediction before it. Cover the next result, guess, and look only then: it sticks better.\n"
        )
        predict("03.P1", ...)


def test_what_was_predicted_first_stays_after_the_result(learner: Learner, capsys: Any) -> None:
    """Before the reveal a change counts; after it the first word stands, and the learner is told."""
    predict("03.P1", 1)
    predict("03.P1", 2)
    reveal("03.P1", 3)
    predict("03.P1", 3)
    assert printed(capsys).endswith(
        "You say 3. Run on to see.\nThe result was shown before; on record stays what you said first, 2.\n"
    )
    assert [e.data["value"] for e in store().events(kind="prediction")] == [1, 2]


def test_the_same_prediction_run_twice_is_stored_once(learner: Learner) -> None:
    """Run All may be pressed as often as one likes."""
    predict("03.P1", [1, 2], confidence=2)
    predict("03.P1", [1, 2], confidence=2)
    assert len(store().events(kind="prediction")) == 1


def test_a_prediction_outlives_the_kernel(learner: Learner, capsys: Any) -> None:
    """After a restart the reveal still knows it."""
    predict("03.P1", 7)
    learner.new_kernel()
    reveal("03.P1", 7)
    assert "✓ agrees: 03.P1" in printed(capsys)


@pytest.mark.parametrize(
    ("address", "value", "sure", "sentence"),
    [
        (
            "P1",
            1,
            None,
            "A prediction is addressed by lesson and number, as in \"03.P1\". Received 'P1'. Restore the cell's own address.",
        ),
        (
            3,
            1,
            None,
            'A prediction is addressed by lesson and number, as in "03.P1". Received an int. Restore the cell\'s own address.',
        ),
        *(
            (
                "03.P1",
                1,
                sure,
                f"Confidence is a whole number from 1 (a guess) to 5 (certain). Received {sure!r} for 03.P1. Try confidence=3.",
            )
            for sure in (0, 6, True, "3", 2.5)
        ),
        (
            "03.P1",
            (1, {2}),
            None,
            "A prediction is a number, True or False, text, None, or a list or tuple of them. Received a set for 03.P1. Write what "
            "you expect by hand, before you run it.",
        ),
    ],
)
def test_a_prediction_is_a_literal_with_a_sensible_confidence(
    learner: Learner, address: Any, value: Any, sure: Any, sentence: str
) -> None:
    """Each rule has one sentence."""
    with pytest.raises(Sentence) as raised:
        predict(address, value, confidence=sure)
    assert str(raised.value) == sentence


def test_a_reveal_checks_its_address(learner: Learner) -> None:
    """As predict does."""
    with pytest.raises(Sentence, match="addressed by lesson and number"):
        reveal("exit", 1)


# -- agreement --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prediction", "result"),
    [
        (0.33, 1 / 3),
        (2, 2.0),
        (3, np.array([3.0])),
        ((2, 3), tf.zeros((2, 3)).shape),
        ([2, 3], (2, 3)),
        ([[1, 2], [3, 4]], tf.constant([[1, 2], [3, 4]])),
        (1.5, tf.Variable(1.5)),
        (True, np.bool_(True)),
        ("Float32", tf.float32),
        ("int64", np.dtype("int64")),
        ("valueerror", ValueError),
        ("ValueError", ValueError("no")),
        ("abc ", tf.constant("abc")),
        (None, None),
        ({"a": 1}, {"a": np.int64(1)}),
        (float("nan"), float("nan")),
        (0.0, 1e-9),
        ("<class 'int'>", int),
    ],
)
def test_what_agrees(prediction: Any, result: Any) -> None:
    """Kinds that a learner would call the same are the same."""
    assert agrees(prediction, result)


@pytest.mark.parametrize(
    ("prediction", "result"),
    [
        (None, 0),
        (0, None),
        (1, True),
        (False, 0),
        (2, 3),
        (1.0, 1.05),
        ([1], [1, 2]),
        ((2, 3), (3, 2)),
        ("a", "b"),
        (1, "1"),
        (2, tf.TensorShape(None)),
    ],
)
def test_what_differs(prediction: Any, result: Any) -> None:
    """None is not zero, a bool is no number, and order counts."""
    assert not agrees(prediction, result)


def test_values_are_printed_short_and_without_false_digits() -> None:
    """A float32 as float64 has digits that nobody computed; a large array is cut."""
    assert describe(tf.constant([0.1, 0.2])) == "[0.1, 0.2]"
    assert describe((2, 3)) == "(2, 3)"
    assert describe(np.zeros(1000)).endswith("…")
    assert len(describe(np.zeros(1000))) == LONGEST


def test_a_copy_for_reading_reproaches_nobody(learner: Learner, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Claim: while a build runs the cells, a reveal without a prediction shows the result alone."""
    monkeypatch.setenv("AUTOGRADER_READING", "1")
    reveal("03.P1", 2.0)
    printed = capsys.readouterr().out
    assert "2.0" in printed
    assert "You made no prediction" not in printed
