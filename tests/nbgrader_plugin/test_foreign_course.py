"""Somebody else's course: one awkward thing in each test, and the sentence that it gets."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from traitlets.config import Config

from autograder.cli.foreign_course_command import is_foreign
from autograder.nbgrader_plugin import foreign_course, inline_tests, nbgrader_course
from autograder.nbgrader_plugin.execute_in_sandbox import InSandbox, in_place_of_execute
from autograder.sandbox.sandbox import Sandbox
from tests.support.foreign_courses import code, example_course, grade, made, write


def test_a_notebook_that_was_not_handed_in_has_no_points(small: Path, plain_sandbox: Sandbox) -> None:
    """nbgrader gives its cells zero; the note says why."""
    (small / "submitted/ann/hw/two.ipynb").unlink()
    row = grade(small, plain_sandbox)
    assert (1.0, 2.0) == (row.points, row.max_points)
    assert "two.ipynb was not handed in: its cells have no points." in row.notes


def test_a_date_that_is_none_is_left_out(small: Path, plain_sandbox: Sandbox) -> None:
    """nbgrader itself would give up on the submission."""
    (small / "submitted/ann/hw/timestamp.txt").write_text("soon")
    row = grade(small, plain_sandbox)
    assert 2.0 == row.points
    assert "timestamp.txt holds no date; it was left out." in row.notes


def test_a_damaged_notebook_is_refused_with_its_reason(small: Path, plain_sandbox: Sandbox) -> None:
    """The same sentence as for this project's own lessons."""
    (small / "submitted/ann/hw/two.ipynb").write_text("{")
    assert "A notebook is JSON. This file ends in the middle" in grade(small, plain_sandbox).refused


def test_what_can_be_read_in_one_way_only_is_handed_to_nbgrader_as_it_likes_it(
    small: Path, plain_sandbox: Sandbox
) -> None:
    """UTF-16 is nothing that nbgrader reads, and no reason to refuse."""
    path = small / "submitted/ann/hw/two.ipynb"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16") + bytes(2))
    row = grade(small, plain_sandbox)
    assert (2.0, None) == (row.points, row.refused)
    assert "The file was UTF-16 text; it was read all the same." in row.notes


def test_what_nbgrader_cannot_grade_is_reported_in_its_words(small: Path, plain_sandbox: Sandbox) -> None:
    """A score above the cell's points makes nbgrader give up on that submission."""
    (small / "gradebook.db").unlink()
    for place in ("source", "submitted/ann"):
        write(small, f"{place}/hw/two.ipynb", made([code("x = 9", "answer-two"), code("x", "two", 1.0)]))
    assert (
        "nbgrader could not grade this submission: "
        "ValueError: partial credit cannot be greater than maximum points for cell"
    ) == grade(small, plain_sandbox).refused


@pytest.mark.parametrize(
    ("name", "link", "sentence"), [("a b", False, "A student's id has letters"), ("bob", True, "This one is a link")]
)
def test_a_folder_that_is_no_students_is_refused(
    small: Path, plain_sandbox: Sandbox, name: str, link: bool, sentence: str
) -> None:
    """Its name would be a pattern to nbgrader, or it may be another student's folder."""
    if link:
        (small / "submitted" / name).symlink_to(small / "submitted/ann")
    else:
        (small / "submitted/ann").rename(small / "submitted" / name)
    assert sentence in grade(small, plain_sandbox, students=[name]).refused


def test_exit_in_a_cell_does_nothing(small: Path, plain_sandbox: Sandbox) -> None:
    """In a kernel it ends the process some moments later, and how far the notebook comes until then is a race."""
    write(
        small,
        "submitted/ann/hw/one.ipynb",
        made([code("x = 4\nexit()", "answer-one"), code("assert x == 4", "one", 1.0)]),
    )
    assert 2.0 == grade(small, plain_sandbox).points


def test_our_own_step_may_stand_in_the_config(small: Path) -> None:
    """A course that already names InSandbox, or Judge, gets the same one sandbox."""
    step = InSandbox(config=Config())
    names = [
        "autograder.nbgrader_plugin.foreign_course.InSandbox",
        "autograder.nbgrader_plugin.preprocessors.Judge",
        "nbgrader.preprocessors.Execute",
    ]
    assert [step, step, step] == in_place_of_execute(names, step)


def test_a_course_of_ours_is_not_taken_for_somebody_elses(small: Path) -> None:
    """course.toml decides."""
    assert foreign_course.is_course(small, "hw") and is_foreign(small)
    (small / "course.toml").write_text("")
    assert not is_foreign(small)


def test_the_fork_server_imports_what_the_source_imports() -> None:
    """Only packages that may be imported before a fork, and only those that are there."""
    source = made(
        [
            code("import numpy as np, matplotlib.pyplot as plt\nfrom sklearn import tree\nimport os"),
            code("import keras_no"),
        ]
    )
    assert ("numpy", "matplotlib.pyplot", "sklearn", "IPython") == nbgrader_course.preload([source])
    with Sandbox(preload=("numpy", "scipy", "matplotlib.pyplot", "sklearn", "IPython")) as sandbox:
        assert "protected" == sandbox.level


def test_the_command_line_grades_another_course_and_says_what_its_scores_are_worth(tmp_path: Path) -> None:
    """``autograder grade`` in a folder without course.toml, as docs/other-courses.md promises."""
    example_course(tmp_path)
    program = str(Path(sys.executable).with_name("autograder"))
    done = subprocess.run(
        [program, "grade", "submitted", "--json", "all.json"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert 0 == done.returncode, done.stderr
    assert inline_tests.NOT_TAMPER_PROOF in done.stdout
    rows = json.loads((tmp_path / "all.json").read_text())
    assert ["bitdiddle", "hacker"] == sorted(row["student"] for row in rows)
    assert [
        *("student", "assignment", "level", "points", "max_points", "scores", "notes", "refused", "broken", "trust")
    ] == list(rows[0])
    assert ["notebook", "cell", "auto_score", "max_score", "needs_manual_grade"] == list(rows[0]["scores"][0])
