"""Grading one submission: what each kind of answer earns, and that one answer's fault stays its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.course.course import Course
from autograder.faults import MachineFault
from autograder.grading import submission
from autograder.grading.exams import draw_exams
from autograder.grading.fixed_sentences import MISSING, NOT_PYTHON, NOT_REACHED, RAISES, UNANSWERED
from autograder.grading.retries import better
from autograder.grading.submission import grade_submission
from autograder.intake.notebook import read_notebook
from autograder.sandbox.limits import Limits
from autograder.verdicts import Broken, ExerciseVerdict, Mistaken, Right
from tests.support.graded_answers import DOUBLE, SHIFT, advice, of
from tests.support.grading_course import (
    LESSON,
    HereSandbox,
    HereSession,
    answer,
    cell,
    hand_in,
    notebook,
)


def test_right_answers_earn_all_points(judged: Any) -> None:
    """Two right answers, two full marks, in the lesson's order, at the sandbox's level."""
    verdict = judged({"double": DOUBLE, "shift": SHIFT}).verdict
    assert [("double", 4), ("shift", 2)] == [(e.exercise, e.points) for e in verdict.exercises]
    assert (6, "protected", (), False) == (verdict.points, verdict.level, verdict.repairs, verdict.broken)


def test_experiments_and_checks_do_not_run(judged: Any) -> None:
    """Only the set-up cell and the answers do."""
    judged({"double": DOUBLE, "shift": SHIFT})
    assert [["import math", DOUBLE, SHIFT]] == [session.ran for session in judged.sandbox.sessions]


def test_a_recognised_mistake_keeps_the_points_of_the_rungs_below(judged: Any) -> None:
    """Partial credit comes with the advice that was meant for the mistake."""
    found = of(judged({"double": answer("double", "4 * x"), "shift": SHIFT}), "double")
    assert isinstance(found.outcome, Mistaken)
    assert (1, "twice", "M01") == (found.points, found.outcome.mistake, found.outcome.misconception)


def test_untouched_and_missing_answers_earn_nothing(judged: Any) -> None:
    """Each is told what it is."""
    assert UNANSWERED == advice(judged({"double": None, "shift": SHIFT}), "double")
    graded = judged(notebook(cell(SHIFT, "shift")))
    assert (MISSING, 0, 2) == (advice(graded, "double"), of(graded, "double").points, of(graded, "shift").points)


def test_a_syntax_error_is_reported_as_such(judged: Any) -> None:
    """The text of the exception is kept for the instructor alone."""
    graded = judged({"double": "def double(x:\n    return 2", "shift": SHIFT})
    found = of(graded, "double")
    assert isinstance(found.outcome, Mistaken)
    assert ("runs", NOT_PYTHON, 0.0) == (found.outcome.rung, found.outcome.advice, found.points)
    assert found.outcome.evidence.received.startswith("SyntaxError")
    assert 2 == of(graded, "shift").points


def test_an_error_before_the_definition_is_reported_as_such(judged: Any) -> None:
    """Advice is a fixed sentence; what the error said may hold anything."""
    graded = judged({"double": "raise ValueError('canary')\n" + DOUBLE, "shift": SHIFT})
    assert RAISES.format(name="double") == advice(graded, "double")
    assert "canary" not in str(graded.verdict.to_json())


def test_an_error_after_the_definition_costs_nothing(judged: Any) -> None:
    """A failing trial call under a right definition is no wrong answer; a bare answer is judged alike."""
    assert 4 == of(judged({"double": DOUBLE + "\ndouble()", "shift": SHIFT}), "double").points


def test_an_answer_that_ends_its_process_costs_its_own_exercise_only(judged: Any) -> None:
    """The others are judged in a fresh fork, without the culprit's cell."""
    graded = judged({"double": "raise SystemExit", "shift": SHIFT})
    assert "ended the Python process" in advice(graded, "double")
    assert (0, 2) == (of(graded, "double").points, of(graded, "shift").points)
    assert ["import math", SHIFT] == judged.sandbox.sessions[-1].ran


def test_an_answer_that_ends_its_process_when_asked_costs_its_own_exercise_only(judged: Any) -> None:
    """A definition may be harmless and its call deadly."""
    graded = judged({"double": "def double(x):\n    raise SystemExit", "shift": SHIFT})
    assert "ended the Python process" in advice(graded, "double")
    assert 2 == of(graded, "shift").points
    assert ["import math", SHIFT] == judged.sandbox.sessions[-1].ran


def test_a_deadly_answer_that_a_later_one_builds_on_stays(judged: Any) -> None:
    """Leaving it out would take the later one's points as well."""
    deadly = "def double(x):\n    if x is not None: raise SystemExit"
    graded = judged({"double": deadly, "shift": "def shift(x):\n    double(None)\n    return x + 1"})
    assert (0, 2) == (of(graded, "double").points, of(graded, "shift").points)


def test_after_some_restarts_the_rest_is_not_reached(judged: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook cannot have itself judged for ever, and is told what happened."""
    monkeypatch.setattr(submission, "MOST_RESTARTS", 0)
    assert NOT_REACHED == advice(judged({"double": "raise SystemExit", "shift": SHIFT}), "shift")


def test_all_forks_of_a_submission_share_one_account_of_sleep(judged: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell that ends its process as soon as it has slept buys no fresh account for the next."""
    given: list[float] = []
    real = HereSandbox.fork

    def fork(sandbox: HereSandbox, limits: Limits) -> Any:
        given.append(limits.total_idle)
        return real(sandbox, limits)

    monkeypatch.setattr(HereSandbox, "fork", fork)
    monkeypatch.setattr(HereSession, "idle", lambda session: 100.0)
    graded = judged(
        {"double": "def double(x):\n    raise SystemExit", "shift": "def shift(x):\n    return table[x] + missing"}
    )
    assert [180, 80] == given  # what shift lacks would have been tried in a third
    assert "Your code ended the Python process." in advice(graded, "double")
    assert "shift raised an error" in advice(graded, "shift")


def test_a_failing_judge_writes_no_grade(judged: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own exception is nobody's mistake, and the other exercises have their verdicts."""
    real = submission.examine

    def examine(exam: Any, ask: Any) -> ExerciseVerdict:
        if exam.name == "double":
            raise KeyError("weights")
        return real(exam, ask)

    monkeypatch.setattr(submission, "examine", examine)
    graded = judged({"double": DOUBLE, "shift": SHIFT})
    found = of(graded, "double").outcome
    assert isinstance(found, Broken)
    assert (
        "A judge comes to a verdict on every answer. The judge failed on double: KeyError: 'weights'. Grade this answer by "
        "hand, and report what it was."
    ) == found.reason
    assert 2 == of(graded, "shift").points


def test_a_setup_cell_that_fails_is_the_machines_fault(course: Course, tmp_path: Path) -> None:
    """No student's cell has run by then."""
    import dataclasses

    lesson = course.lesson(LESSON)
    submitted = read_notebook(hand_in(tmp_path, "ann", notebook(cell(DOUBLE, "double"))), LESSON)
    exams = draw_exams(course, lesson).exams
    with pytest.raises(MachineFault, match=r"must run in the sandbox\. It stopped with ZeroDivisionError"):
        grade_submission(HereSandbox(), dataclasses.replace(lesson, setup="1 / 0"), exams, "ann", submitted)  # type: ignore[arg-type]
    with pytest.raises(MachineFault, match="did not survive in the sandbox"):
        grade_submission(HereSandbox(), dataclasses.replace(lesson, setup="raise SystemExit"), exams, "ann", submitted)  # type: ignore[arg-type]


def test_better_prefers_points_then_rungs_and_never_hides_what_is_broken() -> None:
    """Broken yields to Right alone."""

    def verdict(outcome: Any, points: float, *passed: str) -> ExerciseVerdict:
        return ExerciseVerdict("double", outcome, points, 4, passed)

    low, high = verdict(Mistaken("runs", ""), 0), verdict(Mistaken("values", ""), 0, "runs")
    right, none = verdict(Right(), 4), verdict(Broken("boom"), 0)
    unreached = verdict(Mistaken("runs", NOT_REACHED), 0)
    assert [low, low] == [better(unreached, low), better(low, unreached)]
    assert [high, right, none, right, high] == [
        better(low, high), better(right, high), better(none, high), better(none, right), better(high, none),
    ]  # fmt: skip
