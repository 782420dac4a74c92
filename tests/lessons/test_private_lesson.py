"""A private lesson that lies outside the repository is built, proved and graded like the public ones."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest

from tests.support.paths import AUTOGRADER

LESSON = '''\
# %% [markdown]
r"""
# 20 — A private test

8 minutes.
"""

# %% tags=["setup"]
from autograder import check, open_lesson
import keras
import numpy as np
import tensorflow as tf

open_lesson("20_exam")

# %% [markdown]
r"""One exercise, on your own."""

# %% exercise="scale_shift"
'''


def run(course: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([AUTOGRADER, *words], cwd=course, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def course(root, tmp_path_factory):
    """A course whose only lesson lies beside it; its exercise is taken from a public lesson and worth 10 points."""
    here = tmp_path_factory.mktemp("course")
    private = tmp_path_factory.mktemp("elsewhere") / "20_exam"
    shutil.copytree(root / "lessons" / "03_weights" / "scale_shift", private / "scale_shift")
    (private / "lesson.py").write_text(LESSON, encoding="utf-8")
    shutil.copy(root / "nbgrader_config.py", here)
    (here / "course.toml").write_text(
        f'title = "Private"\n\n[[lesson]]\npath = "{private.as_posix()}"\ndue = 2027-03-01T12:00:00\n\n'
        "[lesson.points]\nScaleShift = 10\n",
        encoding="utf-8",
    )
    built = run(here, "build")
    assert built.returncode == 0, built.stdout + built.stderr
    return here


def test_it_is_built_with_the_instructors_points(course):
    source = nbformat.read(course / "source" / "20_exam" / "20_exam.ipynb", as_version=4)
    points = [c.metadata.nbgrader.points for c in source.cells if c.metadata.get("nbgrader", {}).get("grade")]
    assert points == [10]
    assert (course / "release" / "20_exam" / "checks" / "lesson.json").exists()
    assert (course / "notebooks" / "20_exam.ipynb").exists()


def test_nothing_of_the_public_lessons_is_built(course):
    assert ["20_exam"] == [p.name for p in (course / "release").iterdir()]


def test_it_is_proved(course):
    done = run(course, "verify", "20_exam", "--json")
    report = json.loads(done.stdout)
    assert (0, 0) == (done.returncode, report["totals"]["unproved"]), report
    assert report["totals"]["wrong"] == report["totals"]["refused"]


def test_it_is_graded_with_partial_credit_in_its_own_points(course):
    release = course / "release" / "20_exam" / "20_exam.ipynb"
    answers = {
        "whole": "self.scale * inputs + self.shift",
        "half": "self.scale * (inputs + self.shift)",
    }
    for student, formula in answers.items():
        notebook = nbformat.read(release, as_version=4)
        cell = next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "ScaleShift")
        cell.source = f"""
class ScaleShift(keras.layers.Layer):
    def build(self, shape):
        self.scale = self.add_weight(shape=(shape[-1],), initializer="ones")
        self.shift = self.add_weight(shape=(shape[-1],), initializer="zeros")

    def call(self, inputs):
        return {formula}
"""
        folder = course / "submitted" / student / "20_exam"
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / "20_exam.ipynb")
    done = run(course, "grade", "submitted", "--json", "all.json")
    assert done.returncode == 0, done.stderr
    verdicts = json.loads((course / "all.json").read_text(encoding="utf-8"))
    assert {"half": 5.0, "whole": 10.0} == {v["student"]: v["points"] for v in verdicts}
    judged = run(course, "list", "--json")
    assert [10.0] == [row["points"] for row in json.loads(judged.stdout)]
