"""The miniature course, built once for all modules of this folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.editions.build_lesson import build_lesson
from tests.support.miniature_course import write_course
from tests.support.miniature_editions import NAME


@pytest.fixture(scope="session")
def built_once(tmp_path_factory) -> Path:
    """A miniature course, built with its reading edition executed in a real kernel."""
    root = write_course(tmp_path_factory.mktemp("built") / "course")
    course = Course.open(root)
    built = build_lesson(course, course.lesson(NAME))
    assert ("executed", []) == (built.reading, built.findings)
    return root


@pytest.fixture
def built(built_once, tmp_path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(built_once, tmp_path / "course"))
