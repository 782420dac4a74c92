"""The miniature course of tests/support/miniature_course.py, built."""

from __future__ import annotations

import nbformat

from autograder.course import Course
from autograder.editions.build_lesson import build_lesson, make_editions
from autograder.editions.manual_edits import files_in
from autograder.editions.up_to_date import find_differences

NAME = "01_mini"
SOURCE = f"source/{NAME}/{NAME}.ipynb"
RELEASE = f"release/{NAME}/{NAME}.ipynb"


def build(root, **how):
    course = Course.open(root)
    return build_lesson(course, course.lesson(NAME), **{"execute": False, **how})


def check(root, **how):
    course = Course.open(root)
    return find_differences(course, course.lesson(NAME), **how)


def cells(root, name):
    return nbformat.read(root / name, as_version=4).cells


def bytes_in(folder):
    return {name: path.read_bytes() for name, path in files_in(folder).items()}


def editions_of(root, aside):
    course = Course.open(root)
    make_editions(course, course.lesson(NAME), aside)
    return aside
