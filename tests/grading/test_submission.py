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
from autograder.grading.graded_batch import GradedSubmission
from autograder.grading.retries import better
from autograder.grading.submission import grade_submission
from autograder.intake.notebook import read_notebook
from autograder.sandbox.limits import Limits
from autograder.verdicts import Broken, ExerciseVerdict, Mistaken, Right
from tests.support.grading_course import (
    LESSON,
    HereSandbox,
    HereSession,
    answer,
    cell,
    hand_in,
    make_course,
    notebook,
    released,
)

DOUBLE, SHIFT = answer("double", "2 * x"), answer("shift", "x + 1")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture
def judged(course: Course, tmp_path: Path) -> Any:
    """``judged({"double": text, …})`` or ``judged(notebook)``: the graded submission; ``judged.sandbox`` saw the cells."""
    lesson = course.lesson(LESSON)
    stubs = {files.name: files.task.stub for files in lesson.exercises}

    def judged(given: dict[str, Any]) -> GradedSubmission:
        content = given if "cells" in given else released(given, stubs)
        judged.sandbox = HereSandbox()  # type: ignore[attr-defined]
        submitted = read_notebook(hand_in(tmp_path, "ann", content), LESSON)
        return grade_submission(judged.sandbox, lesson, draw_exams(course, lesson).exams, "ann", submitted)  # type: ignore[attr-defined, arg-type]

    return judged


def of(graded: GradedSubmission, name: str) -> ExerciseVerdict:
    return next(e for e in graded.verdict.exercises if e.exercise == name)


def advice(graded: GradedSubmission, name: str) -> str:
    outcome = of(graded, name).outcome
    assert isinstance(outcome, Mistaken)
    return outcome.advice


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


def test_cells_that_an_answer_lacks_are_run_for_a_second_verdict(judged: Any) -> None:
    """A helper in a cell of its own, with what it needs in turn, is found by reading; both verdicts are recorded."""
    cells = [
        cell("def never(): pass\nraise SystemExit"),
        cell("two = 1 + 1"),
        cell("def helper(x):\n    return two * x"),
        cell(answer("double", "helper(x)"), "double"),
        cell(SHIFT, "shift"),
    ]
    graded = judged(notebook(*cells))
    assert 4 == of(graded, "double").points
    assert (
        "double: it uses names from other cells (helper, two). "
        "With those cells it earns 4, without them 0; the better counts." in graded.verdict.repairs
    )
    assert "never" not in str(judged.sandbox.sessions[-1].ran)


REGISTER = "def register(f):\n    TABLE[f.__name__] = f\n    return f"


@pytest.mark.parametrize(
    "cells",
    [
        [cell("TABLE = {}"), cell("TABLE['double'] = lambda x: 2 * x"), cell("double = TABLE['double']", "double")],
        [cell("TABLE = {}"), cell(answer("double", "TABLE['d'](x)"), "double"), cell("TABLE.update(d=lambda x: 2 * x)")],
        [cell("TABLE = {}\n" + answer("double", "TABLE['d'](x)"), "double"), cell("TABLE['d'] = lambda x: 2 * x")],
        [cell(f"TABLE = {{}}\n{REGISTER}"), cell("@register\ndef d(x):\n    return 2 * x"), cell("double = TABLE['d']", "double")],
        [cell("class double:\n    def __new__(cls, x): return cls.of(x)", "double"), cell("double.of = staticmethod(lambda x: 2 * x)")],
    ],
)  # fmt: skip
def test_a_cell_that_fills_what_an_answer_needs_counts(judged: Any, cells: list[Any]) -> None:
    """It binds no name that the answer reads; experiments that change nothing of the answer's do not run."""
    experiment = cell("raise SystemExit")
    graded = judged(notebook(*cells, experiment, cell(SHIFT, "shift")))
    assert 4 == of(graded, "double").points, graded.verdict.repairs
    assert "double: it uses names from other cells (" in graded.verdict.repairs[0]


def test_what_ran_with_an_answer_is_told_beside_it(judged: Any) -> None:
    """In the order in which it ran; cells of ours, other answers and what made nothing better are not told."""
    helper, two, late = "def helper(x):\n    return two * x", "two = table[1]", "def three(x):\n    return x + missing"
    graded = judged(
        notebook(
            cell(answer("double", "helper(x)"), "double"),
            cell(helper),
            cell("1 / 0"),
            cell(two),
            cell(late),
            cell(answer("shift", "three(x)"), "shift"),
        )
    )
    assert {"double": (helper, two, late), "shift": ()} == {e.exercise: e.taken for e in graded.verdict.exercises}
    assert () == of(judged({"double": DOUBLE, "shift": SHIFT}), "double").taken
    spoilt = notebook(cell("two = 2"), cell(answer("double", "two * x"), "double"), cell("two = 3\n" + SHIFT, "shift"))
    assert ("two = 2",) == of(judged(spoilt), "double").taken


def test_what_a_later_cell_spoils_counts_as_it_was_above_the_answer(judged: Any) -> None:
    """An experiment below the answer may empty the table that it looks up when it is called."""
    cells = [cell("TABLE = {}"), cell("TABLE['d'] = 2"), cell(answer("double", "TABLE['d'] * x"), "double")]
    graded = judged(notebook(*cells, cell("TABLE.clear()"), cell(SHIFT, "shift")))
    assert 4 == of(graded, "double").points, graded.verdict.repairs


def test_the_better_verdict_counts(judged: Any) -> None:
    """A cell that is run for a name's sake cannot make an answer worse."""
    cells = [cell("raise SystemExit\nspare = 1"), cell(DOUBLE + "\nspare", "double"), cell(SHIFT, "shift")]
    graded = judged(notebook(*cells))
    assert 4 == of(graded, "double").points
    bad = cell("x0 = 1\nraise SystemExit")
    again = judged(notebook(bad, cell("def double(x):\n    return 4 * x if x else x0", "double"), cell(SHIFT, "shift")))
    assert 1 == of(again, "double").points
    assert "With those cells it earns 1, without them 1; the better counts." in again.verdict.repairs[-1]


def test_a_cell_that_answers_two_exercises_runs_once(judged: Any) -> None:
    """Both have their points from it."""
    both = f"{DOUBLE}\n\n{SHIFT}"
    graded = judged(notebook(cell(both, "double"), cell("# see above", "shift")))
    assert (4, 2) == (of(graded, "double").points, of(graded, "shift").points)
    assert [["import math", both]] == [session.ran for session in judged.sandbox.sessions]


def test_a_deadly_answer_in_a_shared_cell_stays_for_the_other(judged: Any) -> None:
    """Leaving the cell out would take the other's points as well; a cell that ends the process takes both."""
    both = f"def double(x):\n    raise SystemExit\n\n{SHIFT}"
    graded = judged(notebook(cell(both, "double")))
    assert (0, 2) == (of(graded, "double").points, of(graded, "shift").points)
    graded = judged(notebook(cell(f"{DOUBLE}\n{SHIFT}\nraise SystemExit", "double")))
    assert ["ended the Python process" in advice(graded, name) for name in ("double", "shift")] == [True, True]
    assert 1 == len(judged.sandbox.sessions)


HELPED = "def helper(x):\n    return {}\n\ndef {}(x):\n    return helper(x)"


def test_a_helper_that_a_later_answer_takes_over_costs_nothing(judged: Any) -> None:
    """Each answer was right when the student ran the check beneath it; both verdicts are recorded."""
    graded = judged({"double": HELPED.format("2 * x", "double"), "shift": HELPED.format("x + 1", "shift")})
    assert (4, 2) == (of(graded, "double").points, of(graded, "shift").points)
    assert (
        "double: later cells give another meaning to names that it uses (helper). "
        "Without those cells it earns 4, with them 1; the better counts.",
    ) == graded.verdict.repairs


def test_what_a_later_answer_takes_over_is_reported_only_where_it_matters(judged: Any) -> None:
    """A wrong answer is wrong with its own helper, too, and hears of its own mistake; a right one is not asked again."""
    graded = judged({"double": HELPED.format("4 * x", "double"), "shift": HELPED.format("x + 1", "shift")})
    found = of(graded, "double")
    assert isinstance(found.outcome, Mistaken)
    assert (1, "twice", ()) == (found.points, found.outcome.mistake, graded.verdict.repairs)
    judged({"double": "x = 1\n" + DOUBLE, "shift": "x = 2\n" + SHIFT})
    assert 1 == len(judged.sandbox.sessions)


def test_a_helper_from_another_cell_counts_as_it_was_above_the_answer(judged: Any) -> None:
    """Where a support cell and a later answer define the same name, the one above is what the student had."""
    cells = [cell("import numpy\ndef helper(x):\n    return 2 * x"), cell(answer("double", "helper(x)"), "double")]
    graded = judged(notebook(*cells, cell(HELPED.format("x + 1", "shift"), "shift")))
    assert (4, 2) == (of(graded, "double").points, of(graded, "shift").points)


def test_names_wiped_by_a_later_answer_are_there_for_the_earlier_one(judged: Any) -> None:
    """``%reset -f`` is a habit of some; what it does cannot be told by reading."""
    wipe = "for name in list(globals()):\n    if name[0] != '_' and name != 'check':\n        globals().pop(name)\n"
    graded = judged({"double": DOUBLE, "shift": wipe + SHIFT})
    assert (4, 2) == (of(graded, "double").points, of(graded, "shift").points)


def test_an_answer_that_was_rewritten_in_a_later_cell_counts(judged: Any) -> None:
    """The first try was left standing in the answer's own cell; the text that is kept is the one that counted."""
    cells = [cell(answer("double", "x"), "double"), cell("import numpy\n" + DOUBLE), cell(SHIFT, "shift")]
    graded = judged(notebook(cell("def double(x): pass"), *cells))
    assert 4 == of(graded, "double").points
    assert "import numpy\n" + DOUBLE == graded.answers["double"]
    assert (
        "double: a later cell defines it anew. With that cell it earns 4, without it 1; the better counts.",
    ) == graded.verdict.repairs


def test_a_worse_or_needless_rewriting_is_not_heard_of(judged: Any) -> None:
    """A right answer stays right, and of two wrong ones the answer's own cell counts."""
    for given in (DOUBLE, answer("double", "4 * x")):
        cells = [cell(given, "double"), cell(answer("double", "x")), cell(SHIFT, "shift")]
        graded = judged(notebook(*cells))
        assert (given, ()) == (graded.answers["double"], graded.verdict.repairs)


def test_our_own_experiments_serve_for_names(judged: Any) -> None:
    """An answer may lean on what the lesson's text defined."""
    assert 4 == of(judged({"double": answer("double", "table[1] * x"), "shift": SHIFT}), "double").points


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
