"""A course of its own in a temporary folder, with submissions of two lessons graded in one run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

from autograder.course.course import Course
from tests.sample_class import answered, with_mistakes

STUDENTS = ("made_in_call", "right")
LESSON = "03_weights"
"""Of this lesson, submissions of the sample class."""
BLOCK = "08_residual_block"
BLOCKS = {"relu_before_sum": {"BasicBlock": "relu_before_sum"}, "right": {}}
"""Of this lesson, a submission a student: the model answers, but for these known wrong ones."""


def graded_course(root: Path, course: Path) -> Path:
    """Copy the repository's course to ``course`` and grade four submissions there, as an instructor does."""
    for name in ("lessons", "source", "release"):
        shutil.copytree(root / name, course / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("course.toml", "nbgrader_config.py"):
        shutil.copy(root / name, course / name)
    for student in STUDENTS:
        shutil.copytree(root / "tests" / "submissions" / student, course / "submitted" / student)
    lesson = Course.open(root).lesson(BLOCK)
    release = nbformat.read(root / "release" / BLOCK / f"{BLOCK}.ipynb", as_version=4)
    for student, mistakes in BLOCKS.items():
        folder = course / "submitted" / student / BLOCK
        folder.mkdir(parents=True)
        nbformat.write(answered(lesson, release, with_mistakes(mistakes)), folder / f"{BLOCK}.ipynb")
    command = [Path(sys.executable).parent / "autograder", "grade", "submitted"]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return course
