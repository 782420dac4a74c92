"""A machine that fails under somebody else's course, and a course that cannot be graded."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from autograder.cli.foreign_course_command import grade_foreign
from autograder.faults import Fault, MachineFault, UsageFault
from autograder.nbgrader_plugin import foreign_course
from autograder.sandbox.sandbox import Sandbox
from tests.support.foreign_courses import code, grade, made, recorded, write


class NoSandbox(Sandbox):
    """A sandbox whose machine fails."""

    def __init__(self, error: Exception | None = None) -> None:
        super().__init__()
        self.forks = 0
        self.error = error

    def fork(self, limits: Any = None) -> Any:
        self.forks += 1
        raise self.error or MachineFault("The fork server is gone.")


def test_a_fault_of_the_machines_is_tried_again_and_then_costs_nobody_points(
    small: Path, plain_sandbox: Sandbox
) -> None:
    """No score is written; one that was there stays."""
    assert 2.0 == grade(small, plain_sandbox).points
    sandbox = NoSandbox()
    row = grade(small, sandbox)
    assert (True, "The fork server is gone.", 2) == (row.broken, row.refused, sandbox.forks)
    assert {"ann/one": 1.0, "ann/two": 1.0} == recorded(small, "hw")


def test_an_error_of_the_systems_is_the_machines_fault(small: Path) -> None:
    """It must not read as if the submission were at fault."""
    row = grade(small, NoSandbox(BlockingIOError(11, "Resource temporarily unavailable")))
    assert (True, "The system failed the sandbox: [Errno 11] Resource temporarily unavailable.") == (
        row.broken,
        row.refused,
    )


def test_the_command_ends_with_1_when_the_machine_failed(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a script notices."""
    monkeypatch.setattr(Sandbox, "fork", NoSandbox.fork)
    monkeypatch.setattr(Sandbox, "forks", 0, raising=False)
    monkeypatch.setattr(Sandbox, "error", None, raising=False)
    assert not grade_foreign(small, small / "submitted")


def test_a_failed_sandbox_is_started_anew(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first sandbox dies under the first submission; the second try gets another one."""
    write(small, "submitted/bob/hw/one.ipynb", made([code("x = 4", "answer-one"), code("assert x == 4", "one", 1.0)]))
    fork, killed = Sandbox.fork, []

    def dies_once(sandbox: Sandbox, limits: Any = None) -> Any:
        if not killed:
            killed.append(sandbox)
            sandbox.close()
        return fork(sandbox, limits)

    monkeypatch.setattr(Sandbox, "fork", dies_once)
    rows = foreign_course.grade_course(small, small / "submitted", "hw")
    assert [2.0, 1.0] == [row.points for row in rows]


FAULTS = {
    "assignment": (lambda root: None, "hw2", "An assignment is a folder of notebooks in source/. Received hw2; found: hw."),
    "nobody": (lambda root: shutil.rmtree(root / "submitted/ann"), "hw", "Received a folder without any; found: nobody."),
    "config": (
        lambda root: (root / "nbgrader_config.py").write_text("c = 1 / 0"),
        "hw",
        "nbgrader_config.py must run without an error. Received ZeroDivisionError: division by zero.",
    ),
    "source": (
        lambda root: (root / "source/hw/two.ipynb").write_text("{"),
        "hw",
        "A source notebook must be readable. two.ipynb is not",
    ),
    "language": (
        lambda root: write(root, "source/hw/two.ipynb", made([], "R")),
        "hw",
        "The sandbox runs notebooks in Python. two.ipynb asks for R. Grade it with nbgrader's own autograde.",
    ),
    "metadata": (
        lambda root: (
            (root / "gradebook.db").unlink(),
            write(root, "source/hw/two.ipynb", made([code("", "one", 1.0), code("", "one", 1.0)])),
        ),
        "hw",
        "nbgrader could not enter hw into the gradebook:",
    ),
    "steps": (
        lambda root: (root / "nbgrader_config.py").write_text("c = get_config()\nc.Autograde.autograde_preprocessors = []"),
        "hw",
        "c.Autograde.autograde_preprocessors must hold a step that executes the cells. Received 0 others.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_course_that_cannot_be_graded_is_one_sentence(small: Path, plain_sandbox: Sandbox, fault: str) -> None:
    """Nothing is graded, and the sentence names what to mend."""
    spoil, assignment, sentence = FAULTS[fault]
    spoil(small)
    with pytest.raises(UsageFault, match=re.escape(sentence)):
        grade(small, plain_sandbox, assignment)


def test_a_student_who_is_not_there_is_named(small: Path, plain_sandbox: Sandbox) -> None:
    """The sentence lists who is."""
    with pytest.raises(UsageFault, match=r"Submissions lie in submitted/STUDENT/hw\. Received zoe; found: ann\."):
        grade(small, plain_sandbox, students=["zoe"])


def test_the_command_names_the_assignments_when_nobody_handed_in(small: Path) -> None:
    """No assignment was named, and none was handed in."""
    with pytest.raises(Fault, match=r"Submissions lie in nothing/STUDENT/ASSIGNMENT\. None was found for any of hw\."):
        grade_foreign(small, small / "nothing")
