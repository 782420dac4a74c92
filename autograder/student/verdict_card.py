"""What a verdict looks like to the learner: the rungs, the advice, the evidence, what is still to come."""

from __future__ import annotations

from typing import Literal

from autograder.exercise.exam import Exam
from autograder.student.card import Card, Pairs, Part, Steps, Title, Words
from autograder.student.difference import difference
from autograder.verdicts import Broken, ExerciseVerdict, Mistaken, Right

ASKS = {
    "runs": "it can be called and returns",
    "builds": "it can be made and called, eagerly and inside a model",
    "shapes": "results have the promised kind and shape",
    "weights": "it owns the right weights, and Keras counts them",
    "starts": "untrained, it gives what the task promises",
    "values": "its numbers are those of the formula",
    "losses": "its penalties add up",
    "gradients": "gradients reach the input and every weight",
    "state": "its state moves in training, and only then",
    "saves": "it survives saving and loading",
    "trains": "one training step moves what it should",
    "inputs": "it leaves what it is given as it was",
    "graph": "it does the same inside tf.function",
}


BEGINNINGS: dict[str, Literal["stub", "define"]] = {"unwritten": "stub", "undefined": "define"}
"""The judge's names for what stands there before anything was written, and what the learner sees of each."""


def unbegun(exam: Exam, verdict: ExerciseVerdict) -> Literal["stub", "define"] | None:
    """ "stub" when the stub's own error still stands in the answer, "define" when the name is not defined; else None."""
    outcome = verdict.outcome
    if not isinstance(outcome, Mistaken) or outcome.rung != exam.rungs[0].name:
        return None
    return BEGINNINGS.get(outcome.mistake or "")


def verdict_card(exam: Exam, verdict: ExerciseVerdict, hidden: int, printed: str = "") -> Card:
    """The card of one check. ``hidden`` counts the questions of grading; ``printed`` is what the answer printed."""
    outcome = verdict.outcome
    name = verdict.exercise
    if isinstance(outcome, Broken):
        return Card(
            [
                Title(name, "? no verdict"),
                Words(outcome.reason),
                Words(
                    "This is not your fault and costs nothing. Restart the kernel and try again; if it stays, tell your instructor."
                ),
            ]
        )
    if unbegun(exam, verdict) == "define" and isinstance(outcome, Mistaken):
        return Card(
            [
                Title(name, "· not defined"),
                Words(outcome.advice),
                Words(
                    "If that line says NotImplementedError: it stands where your own lines go, and they begin there."
                ),
            ]
        )
    if unbegun(exam, verdict):
        return Card(
            [
                Title(name, "· not written yet"),
                Words(f"A `raise NotImplementedError()` still stands in {name}: that is where everybody starts."),
                Words(
                    f'Put your own lines in its place, run the cell, and check again. `hint("{name}")` gives a nudge.'
                ),
            ]
        )
    parts: list[Part] = []
    if isinstance(outcome, Right):
        parts += [Title(name, "✓ passed here", "good"), Steps(_steps(exam, verdict))]
    else:
        # The advice first and large: it is what to read, and the ladder may be long.
        parts += [Title(name, "✗ not yet", "unmet"), Words(outcome.advice, large=True), Steps(_steps(exam, verdict))]
        evidence = outcome.evidence
        apart = difference(evidence.arrays, evidence.case)
        pairs = [("case", evidence.case)]
        if not apart:  # else the table tells more than these two
            pairs += [("received", evidence.received), ("expected", evidence.expected)]
        filled = [(label, value) for label, value in pairs if value]
        if filled:
            parts.append(Pairs(filled))
        parts += apart
    if printed:
        parts.append(Pairs([("your code printed", printed)]))
    parts.append(Words(to_come(isinstance(outcome, Right), hidden)))
    return Card(parts, "good" if isinstance(outcome, Right) else "unmet")


def to_come(passed: bool, hidden: int) -> str:
    """What grading will ask beyond the public cases."""
    if not hidden:
        return "Grading asks no further questions of this exercise."
    question = f"{hidden} hidden question{'s' if hidden > 1 else ''}"
    if passed:
        return f"This holds for the public cases. {question} with fresh numbers {'are' if hidden > 1 else 'is'} still to come in grading."
    return f"These are the public cases; {question} {'are' if hidden > 1 else 'is'} still to come in grading."


def _steps(exam: Exam, verdict: ExerciseVerdict) -> list[tuple[str, str, str, str]]:
    failed = verdict.outcome.rung if isinstance(verdict.outcome, Mistaken) else None
    steps = []
    for rung in exam.rungs:
        if rung.name in verdict.passed:
            state = ("✓", "passed")
        elif rung.name == failed:
            state = ("✗", "failed")
        else:
            state = ("·", "not reached")
        note = ASKS.get(rung.name, "")
        if rung.points:
            points = f"{rung.points:g} point{'' if rung.points == 1 else 's'} in grading"
            note = f"{note} ({points})" if note else f"({points})"
        steps.append((*state, rung.name, note))
    return steps
