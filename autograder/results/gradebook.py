"""Points and comments into nbgrader's gradebook, through its own API. What an instructor wrote is never touched."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from sqlalchemy.exc import SAWarning
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.course.course import Course
from autograder.course.lesson import Lesson
from autograder.faults import UsageFault
from autograder.intake.plain_file import read_small_text
from autograder.results.database import (
    REFUSED,
    SaveCellsAtOnce,
    database_fault,
    one_transaction,
    open_gradebook,
    with_timeout,
)
from autograder.results.graded_notebook import comment
from autograder.verdicts import Broken, ExerciseVerdict, SubmissionVerdict

MOST_STAMP = 100
CONFIG = "nbgrader_config.py"


def course_directory(course: Course, out: Path) -> CourseDirectory:
    """nbgrader's own idea of the folders, with its configuration; below ``out`` where that is another folder.

    Raises UsageFault when nbgrader_config.py fails: nbgrader itself would go on without it, in the wrong folders.
    """
    config = Config()
    if (course.root / CONFIG).exists():
        try:
            config = PyFileConfigLoader(CONFIG, path=str(course.root)).load_config()
        except Exception as error:  # it is a program, and may fail in any way
            raise UsageFault(
                f"{CONFIG} must run. It stopped with {type(error).__name__}: {error}. Mend it first."
            ) from None
    if out.resolve() == course.root.resolve():
        return CourseDirectory(
            config=config, **({} if "root" in config.CourseDirectory else {"root": str(course.root)})
        )
    return CourseDirectory(config=config, root=str(out), db_url=f"sqlite:///{out.resolve() / 'gradebook.db'}")


class GradebookWriter:
    """The gradebook of one course; a context manager. One writer at a time, and only when no sandbox is running."""

    def __init__(self, directory: CourseDirectory) -> None:
        self.db_url, self.config = with_timeout(directory.db_url), directory.config
        self.gradebook = open_gradebook(self.db_url, directory.course_id)

    def __enter__(self) -> GradebookWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.gradebook.close()

    def lesson(self, lesson: Lesson, skeleton: NotebookNode) -> None:
        """Make or renew the records of the assignment: due date, cells, points.

        Raises UsageFault when the cells differ from those that earlier submissions were graded on.
        """
        settings: dict[str, Any] = {"duedate": _utc(lesson.due)} if lesson.due is not None else {}
        try:
            with one_transaction(self.gradebook):
                self.gradebook.update_or_create_assignment(lesson.name, **settings)
            SaveCellsAtOnce().preprocess(skeleton, self._resources(lesson.name))
        except RuntimeError as error:
            raise UsageFault(
                f"A lesson keeps its cells once it has submissions. "
                f"Received other grade ids for {lesson.name} ({error}). "
                f"Restore them, or give the changed lesson a new name."
            ) from None
        except REFUSED as error:
            raise database_fault(error, self.db_url) from None

    def record(self, verdict: SubmissionVerdict, exercises: Iterable[str], folder: Path) -> list[str]:
        """Enter one verdict on a lesson of these exercises; ``folder`` is the submission's. Returns notes on it.

        All of it is entered, or nothing. A broken or refused exercise gets no score and is marked for a person; comments are the automatic ones.
        """
        judged = {e.exercise: e for e in verdict.exercises}
        with warnings.catch_warnings():
            # nbgrader 0.9 under SQLAlchemy 2.1 warns at each new submission; the rows are right.
            warnings.simplefilter("ignore", SAWarning)
            try:
                with one_transaction(self.gradebook):
                    return self._record(verdict, judged, exercises, folder)
            except REFUSED as error:
                raise database_fault(error, self.db_url) from None

    def _record(
        self,
        verdict: SubmissionVerdict,
        judged: dict[str, ExerciseVerdict],
        exercises: Iterable[str],
        folder: Path,
    ) -> list[str]:
        lesson, student = verdict.lesson, verdict.student
        self.gradebook.update_or_create_student(student)
        notes = self._submission(lesson, student, folder)
        for name in exercises:
            found = judged.get(name)
            no_score = found is None or isinstance(found.outcome, Broken)
            grade = self.gradebook.find_grade(f"check-{name}", lesson, lesson, student)
            grade.auto_score = None if found is None or no_score else found.points
            grade.needs_manual_grade = no_score or grade.manual_score is not None
            note = self.gradebook.find_comment(name, lesson, lesson, student)
            note.auto_comment = comment(found) if found is not None else verdict.refused
        self._late(lesson, student)
        return notes

    # -- inner ----------------------------------------------------------------------------------------------------

    def _submission(self, lesson: str, student: str, folder: Path) -> list[str]:
        """Make or find the submission. timestamp.txt is the student's claim: it may move the time later only."""
        claimed, note = _claimed(folder)
        try:
            known = self.gradebook.find_submission(lesson, student).timestamp
        except MissingEntry:
            known = None
        if claimed is not None and known is not None and claimed < known:
            note = (
                f"timestamp.txt says {claimed:%Y-%m-%d %H:%M} UTC, the gradebook {known:%Y-%m-%d %H:%M}; "
                f"the gradebook holds."
            )
            claimed = None
        self.gradebook.update_or_create_submission(lesson, student, **({"timestamp": claimed} if claimed else {}))
        return [note] if note else []

    def _late(self, lesson: str, student: str) -> None:
        """Late penalties by the plugin of nbgrader's own step, as ``nbgrader autograde`` would assign them.

        The step itself would open the database a second time, after the scores: a run that ended in between would
        leave scores without their penalties.
        """
        step = AssignLatePenalties(config=self.config)
        step.init_plugin()
        self.gradebook.db.flush()
        self.gradebook.db.expire_all()  # sums of scores are the database's
        late = self.gradebook.find_submission(lesson, student).total_seconds_late
        notebook = self.gradebook.find_submission_notebook(lesson, lesson, student)
        penalty = step.plugin_inst.late_submission_penalty(student, notebook.score, late) if late > 0 else None
        notebook.late_submission_penalty = None if penalty is None else min(max(penalty, 0), notebook.score)

    def _resources(self, lesson: str) -> dict[str, Any]:
        return {"nbgrader": {"assignment": lesson, "notebook": lesson, "student": "", "db_url": self.db_url}}


def _claimed(folder: Path) -> tuple[datetime | None, str]:
    text = read_small_text(folder, "timestamp.txt", MOST_STAMP)
    if text is None:
        return None, ""
    try:
        claimed: datetime = parse_utc(text.strip())
    except (ValueError, OverflowError):
        return None, "timestamp.txt holds no time; it was ignored."
    if claimed > datetime.now(UTC).replace(tzinfo=None):
        return None, "timestamp.txt names a time to come; it was ignored."
    return claimed, ""


def _utc(due: datetime) -> datetime:
    """nbgrader keeps naive UTC; a date without a zone is the instructor's local time."""
    return due.astimezone(UTC).replace(tzinfo=None)
