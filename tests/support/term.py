"""A course with nbgrader's own configuration and a gradebook, graded without a sandbox."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from autograder.course.course import Course
from autograder.grading.batch import Grader
from autograder.results.recorder import Recorder
from tests.support.grading_course import LESSON, HereSandbox, answer, hand_in, make_course, released

DOUBLE, SHIFT = answer("double", "2 * x"), answer("shift", "x + 1")
CONFIG = """
from os.path import abspath, dirname
from nbgrader.converters import Autograde
c = get_config()
c.CourseDirectory.root = dirname(abspath(__file__))
c.CourseDirectory.feedback_directory = "pages"
c.Autograde.sanitize_preprocessors = [
    "autograder.nbgrader_plugin.preprocessors.Transplant", *Autograde.sanitize_preprocessors.default_args[0]
]
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader_plugin.preprocessors.Judge",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "autograder.nbgrader_plugin.preprocessors.Remark",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
"""


class Term:
    """A course with nbgrader's configuration and a gradebook."""

    def __init__(self, root: Path) -> None:
        self.course: Course = make_course(root)
        self.root = root
        (root / "nbgrader_config.py").write_text(CONFIG)
        self.submitted = root / "submitted"
        self.submitted.mkdir()
        self.stubs = {files.name: files.task.stub for files in self.course.lesson(LESSON).exercises}
        self.recorder = Recorder(self.course, root)

    def hand_in(self, student: str, **answers: str | None) -> Path:
        given = {"double": DOUBLE, "shift": SHIFT} | answers
        return hand_in(self.submitted, student, released(given, self.stubs))

    def grade(self, **sandbox: Any) -> None:
        grader = Grader(self.course, self.root, lambda: HereSandbox(**sandbox))  # type: ignore[arg-type, return-value]
        self.recorder.record(grader.run(self.submitted, again=True))

    def rows(self, student: str) -> dict[str, tuple[float | None, bool, str | None]]:
        """Automatic score, "needs a person", and comment, by exercise."""
        where = (LESSON, LESSON, student)
        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}") as book:
            found = {}
            for name in self.stubs:
                grade = book.find_grade(f"check-{name}", *where)
                found[name] = (grade.auto_score, grade.needs_manual_grade, book.find_comment(name, *where).comment)
            return found
