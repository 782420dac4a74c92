"""The proof that the other files cannot give, who see one draw: each mistake differs from the reference under every draw.

Hidden numbers come from the course's secret. A class whose numbers hide a mistake would have wrong answers accepted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from autograder.exercise import Paper
from autograder.exercise.exercise import Exercise
from autograder.exercise.paper import FunctionCase, LayerCase
from autograder.judge.compare import same
from autograder.judge.recognise import agrees

DRAWS = 100
"""Weaknesses of one draw in twenty-five are found in 98 of 100 proofs; NumPy alone, so a hundred cost seconds."""
Place = tuple[str, str]
"""A mistake, and the rung at which a known wrong answer is told by it."""


def hidden_by_draws(exercise: Exercise) -> Iterator[str]:
    """A sentence for each mistake that some draws tell from the reference at its rung and others do not."""
    asked: set[Place] = {
        (answer.as_, answer.fails)
        for answer in exercise.wrongs
        if answer.as_ in exercise.formulas and answer.as_ and answer.fails
    }
    told: Counter[Place] = Counter()
    for number in range(DRAWS):
        paper = exercise.paper(b"draw %d" % number)
        told.update(place for place in asked if _told(paper, *place))
    for mistake, rung in sorted(asked):
        # One that no draw tells is recognised by something else than its numbers: a shape, or what it leaves out.
        if 0 < told[mistake, rung] < DRAWS:
            yield (
                f"Each mistake must differ from the reference under every draw. Received {mistake}, which {DRAWS - told[mistake, rung]} "
                f"of {DRAWS} draws hide at {rung}. Draw numbers that tell it, or add a case."
            )


def _told(paper: Paper, mistake: str, rung: str) -> bool:
    """Whether a case of that rung tells; of a rung that has no cases of its own, any case."""
    here = [case for case in paper.cases if isinstance(case, FunctionCase) and case.rung == rung]
    return any(_differs(case, mistake) for case in here or paper.cases)


def _differs(case: FunctionCase | LayerCase, mistake: str) -> bool:
    if isinstance(case, FunctionCase):
        return mistake in case.mistaken and not same(case.expected, case.mistaken[mistake])
    expected = {"inference": case.inference, "training": case.training, "start": case.start}
    return any(
        not agrees(reference, result)
        for key, result in case.mistaken[mistake].items()
        if (reference := expected[key]) is not None
    )
