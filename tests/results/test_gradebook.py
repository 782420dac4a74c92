"""Verdicts in nbgrader's gradebook, by `autograder grade` and by nbgrader's own autograde: the same."""

from __future__ import annotations

import json
import os
import shutil
import stat
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.utils import determine_grade

from autograder.course.course import Course
from autograder.faults import MachineFault, UsageFault
from autograder.grading.batch import Grader
from autograder.grading.fixed_sentences import NOT_JUDGED, RIGHT, UNANSWERED
from autograder.results.gradebook import GradebookWriter, course_directory
from autograder.results.graded_notebook import TAKEN, score_notebook, skeleton
from autograder.results.recorder import Recorder
from autograder.verdicts import Broken, ExerciseVerdict, Right, SubmissionVerdict
from tests.support.grading_course import LESSON, HereSandbox, answer, cell, hand_in, released
from tests.support.term import DOUBLE, SHIFT, Term


@pytest.fixture
def term(tmp_path: Path) -> Term:
    return Term(tmp_path)


def test_points_and_advice_are_entered(term: Term) -> None:
    """Formgrader shows the points and, as the automatic comment, the sentence."""
    term.hand_in("ann", double=answer("double", "4 * x"))
    term.hand_in("bob", double=None)
    term.grade()
    assert {
        "double": (1, False, "A number is doubled once; here it happens twice: look at `x`."),
        "shift": (2, False, RIGHT),
    } == term.rows("ann")
    assert (0, False, UNANSWERED) == term.rows("bob")["double"]


def test_what_could_not_be_judged_or_read_gets_no_score(term: Term) -> None:
    """No grade is written, a person is asked for, and the student is told that it is not their fault."""
    term.hand_in("ann", double="MACHINE = 1\n" + DOUBLE)
    hand_in(term.submitted, "bob", b"{")
    term.grade(fails=[2])
    assert {"double": (None, True, NOT_JUDGED), "shift": (None, True, NOT_JUDGED)} == term.rows("ann")
    score, person, comment = term.rows("bob")["double"]
    assert (None, True) == (score, person)
    assert "ends in the middle" in str(comment)


def test_an_instructors_score_and_comment_stay(term: Term) -> None:
    """Grading again renews the automatic part only, and asks for a look."""
    term.hand_in("ann")
    term.grade()
    with Gradebook(f"sqlite:///{term.root / 'gradebook.db'}") as book:
        book.find_grade("check-double", LESSON, LESSON, "ann").manual_score = 3.5
        book.find_comment("double", LESSON, LESSON, "ann").manual_comment = "Well argued."
        book.db.commit()
    term.hand_in("ann", double=None)
    term.grade()
    assert (0, True, "Well argued.") == term.rows("ann")["double"]
    with Gradebook(f"sqlite:///{term.root / 'gradebook.db'}") as book:
        assert 3.5 == book.find_grade("check-double", LESSON, LESSON, "ann").score


@pytest.mark.parametrize(
    ("stamps", "kept", "says"),
    [
        (["2026-01-02 10:00:00 UTC"], datetime(2026, 1, 2, 10), None),
        (["2026-01-02 10:00:00 UTC", "2026-01-03 10:00:00 UTC"], datetime(2026, 1, 3, 10), None),
        (["2026-01-02 10:00:00 UTC", "2025-01-02 10:00:00 UTC"], datetime(2026, 1, 2, 10), "the gradebook holds"),
        (["2999-01-01"], None, "a time to come"),
        (["yesterday"], None, "holds no time"),
        ([None], None, None),
    ],
)
def test_a_claimed_time_may_be_moved_later_and_never_earlier(
    term: Term, stamps: list[str | None], kept: datetime | None, says: str | None
) -> None:
    """timestamp.txt is written where the student can write."""
    folder = term.hand_in("ann")
    for stamp in stamps:
        if stamp is not None:
            (folder / "timestamp.txt").write_text(stamp)
        term.grade()
    with Gradebook(f"sqlite:///{term.root / 'gradebook.db'}") as book:
        assert kept == book.find_submission(LESSON, "ann").timestamp
    report = (term.root / "report.html").read_text()
    assert ("timestamp.txt" in report) == (says is not None)
    assert says is None or says in report


def test_the_due_date_is_the_courses(term: Term) -> None:
    """It comes from course.toml and from nowhere else."""
    toml = term.root / "course.toml"
    toml.write_text(toml.read_text() + "due = 2026-02-01T12:00:00Z\n")
    term.course = Course.open(term.root)
    term.recorder = Recorder(term.course, term.root)
    folder = term.hand_in("ann")
    (folder / "timestamp.txt").write_text("2026-02-01 13:00:00 UTC")
    term.grade()
    with Gradebook(f"sqlite:///{term.root / 'gradebook.db'}") as book:
        assert 3600 == book.find_submission(LESSON, "ann").total_seconds_late


def test_the_graded_notebook_holds_nothing_else_of_the_students(term: Term) -> None:
    """Our cells, the answers' text, and under each check a sentence and a score: formgrader can open that."""
    nasty = "\n# <script>alert(1)</script>"
    folder = term.hand_in("ann", double=answer("double", "4 * x") + nasty)
    content = json.loads((folder / f"{LESSON}.ipynb").read_text())
    content["cells"].append({"cell_type": "markdown", "source": "<script>evil()</script>", "metadata": {}})
    content["metadata"] = {"evil": 1}
    hand_in(term.submitted, "ann", content)
    term.grade()
    path = term.root / "autograded" / "ann" / LESSON / f"{LESSON}.ipynb"
    found = nbformat.read(path, as_version=4)
    assert "evil" not in path.read_text()
    answers = [c for c in found.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "double"]
    assert [answer("double", "4 * x") + nasty] == [c.source for c in answers]
    checks = [c for c in found.cells if c.metadata.get("nbgrader", {}).get("grade")]
    assert [(1.0, 4.0), (2.0, 2.0)] == [determine_grade(c) for c in checks]
    assert {"stream": "stdout"} == {
        o.output_type: o.name for c in checks for o in c.outputs if o.output_type == "stream"
    }


def test_the_graded_notebook_shows_what_ran_with_an_answer(term: Term) -> None:
    """Above the answer, with a line that says so, in the first run and in one that keeps the verdict; scores stay."""
    given = released({"double": answer("double", "helper(x)"), "shift": SHIFT}, term.stubs)
    given["cells"].append(cell("def helper(x):\n    return 2 * x"))
    hand_in(term.submitted, "ann", given)
    for again in (True, False):
        grader = Grader(term.course, term.root, HereSandbox)  # type: ignore[arg-type]
        batch = grader.run(term.submitted, again=again)
        assert again is not bool(batch.kept)
        term.recorder.record(batch)
        notebook = nbformat.read(term.root / "autograded" / "ann" / LESSON / f"{LESSON}.ipynb", as_version=4)
        nbformat.validate(notebook)
        sources = [each.source for each in notebook.cells]
        place = sources.index(answer("double", "helper(x)"))
        assert f"{TAKEN.format(name='double')}\ndef helper(x):\n    return 2 * x" == sources[place - 1]
        assert [4, 2] == [row[0] for row in term.rows("ann").values()]


def test_what_is_the_instructors_can_be_read_by_its_owner_alone(term: Term) -> None:
    """Stored verdicts hold the seeds, the report hidden cases, the gradebook everybody's points. A gradebook that is shared stays so."""
    term.hand_in("ann")
    hand_in(term.submitted, "bob", b"{")
    before = os.umask(0o022)
    try:
        for mode in (0o600, 0o660):
            term.grade()
            private = [*(term.root / "verdicts").rglob("*.json"), term.root / "report.html"]
            assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in private}
            assert 3 == len(private)
            book = term.root / "gradebook.db"
            assert mode == stat.S_IMODE(book.stat().st_mode)
            book.chmod(0o660)
    finally:
        os.umask(before)
    pages = [*term.root.glob("pages/*/*/*.html"), *term.root.glob("autograded/*/*/*.ipynb")]
    assert {0o644} == {stat.S_IMODE(path.stat().st_mode) for path in pages}


def test_a_check_without_a_verdict_never_scores(term: Term) -> None:
    """nbgrader gives all points for an empty output; ours is an error."""
    lesson = term.course.lesson(LESSON)
    exercises = (ExerciseVerdict("double", Broken("x"), 0, 4), ExerciseVerdict("shift", Right(), 2, 2))
    ours = skeleton(term.course, lesson)
    for verdicts in (exercises, exercises[1:]):
        notebook = score_notebook(ours, SubmissionVerdict("ann", LESSON, "protected", verdicts), {"double": DOUBLE})
        checks = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade")]
        assert [(0, 4.0), (2.0, 2.0)] == [determine_grade(c) for c in checks]


def test_an_unbuilt_or_outdated_source_is_reported(term: Term) -> None:
    """Points in the gradebook come from the source edition, so it must be today's."""
    toml = term.root / "course.toml"
    toml.write_text(toml.read_text() + "[lesson.points]\ndouble = 8\n")
    course = Course.open(term.root)
    with pytest.raises(UsageFault, match="Received others in source/01_tiny"):
        skeleton(course, course.lesson(LESSON))
    shutil.rmtree(term.root / "source")
    with pytest.raises(UsageFault, match="Received none at source/01_tiny"):
        skeleton(course, course.lesson(LESSON))


def test_changed_grade_ids_are_refused_once_there_are_submissions(term: Term) -> None:
    """Old grades must keep their cells."""
    term.hand_in("ann")
    term.grade()
    lesson = term.course.lesson(LESSON)
    other = skeleton(term.course, lesson)
    next(
        c for c in other.cells if c.metadata.get("nbgrader", {}).get("grade")
    ).metadata.nbgrader.grade_id = "check-other"
    with (
        GradebookWriter(course_directory(term.course, term.root)) as book,
        pytest.raises(UsageFault, match="keeps its cells"),
    ):
        book.lesson(lesson, other)


def test_an_unwritable_gradebook_keeps_the_verdicts(term: Term) -> None:
    """The sentence says that nothing is lost; the pages are there."""
    (term.root / "gradebook.db").write_text("this is no database, and it is long enough to be seen as none")
    term.hand_in("ann")
    with pytest.raises(MachineFault, match="The verdicts are stored"):
        term.grade()
    assert (term.root / "pages" / "ann" / LESSON / f"{LESSON}.html").exists()
    assert (term.root / "verdicts" / "ann" / f"{LESSON}.json").exists()
    assert (term.root / "report.html").exists()


def test_a_gradebook_without_our_cells_is_reported(term: Term) -> None:
    """A submission entered before the lesson had this cell cannot be graded in it."""
    verdict = SubmissionVerdict("ann", LESSON, "protected", (ExerciseVerdict("double", Right(), 4, 4),))
    lesson = term.course.lesson(LESSON)
    ours = skeleton(term.course, lesson)
    with GradebookWriter(course_directory(term.course, term.root)) as book:
        book.lesson(lesson, ours)
        with pytest.raises(MachineFault, match="MissingEntry"):
            book.record(verdict, ["triple"], term.root)


def test_a_broken_configuration_is_not_ignored(term: Term) -> None:
    """nbgrader itself would go on with the wrong folders."""
    (term.root / "nbgrader_config.py").write_text("c = get_config()\n1 / 0\n")
    with pytest.raises(UsageFault, match=r"nbgrader_config\.py must run\. It stopped with ZeroDivisionError"):
        course_directory(term.course, term.root)


def test_another_output_folder_has_a_gradebook_of_its_own(term: Term, tmp_path: Path) -> None:
    """A trial run does not touch the course's."""
    found = course_directory(term.course, tmp_path / "trial")
    assert f"sqlite:///{tmp_path / 'trial' / 'gradebook.db'}" == found.db_url
    assert "pages" == found.feedback_directory
