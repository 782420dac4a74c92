"""A student's own environment: the wheel alone, the fetched release, and nothing of the lessons."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
import zipfile
from pathlib import Path

import nbformat
import pytest

from autograder.sandbox.bubblewrap import FORMULAS

LESSON = "03_weights"
RIGHT = """
class ScaleShift(keras.layers.Layer):
    def build(self, shape):
        self.scale = self.add_weight(shape=(shape[-1],), initializer="ones")
        self.shift = self.add_weight(shape=(shape[-1],), initializer="zeros")

    def call(self, inputs):
        return self.scale * inputs + self.shift
"""
WRONG = RIGHT.replace("self.scale * inputs + self.shift", "self.scale * (inputs + self.shift)")


@pytest.fixture(scope="module")
def student_folder(root, tmp_path_factory):
    """A Python with the wheel and its dependencies as locked, and the release fetched into an empty folder."""
    here = tmp_path_factory.mktemp("student")
    uv = str(root / ".boot" / "bin" / "uv")
    quiet = {"cwd": root, "check": True, "capture_output": True, "text": True}
    subprocess.run([uv, "build", "--quiet", "--wheel", "--out-dir", str(here / "dist")], **quiet)
    subprocess.run([uv, "venv", "--quiet", "--python", str(root / ".venv/bin/python"), str(here / "env")], **quiet)
    pins = ["export", "--quiet", "--frozen", "--no-dev", "--no-emit-project", "--no-hashes"]
    pinned = subprocess.run([uv, *pins], **quiet).stdout
    (here / "pins.txt").write_text(pinned, encoding="utf-8")
    (wheel,) = (here / "dist").glob("*.whl")
    python = str(here / "env/bin/python")
    subprocess.run(
        [uv, "pip", "install", "--quiet", "--python", python, "-r", str(here / "pins.txt"), str(wheel)], **quiet
    )
    shutil.copytree(root / "release" / LESSON, here / "home" / LESSON)
    return here


def work(student_folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run the set-up cell of the released notebook and then ``code``, in the folder that was fetched."""
    notebook = nbformat.read(student_folder / "home" / LESSON / f"{LESSON}.ipynb", as_version=4)
    setup = next(c.source for c in notebook.cells if c.cell_type == "code" and "open_lesson" in c.source)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    environment |= {
        "AUTOGRADER_STATE": str(student_folder / "state"),
        "HOME": str(student_folder / "home"),
        "MPLBACKEND": "agg",
    }
    return subprocess.run(
        [str(student_folder / "env/bin/python"), "-c", f"{setup}\n{code}"],
        cwd=student_folder / "home" / LESSON,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_holds_the_engine_and_no_lesson(student_folder):
    (wheel,) = (student_folder / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"autograder/student/check.py", "autograder/results/templates/feedback.html"} <= set(names)
    assert {"autograder"} == {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert not any(Path(name).name in ("hidden.py", "probe.py", "quiz.toml") for name in names)
    # The references' formulas are answers: conv_out is one of them.
    assert not any(Path(name).name in FORMULAS for name in names)


def test_the_distribution_is_ours_and_brings_package_and_command(student_folder):
    """On PyPI `autograder` is somebody else's: an upgrade by that name must not replace our wheel."""
    code = (
        "from importlib.metadata import metadata, packages_distributions as by_package; import autograder; "
        "print(metadata('plus-to-resnet')['Name'], *by_package()['autograder'], autograder.__name__)"
    )
    done = subprocess.run(
        [str(student_folder / "env/bin/python"), "-c", code], capture_output=True, text=True, check=False
    )
    assert (0, "plus-to-resnet plus-to-resnet autograder") == (done.returncode, done.stdout.strip()), done.stderr
    (wheel,) = (student_folder / "dist").glob("*.whl")
    assert wheel.name.startswith("plus_to_resnet-")
    helped = subprocess.run(
        [str(student_folder / "env/bin/autograder"), "--help"], capture_output=True, text=True, check=False
    )
    assert (0, True) == (helped.returncode, "Usage: autograder" in helped.stdout), helped.stderr


def test_nothing_hidden_is_in_the_students_folder_or_environment(student_folder):
    found = [p for p in student_folder.rglob("*") if p.name == "hidden.py" and "autograder" in str(p)]
    assert found == []
    engine = next(student_folder.glob("env/lib/*/site-packages/autograder"))
    assert not any("scale_shift" in p.read_text(encoding="utf-8") for p in engine.rglob("*.py"))


def test_a_right_answer_passes_there_and_hidden_questions_are_still_to_come(student_folder):
    done = work(student_folder, f"{RIGHT}\ncheck('ScaleShift')")
    assert done.returncode == 0, done.stderr[-2_000:]
    assert re.search(r"hidden questions", done.stdout)
    assert "all tests passed" not in done.stdout.lower()


def test_a_wrong_answer_gets_the_advice_meant_for_it(student_folder):
    done = work(student_folder, f"{WRONG}\ncheck('ScaleShift')")
    assert done.returncode != 0
    assert "Here the shift comes first" in done.stdout


def test_the_solution_is_the_instructors_to_release(student_folder):
    done = work(student_folder, f"{RIGHT}\ncheck('ScaleShift')\nsolution('ScaleShift')")
    assert "instructor" in done.stdout + done.stderr
    assert "BEGIN SOLUTION" not in done.stdout


def test_another_minor_version_of_keras_gets_one_clear_sentence(student_folder):
    checks = student_folder / "home" / LESSON / "checks" / "lesson.json"
    before = checks.read_text(encoding="utf-8")
    checks.write_text(before.replace('"keras": "3.15"', '"keras": "3.14"'), encoding="utf-8")
    try:
        done = work(student_folder, "")
    finally:
        checks.write_text(before, encoding="utf-8")
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert "3.14" in last
    assert "3.15" in last


def test_the_wheel_asks_for_what_a_student_needs_and_no_grading_tools(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert not any(line.startswith(("nbgrader", "jupytext", "nbclient")) for line in project["dependencies"])
