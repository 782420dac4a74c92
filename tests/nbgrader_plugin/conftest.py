"""A sandbox and a small course of somebody else's."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.nbgrader_plugin import nbgrader_course
from autograder.sandbox.sandbox import Sandbox
from tests.support.foreign_courses import code, made, write


@pytest.fixture(scope="module")
def plain_sandbox() -> Iterator[Sandbox]:
    """A sandbox without TensorFlow, which these courses do not use."""
    with Sandbox(preload=("IPython",)) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with two notebooks and one submission of ann's, known to the gradebook."""
    root = tmp_path_factory.mktemp("small")
    for name in ("one", "two"):
        notebook = made([code("x = 4", f"answer-{name}"), code("assert x == 4", name, 1.0)])
        write(root, f"source/hw/{name}.ipynb", notebook)
        write(root, f"submitted/ann/hw/{name}.ipynb", notebook)
    assert nbgrader_course.NbgraderCourse.open(root, "hw").enter_cells()
    return root


@pytest.fixture
def small(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "course"))
