"""``check``: the answer in the notebook, put to the public questions at once and offline."""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np

from autograder.exercise.exam import Exam
from autograder.reply import AnswerLost, Reply
from autograder.student.command import NotYet, command
from autograder.student.display_card import learner_namespace, show
from autograder.student.lesson_checks import OpenLesson, resolve_address
from autograder.student.notebook_card import Card
from autograder.student.progress_db import store
from autograder.student.solution import formula_fold
from autograder.student.verdict_card import unbegun, verdict_card
from autograder.verdicts import Broken, ExerciseVerdict, Mistaken, Right

MOST_LINES, WIDEST, MOST_KEPT = 5, 200, 100_000
"""Lines and characters shown of what an answer prints, and characters kept at all."""


@command
def check(name: str) -> None:
    """Check the exercise ``name`` ("ScaleShift" or "03_weights/ScaleShift") against its public questions.

    Shows each rung, and for the first that fails the advice and what was seen. Raises NotYet when it is not passed,
    so that nbgrader's Validate sees it too; Sentence for a name that the lesson does not have.
    """
    lesson, exercise = resolve_address(name)
    exam = lesson.exam(exercise)
    printed = Printed()
    with captured_output(printed):
        verdict = examine_in_kernel(lesson, exam, learner_namespace())
    passed = isinstance(verdict.outcome, Right)
    store().add(
        lesson.name,
        "check",
        exercise,
        passed=passed,
        stub=unbegun(exam, verdict) is not None,
        rung=getattr(verdict.outcome, "rung", None),
    )
    hidden = int(lesson.exercise(exercise).get("hidden_questions", 0))
    card = verdict_card(exam, verdict, hidden, shorten_output(printed.getvalue()))
    show(Card([*card.parts, *formula_fold(lesson, exercise)], card.tone) if passed else card)
    if not passed:
        raise NotYet(not_yet(exam, verdict))


def examine_in_kernel(lesson: OpenLesson, exam: Exam, namespace: dict[str, Any]) -> ExerciseVerdict:
    """The judge's verdict on what ``namespace`` holds. A failure of the judge itself becomes Broken."""
    from autograder.judge import examine
    from autograder.probes.dispatch import answer_question

    probes: dict[str, ModuleType] = {}

    def ask(op: str, facts: dict[str, Any], arrays: dict[str, np.ndarray]) -> Reply:
        facts = {key: value for key, value in facts.items() if key != "seed"}  # the kernel's random numbers are theirs
        try:
            return Reply(*answer_question(op, facts, arrays, namespace, probes))
        except SystemExit as left:
            raise AnswerLost("exit", str(left)) from None

    try:
        probes |= lesson.probes(exam.name)
        return examine(exam, ask)
    except KeyboardInterrupt:
        raise NotYet(
            f"A check needs {exam.name} to come back. It was interrupted while it ran. Look for a loop that never ends."
        ) from None
    except Exception as error:
        reason = f"The check of {exam.name} stopped by itself ({type(error).__name__}: {error})."
        return ExerciseVerdict(exam.name, Broken(reason), 0.0, exam.max_points)


class Printed(io.StringIO):
    """What an answer prints, up to a size: an endless loop with a print in it must not fill the memory."""

    def write(self, text: str) -> int:
        if self.tell() < MOST_KEPT:
            super().write(text[:MOST_KEPT])
        return len(text)


@contextlib.contextmanager
def captured_output(printed: Printed) -> Iterator[None]:
    """Collect what the answer prints; its warnings and log lines would be an error to nbgrader's Validate."""
    threshold = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(threshold)


def shorten_output(text: str) -> str:
    """The first lines of what was printed, equal ones once, and how many there were."""
    lines = text.strip().splitlines()
    first = [line[:WIDEST] for line in dict.fromkeys(lines)][:MOST_LINES]
    if len(lines) > len(first):
        first.append(f"({len(lines)} lines in all: a check asks many questions)")
    return "\n".join(first)


def not_yet(exam: Exam, verdict: ExerciseVerdict) -> str:
    """The one sentence in the place of a stack trace."""
    outcome = verdict.outcome
    if not isinstance(outcome, Mistaken):
        return f"No verdict on {exam.name}: see above."
    if unbegun(exam, verdict) == "undefined":
        return f"Not yet: {exam.name} is not defined."
    if unbegun(exam, verdict):
        return f"Not yet: {exam.name} waits to be written."
    words = next(rung.words for rung in exam.rungs if rung.name == outcome.rung)
    passed = f"{len(verdict.passed)} of {len(exam.rungs)} checks"
    return f"Not yet: {exam.name} passes {passed}; see the advice above for the one that says: {words}."
