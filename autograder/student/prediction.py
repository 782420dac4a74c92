"""``predict`` and ``reveal``: say first, then see. No points; what was said first stays on record."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from types import EllipsisType
from typing import Any

from autograder.student.command import Sentence, command, type_name
from autograder.student.display_card import show
from autograder.student.notebook_card import Card, Pairs, Part, Title, Words
from autograder.student.prediction_match import agrees, describe, plain
from autograder.student.progress_db import store

ADDRESS = re.compile(r"\d\d\.P\d{1,2}")
HOW_SURE = {1: "a guess", 2: "not very sure", 3: "half sure", 4: "quite sure", 5: "certain"}


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the learner said; ``value`` may be None, for a gradient may be None."""

    value: Any
    confidence: int | None


_said: dict[str, Prediction | None] = {}
"""The predictions of this kernel, by address; None stands for "looked at and left open"."""


@command
def predict(address: str, value: Any, confidence: int | EllipsisType | None = None) -> None:
    """Record the prediction ``address`` ("03.P1"). ``value`` is a literal; ``...`` means: not predicted yet.

    ``confidence`` runs from 1 (a guess) to 5 (certain) and may be left out. Raises Sentence for another address form,
    a value that is no literal, or a confidence outside 1 to 5.
    """
    _checked(address)
    if value is ...:
        _said[address] = None
        words = "Not predicted yet. Put your guess in the place of `...` and run this cell: it carries no points, and a wrong guess teaches most."
        show(Card([Title(address, "prediction"), Words(words)]))
        return
    _literal(address, value)
    sure = None if confidence is ... else confidence
    if sure is not None and (isinstance(sure, bool) or not isinstance(sure, int) or not 1 <= sure <= 5):
        raise Sentence(
            f"Confidence is a whole number from 1 (a guess) to 5 (certain). Received {sure!r} for {address}. Try confidence=3."
        )
    prediction = Prediction(value, sure)
    _said[address] = prediction
    lesson = address.partition(".")[0]
    done = store().events(lesson=lesson, name=address)
    first = next((e.data for e in reversed(done) if e.kind == "prediction"), None)
    parts: list[Part] = [
        Title(address, "prediction"),
        Words(f"You say {describe(value)}{_sure(prediction)}. Run on to see."),
    ]
    now = {"value": plain(value), "confidence": sure}
    if any(e.kind == "reveal" for e in done) and first is not None:
        if now["value"] != first.get("value"):
            parts.append(
                Words(
                    f"The result was shown before; on record stays what you said first, {describe(first.get('value'))}."
                )
            )
    elif first != now:
        store().add(lesson, "prediction", address, **now)
    show(Card(parts))


UNPREDICTED = "You made no prediction before it. Cover the next result, guess, and look only then: it sticks better."
"""Left out of the copies for reading, where a build runs the cells and nobody could have predicted."""


@command
def reveal(address: str, result: Any) -> None:
    """Show the ``result`` beside the prediction ``address``, and whether they agree.

    Numbers agree within one per cent; arrays, tensors, variables and tuples are compared entry by entry; text without
    regard to case. Raises Sentence for another address form.
    """
    _checked(address)
    prediction = _prediction(address)
    if prediction is None:
        parts: list[Part] = [Title(address, "result"), Pairs([("result", describe(result))])]
        if "AUTOGRADER_READING" not in os.environ:
            parts.append(Words(UNPREDICTED))
        show(Card(parts))
        return
    same = agrees(prediction.value, result)
    store().add(address.partition(".")[0], "reveal", address, agrees=same, result=describe(result)[:500])
    pairs = Pairs([("you predicted", f"{describe(prediction.value)}{_sure(prediction)}"), ("result", describe(result))])
    badge = "✓ agrees" if same else "≠ differs"
    show(
        Card(
            [Title(address, badge, "good" if same else "note"), pairs, Words(_comment(same, prediction.confidence))],
            "good" if same else "note",
        )
    )


def _prediction(address: str) -> Prediction | None:
    if address in _said:
        return _said[address]
    kept = store().events(lesson=address.partition(".")[0], kind="prediction", name=address)
    return Prediction(kept[-1].data.get("value"), kept[-1].data.get("confidence")) if kept else None


def _checked(address: Any) -> None:
    if not isinstance(address, str) or not ADDRESS.fullmatch(address):
        given = repr(address) if isinstance(address, str) else type_name(address)
        raise Sentence(
            f'A prediction is addressed by lesson and number, as in "03.P1". Received {given}. Restore the cell\'s own address.'
        )


def _literal(address: str, value: Any) -> None:
    if isinstance(value, list | tuple):
        for item in value:
            _literal(address, item)
    elif not (value is None or isinstance(value, bool | int | float | str)):
        raise Sentence(
            f"A prediction is a number, True or False, text, None, or a list or tuple of them. Received {type_name(value)} for "
            f"{address}. Write what you expect by hand, before you run it."
        )


def _sure(prediction: Prediction) -> str:
    return (
        "" if prediction.confidence is None else f" ({HOW_SURE[prediction.confidence]}, {prediction.confidence} of 5)"
    )


def _comment(same: bool, confidence: int | None) -> str:
    if same:
        return (
            "As you predicted, though you were unsure: you know more than you thought."
            if confidence in (1, 2)
            else "As you predicted."
        )
    if confidence in (4, 5):
        return "You were sure, and it is otherwise: here is something worth slowing down for. Read on for the reason."
    return "It is otherwise. Read on for the reason."
