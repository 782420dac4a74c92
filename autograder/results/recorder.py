"""What a graded batch leaves behind: gradebook, graded notebooks, feedback pages, the instructor's report."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import nbformat

from autograder.course.course import Course
from autograder.course.lesson import Lesson
from autograder.exercise.exam import Exam
from autograder.grading.graded_batch import Batch, GradedSubmission
from autograder.intake import Job
from autograder.results.class_report import render_report
from autograder.results.feedback_page import render_page
from autograder.results.gradebook import GradebookWriter, course_directory
from autograder.results.graded_notebook import score_notebook, skeleton
from autograder.verdicts import SubmissionVerdict
from autograder.whole_files import PART, sweep, sweep_parts, write_whole

REPORT = "report.html"


class Recorder:
    """Writes below ``out``. Made before anything is judged, so that an unbuilt course is found out first.

    Raises UsageFault when nbgrader_config.py fails or a source edition is missing.
    """

    def __init__(self, course: Course, out: Path) -> None:
        self.course, self.out = course, out
        self.directory = course_directory(course, out)
        self._skeletons: dict[str, nbformat.NotebookNode] = {}

    def skeleton(self, lesson: Lesson) -> nbformat.NotebookNode:
        """The lesson's notebook with stubs, read once."""
        if lesson.name not in self._skeletons:
            self._skeletons[lesson.name] = skeleton(self.course, lesson)
        return self._skeletons[lesson.name]

    def tidy(self) -> None:
        """Remove what a killed run has left half-written. No other run may be at work on ``out``."""
        for folder in (self.out / "verdicts", self._folder("feedback", ".", "."), self._folder("autograded", ".", ".")):
            sweep(folder)
        sweep_parts(self.out.glob(f".{REPORT}.*{PART}"))  # below may lie a whole course

    def record(self, batch: Batch) -> Path:
        """Write everything; returns the report's path. No sandbox may be running any more.

        Raises MachineFault when the gradebook cannot be written; the pages are there nevertheless.
        """
        for job, outcome in batch.results:
            self._pages(job, outcome, batch.exams[job.lesson].exams)
        graded_lessons = dict.fromkeys(job.lesson for job, _ in batch.results)
        lessons = [self.course.lesson(name) for name in self.course.lessons if name in graded_lessons]
        notes: dict[tuple[str, str], list[str]] = {}
        try:
            with GradebookWriter(self.directory) as book:
                for lesson in lessons:
                    book.lesson(lesson, self.skeleton(lesson))
                for job, outcome in batch.results:
                    names = [files.name for files in self.course.lesson(job.lesson).exercises]
                    notes_on_it = book.record(outcome.verdict, names, job.folder)
                    notes[job.student, job.lesson] = notes_on_it
        finally:
            # It shows hidden cases.
            write_whole(self.out / REPORT, render_report(lessons, batch.verdicts, notes, self._link), mode=0o600)
        return self.out / REPORT

    def feedback(self, student: str, lesson: str) -> Path:
        """Where the student's page is, as nbgrader's release_feedback expects it."""
        return self._folder("feedback", student, lesson) / f"{lesson}.html"

    # -- inner ----------------------------------------------------------------------------------------------------

    def _folder(self, kind: str, student: str, lesson: str) -> Path:
        return Path(self.directory.format_path(getattr(self.directory, f"{kind}_directory"), student, lesson))

    def _pages(self, job: Job, outcome: GradedSubmission, exams: Mapping[str, Exam]) -> None:
        lesson, verdict = self.course.lesson(job.lesson), outcome.verdict
        write_whole(self.feedback(job.student, job.lesson), render_page(lesson, exams, verdict, outcome.answers))
        notebook = score_notebook(self.skeleton(lesson), verdict, outcome.answers)
        folder = self._folder("autograded", job.student, job.lesson)
        write_whole(folder / f"{job.lesson}.ipynb", nbformat.writes(notebook) + "\n")

    def _link(self, verdict: SubmissionVerdict) -> str | None:
        path = self.feedback(verdict.student, verdict.lesson)
        if not path.exists():
            return None
        return quote(Path(os.path.relpath(path, self.out)).as_posix())
