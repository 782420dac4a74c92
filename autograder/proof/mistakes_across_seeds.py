"""The proof that the other files cannot give, who see one draw: each mistake differs from the reference under every draw.

Hidden numbers come from the course's secret. A class whose numbers hide a mistake would have wrong answers accepted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from autograder.exercise import Exam
from autograder.exercise.exam import FunctionCase, Result
from autograder.exercise.exercise import Exercise
from autograder.exercise.known_answers import Answer
from autograder.judge.comparison import values_agree
from autograder.judge.diagnose import results_agree

DRAWS = 100
"""Weaknesses of one draw in twenty-five are found in 98 of 100 proofs; NumPy alone, so a hundred cost seconds."""
Place = tuple[str, str]
"""A mistake, and the rung at which a known wrong answer is told by it."""


def mistakes_hidden_by_draws(exercise: Exercise, wrongs: Iterable[Answer]) -> Iterator[str]:
    """A sentence for each mistake that some draws tell from the reference at its rung and others do not.

    ``wrongs`` are the known wrong answers, which say at which rung that is.
    """
    asked: set[Place] = {
        (answer.mistake, answer.fails)
        for answer in wrongs
        if answer.mistake in exercise.formulas and answer.mistake and answer.fails
    }
    distinguished: Counter[Place] = Counter()
    alone = _alone(exercise)
    for number in range(DRAWS):
        distinguished.update(_distinguished(exercise, b"draw %d" % number, asked, alone))
    for mistake, rung in sorted(asked):
        # One that no draw tells is recognised by something else than its numbers: a shape, or what it leaves out.
        if 0 < distinguished[mistake, rung] < DRAWS:
            yield (
                f"Each mistake must differ from the reference under every draw. Received {mistake}, which {DRAWS - distinguished[mistake, rung]} "
                f"of {DRAWS} draws hide at {rung}. Draw numbers that tell it, or add a case."
            )


def _alone(exercise: Exercise) -> set[str]:
    """The rungs that have cases of their own, which only functions have. They do not depend on the draw."""
    return {case.rung for case in exercise.drawn_cases(b"rungs")} if exercise.kind == "function" else set()


def _distinguished(exercise: Exercise, seed: bytes, asked: set[Place], alone: set[str]) -> set[Place]:
    """The places that this draw tells. Most of them its first cases tell, and the others are not run."""
    left = set(asked)
    for case in exercise.drawn_cases(seed):
        if not left:
            break
        # A rung that has no cases of its own is told by any case.
        left -= {
            (name, rung)
            for name, rung in left
            if (rung not in alone or case.rung == rung) and any(_differ(*pair) for pair in case.pairs(name))
        }
    if left and exercise.kind == "function":  # the exam may have drawn again
        exam = exercise.exam(seed)
        left = {place for place in left if not _distinguishes(exam, *place)}
    return asked - left


def _distinguishes(exam: Exam, mistake: str, rung: str) -> bool:
    cases = [case for case in exam.cases if isinstance(case, FunctionCase)]
    here = [case for case in cases if case.rung == rung] or cases
    return any(mistake in case.mistaken and _differ(case.expected, case.mistaken[mistake]) for case in here)


def _differ(reference: Any, mistaken: Any) -> bool:
    if isinstance(reference, Result):
        return not results_agree(reference, mistaken)
    return not values_agree(reference, mistaken)
