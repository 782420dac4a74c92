"""What a student's folder may be called."""

from __future__ import annotations

import re

# No dot at the beginning: nbgrader passes hidden folders over, and half-written files of our own are called so.
STUDENT = re.compile(r"(?!\.)[A-Za-z0-9._-]{1,64}")
NOT_STUDENTS = frozenset({".ipynb_checkpoints", ".git", "__MACOSX"})
"""Folders that tools leave beside the students', and that nobody need hear of."""
NO_STUDENT = (
    "A student's folder is a real folder, named by letters, digits, dots, underscores and hyphens, at most 64, and the first "
    "is no dot. Rename it, or put the folder itself in place of a link."
)


def is_student(name: str) -> bool:
    """True when ``name`` can be a student's id: letters, digits, underscore, hyphen, and dots but for the first; at most 64."""
    return STUDENT.fullmatch(name) is not None
