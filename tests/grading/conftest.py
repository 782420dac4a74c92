"""A little course, and what grading one submission of it comes to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.course.course import Course
from autograder.grading.exams import draw_exams
from autograder.grading.graded_batch import GradedSubmission
from autograder.grading.submission import grade_submission
from autograder.intake.notebook import read_notebook
from tests.support.grading_course import LESSON, HereSandbox, hand_in, make_course, released


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
