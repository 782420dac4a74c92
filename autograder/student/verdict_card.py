"""What a verdict looks like to the learner: the advice, what was passed, the evidence, what is still to come."""

from __future__ import annotations

from autograder.exercise.exam import Exam
from autograder.student.difference import difference
from autograder.student.notebook_card import Card, Pairs, Part, Steps, Title, Words
from autograder.verdicts import Broken, ExerciseVerdict, Mistaken, Right

UNBEGUN = ("unwritten", "undefined")
"""What the judge calls an answer before anything was written: the stub's own error, or no such name."""


def unbegun(exam: Exam, verdict: ExerciseVerdict) -> str | None:
    """One of UNBEGUN where that is why nothing could be asked; None for an answer that was there at first."""
    outcome = verdict.outcome
    if isinstance(outcome, Mistaken) and outcome.rung == exam.rungs[0].name and outcome.mistake in UNBEGUN:
        return outcome.mistake
    return None


def verdict_card(exam: Exam, verdict: ExerciseVerdict, hidden: int, printed: str = "") -> Card:
    """The card of one check. ``hidden`` counts the questions of grading; ``printed`` is what the answer printed."""
    outcome = verdict.outcome
    name, heading = verdict.exercise, exam.heading
    if isinstance(outcome, Broken):
        return Card(
            [
                Title(heading, "? no verdict"),
                Words(outcome.reason),
                Words(
                    "This is not your fault and costs nothing. Restart the kernel and try again; if it stays, tell your instructor."
                ),
            ]
        )
    if unbegun(exam, verdict) == "undefined" and isinstance(outcome, Mistaken):
        return Card(
            [
                Title(heading, "· not defined"),
                Words(outcome.advice),
                Words("If that line says NotImplementedError: that line marks where your own lines go."),
            ]
        )
    if unbegun(exam, verdict):
        return Card(
            [
                Title(heading, "· not written yet"),
                Words(f"A `raise NotImplementedError()` is still in {name}: that is where everybody starts."),
                Words(
                    f'Put your own lines in its place, run the cell, and check again. `hint("{name}")` gives a nudge.'
                ),
            ]
        )
    parts: list[Part] = []
    if isinstance(outcome, Right):
        parts += [Title(heading, "✓ passed here", "good"), Steps(_steps(exam, verdict))]
    else:
        # The advice first and large: it is what to read, and there may be many checks.
        parts += [Title(heading, "✗ not yet", "unmet"), Words(outcome.advice, large=True), Steps(_steps(exam, verdict))]
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


def _steps(exam: Exam, verdict: ExerciseVerdict) -> list[tuple[str, str, str]]:
    failed = verdict.outcome.rung if isinstance(verdict.outcome, Mistaken) else None
    steps = []
    for rung in exam.rungs:
        if rung.name in verdict.passed:
            state = ("✓", "passed")
        elif rung.name == failed:
            state = ("✗", "failed")
        else:
            state = ("·", "not reached")
        worth = f" ({rung.points:g} point{'' if rung.points == 1 else 's'} in grading)" if rung.points else ""
        steps.append((*state, rung.words + worth))
    return steps
