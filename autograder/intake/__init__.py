"""Bytes from strangers: submissions, notebooks and archives, read within bounds or refused. No judge is imported here."""

from autograder.intake.notebook import Submitted, SubmittedCell, read_notebook
from autograder.intake.refusal import Refused
from autograder.intake.student_id import is_student
from autograder.intake.submissions import Job, class_folder, find_submissions
from autograder.intake.unpack_folder import UnpackFolder

__all__ = [
    "Job",
    "Refused",
    "Submitted",
    "SubmittedCell",
    "UnpackFolder",
    "class_folder",
    "find_submissions",
    "is_student",
    "read_notebook",
]
