"""Somebody else's nbgrader course, graded by nbgrader's own converter, with our box in the place of its kernel."""

from __future__ import annotations

import logging
import os
import re
import shutil
import warnings
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc
from traitlets.config import Config

from autograder.box.box import Box
from autograder.faults import MachineFault, UsageFault
from autograder.grading import handed_in, inline, intake
from autograder.grading.in_box import InBox, in_place_of_execute
from autograder.grading.intake import Refused

NOT_TAMPER_PROOF = (
    "These scores are not tamper-proof: the tests of this course run beside the student's code, "
    "which can change them or their outcome."
)
PRELOADABLE = ("numpy", "scipy", "pandas", "matplotlib", "sklearn", "tensorflow", "keras")
"""What a warm parent may import before it forks: packages that start no thread until they compute."""

_IMPORT = re.compile(r"^[ \t]*(?:from|import)[ \t]+([\w., \t]+)", re.MULTILINE)
_CHANGED = re.compile(r"Attribute '(\w+)' for cell (\S+) has changed!")


def assignments(course_dir: Path) -> list[str]:
    """The assignments of an nbgrader course: the folders of ``source/`` that hold a notebook."""
    return sorted(path.name for path in (course_dir / "source").glob("*") if any(path.glob("*.ipynb")))


def is_course(course_dir: Path, assignment: str) -> bool:
    """True when ``course_dir`` is the root of an nbgrader course that has ``assignment``."""
    return assignment in assignments(course_dir)


def students(submitted_dir: Path, assignment: str) -> list[str]:
    """Who handed in ``assignment``, in nbgrader's layout ``submitted_dir/STUDENT/ASSIGNMENT``."""
    return sorted(path.parent.name for path in submitted_dir.glob(f"*/{assignment}"))


def grade(
    course_dir: Path,
    submitted_dir: Path,
    assignment: str,
    students: Sequence[str] | None = None,
    box: Box | None = None,
) -> list[dict[str, Any]]:
    """Grade the submissions of an nbgrader course into its own gradebook, one after the other, in forks of one box.

    Writes what ``nbgrader autograde ASSIGNMENT --force`` would: gradebook and ``autograded/``. Where the gradebook
    does not know the assignment yet, its cells are entered first. Without ``students`` all who handed in are graded;
    without ``box`` one is started that has imported what the source's notebooks import.

    A dictionary a student: ``student``, ``assignment``, ``level`` (the box's), ``points``, ``max_points`` (nbgrader's
    sums), ``scores`` (a list of ``notebook``, ``cell``, ``auto_score``, ``max_score``, ``needs_manual_grade``),
    ``notes`` (sentences), ``refused`` (None, or why nothing was graded), ``broken`` (True: the machine's fault, no
    score was written), ``trust`` (the sentence that the scores are not tamper-proof).

    Raises UsageFault for an assignment or a student that is not there, for a course that cannot be read, and for a
    notebook that is not in Python; MachineFault when no box can be started.
    """
    course = _Course.open(course_dir, assignment)
    present = _present(submitted_dir, assignment)
    unknown = sorted(set(students or ()) - set(present))
    if unknown or not present:
        raise UsageFault(
            f"Submissions lie in {submitted_dir}/STUDENT/{assignment}. "
            f"Received {', '.join(unknown) or 'a folder without any'}; found: {', '.join(present) or 'nobody'}."
        )
    course.enter_cells()
    with ExitStack() as stack:
        boxes = _Boxes(box, preload(course.source), stack)
        return [_one(course, submitted_dir, student, boxes) for student in students or present]
