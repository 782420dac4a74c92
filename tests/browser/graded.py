"""A course of its own in a temporary folder, with two submissions of the sample class graded."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

STUDENTS = ("made_in_call", "right")
LESSON = "03_weights"


def graded_course(root: Path, course: Path) -> Path:
    """Copy the repository's course to ``course`` and grade two submissions there, as an instructor does."""
    for name in ("lessons", "source", "release"):
        shutil.copytree(root / name, course / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("course.toml", "nbgrader_config.py"):
        shutil.copy(root / name, course / name)
    for student in STUDENTS:
        shutil.copytree(root / "tests" / "submissions" / student, course / "submitted" / student)
    command = [Path(sys.executable).parent / "autograder", "grade", "submitted"]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return course
