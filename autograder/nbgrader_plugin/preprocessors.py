"""Our steps in nbgrader's own pipeline: unmodified ``nbgrader autograde`` gives the scores of ``autograder grade``.

``Transplant`` stands first among the steps that sanitise, ``Judge`` in the place of ``Execute``, and ``Remark`` after
``SaveAutoGrades``. For an assignment that is no lesson of ours the first and the last do nothing, and ``Judge`` runs
the whole notebook, tests included, in the sandbox.
"""

from __future__ import annotations

import atexit
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import find_all_files
from traitlets import Bool

from autograder.course.course import Course
from autograder.course.lesson import Lesson
from autograder.faults import MachineFault, UsageFault
from autograder.grading.exams import Exams, draw_exams
from autograder.grading.submission import broken_verdict, grade_submission
from autograder.intake import Submitted, read_notebook
from autograder.matching.transplant import transplant
from autograder.results import graded_notebook
from autograder.sandbox.doctor import strongest
from autograder.sandbox.process_locks import Level
from autograder.sandbox.sandbox import Sandbox
from autograder.verdicts import Broken, SubmissionVerdict

if TYPE_CHECKING:
    from autograder.nbgrader_plugin.execute_in_sandbox import Sandboxes

VERDICT = "autograder"
"""The key of a notebook's resources under which its verdict travels from Judge to Remark."""

Step = tuple[NotebookNode, dict[str, Any]]


class _Step(NbGraderPreprocessor):
    """What the three steps share: where they are, and whether the assignment is a lesson of ours."""

    @property
    def root(self) -> Path:
        """The course's folder; nbgrader's converter works in it."""
        return Path(self._directory().root).resolve()

    def folder(self, kind: str, marks: dict[str, Any]) -> Path:
        """The folder of this submission: ``kind`` is "submitted" or "autograded"."""
        directory = self._directory()
        step = getattr(directory, f"{kind}_directory")
        return Path(directory.format_path(step, marks["student"], marks["assignment"]))

    def _directory(self) -> CourseDirectory:
        above = self.parent
        while not isinstance(getattr(above, "coursedir", None), CourseDirectory):
            above = above.parent
        return above.coursedir

    def lesson(self, marks: dict[str, Any]) -> tuple[Course, Lesson] | None:
        """The course and the lesson, or None when the assignment is somebody else's."""
        course = _course(self.root)
        if course is None or marks["assignment"] not in course.lessons or marks["notebook"] != marks["assignment"]:
            return None
        return course, course.lesson(marks["assignment"])


class Transplant(_Step):
    """Replace the submitted notebook by our skeleton with the answers' text, and drop the student's other files."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> Step:
        marks = resources["nbgrader"]
        if (found := self.lesson(marks)) is None:
            return nb, resources
        course, lesson = found
        self._drop_files(course, lesson, self.folder("autograded", marks))
        submitted = read_notebook(self.folder("submitted", marks), lesson.name)
        answers = transplant(lesson, submitted).texts
        return graded_notebook.insert_answers(graded_notebook.skeleton(course, lesson), answers), resources

    def _drop_files(self, course: Course, lesson: Lesson, folder: Path) -> None:
        """nbgrader has copied whatever lay beside the notebook, following links. Only the source's files may stay."""
        source = course.source_dir / lesson.name
        ours = {Path(path).relative_to(source) for path in find_all_files(str(source))}
        for path in map(Path, find_all_files(str(folder))):
            if path.relative_to(folder) not in ours and path.name != "timestamp.txt":
                path.unlink()


class Judge(_Step):
    """Put a sentence and the score of our judge into each check cell; nbgrader reads its points from there."""

    accept_limited = Bool(False, help="Go on where only Landlock and seccomp work; see autograder doctor").tag(
        config=True
    )
    i_trust_this_code = Bool(False, help="Go on without a sandbox: only for code that is your own").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> Step:
        marks = resources["nbgrader"]
        if (found := self.lesson(marks)) is None:
            from autograder.nbgrader_plugin.execute_in_sandbox import (
                InSandbox,  # only for assignments that are not ours
            )

            return InSandbox(parent=self.parent, sandboxes=_sandboxes_of_others(self._level())).preprocess(
                nb, resources
            )
        course, lesson = found
        submitted = read_notebook(self.folder("submitted", marks), lesson.name)
        verdict, answers = _judge(course, lesson, marks["student"], submitted, self._level())
        for exercise in verdict.exercises:
            if isinstance(exercise.outcome, Broken):
                self.log.error(
                    "%s of %s was not judged: %s", exercise.exercise, marks["student"], exercise.outcome.reason
                )
        for repair in verdict.repairs:
            self.log.warning("%s: %s", marks["student"], repair)
        resources[VERDICT] = verdict
        return graded_notebook.score_notebook(graded_notebook.skeleton(course, lesson), verdict, answers), resources

    def _level(self) -> Level:
        if self.i_trust_this_code:
            return "unprotected"
        return _limited_at_least() if self.accept_limited else "protected"


class Remark(_Step):
    """Write the advice as the automatic comment, and take back the score of what could not be judged."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> Step:
        marks = resources["nbgrader"]
        verdict: SubmissionVerdict | None = resources.get(VERDICT)
        if verdict is None:
            return nb, resources
        where = (marks["notebook"], marks["assignment"], marks["student"])
        with Gradebook(marks["db_url"]) as gradebook:
            for exercise in verdict.exercises:
                gradebook.find_comment(exercise.exercise, *where).auto_comment = graded_notebook.comment(exercise)
                if isinstance(exercise.outcome, Broken):
                    grade_of = gradebook.find_grade(f"check-{exercise.exercise}", *where)
                    grade_of.auto_score, grade_of.needs_manual_grade = None, True
            gradebook.db.commit()
        return nb, resources


def _judge(
    course: Course, lesson: Lesson, student: str, submitted: Submitted, level: Level
) -> tuple[SubmissionVerdict, dict[str, Any]]:
    exams = _exams(course.root, lesson.name).exams
    for last in (False, True):
        try:
            outcome = grade_submission(_sandbox(level), lesson, exams, student, submitted)
        except MachineFault as fault:
            _close()
            if last:
                answers = transplant(lesson, submitted).texts
                return broken_verdict(lesson, exams, student, "none", str(fault)), answers
        else:
            return outcome.verdict, outcome.answers
    raise AssertionError("unreachable: the second round returns")


# -- kept for the whole process: one course, one fork server --------------------------------------------------------

_open = ExitStack()
atexit.register(lambda: _open.close())
_sandboxes: list[Sandbox] = []


def _sandbox(level: Level) -> Sandbox:
    if not _sandboxes:
        _sandboxes.append(_open.enter_context(Sandbox(level=level)))
    return _sandboxes[0]


def _close() -> None:
    _sandboxes.clear()
    _open.close()


@cache
def _limited_at_least() -> Level:
    return strongest("protected", "limited")


@cache
def _sandboxes_of_others(level: Level) -> Sandboxes:
    from autograder.nbgrader_plugin.execute_in_sandbox import Sandboxes

    made = Sandboxes(level=level)
    atexit.register(made.close)
    return made


@cache
def _course(root: Path) -> Course | None:
    try:
        return Course.open(root)
    except UsageFault:
        if (root / "course.toml").exists():
            raise  # a course of ours that cannot be read must not be graded as somebody else's
        return None


@cache
def _exams(root: Path, lesson: str) -> Exams:
    course = _course(root)
    assert course is not None
    return draw_exams(course, course.lesson(lesson))
