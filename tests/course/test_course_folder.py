"""A course that was handed in is not opened, and nothing of it is run."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.faults import UsageFault
from autograder.nbgrader_plugin.nbgrader_course import NbgraderCourse
from tests.support.miniature_course import write_course
from tests.support.paths import AUTOGRADER


def planted(place: Path) -> tuple[Path, Path]:
    """A course at ``place`` whose every program leaves a mark, and the place of the mark."""
    mark = place.parent / "it-was-run"
    root = write_course(place)
    for path in [*root.rglob("hidden.py"), root / "nbgrader_config.py"]:
        path.write_text(f"open({str(mark)!r}, 'w')\n")
    return root, mark


@pytest.mark.parametrize("inside", ["", "lessons", "lessons/01_mini"])
def test_a_course_within_a_course_is_refused(mini: Path, inside: str) -> None:
    """Whether it is named, or found upwards; nothing of it is imported."""
    root, mark = planted(mini / "handed-in" / "mallory")
    with pytest.raises(UsageFault, match="A course lies in no other course") as refused:
        Course.open(root / inside).lesson("01_mini")
    assert f"Received {root.resolve()}, which lies in the course {mini.resolve()}. Nothing of it was run. Go to" in str(
        refused.value
    )
    assert not mark.exists()
    assert "01_mini" in Course.open(mini).lessons


@pytest.mark.parametrize("name", ["submitted", "Submitted"])
def test_a_course_within_a_folder_of_submissions_is_refused(tmp_path: Path, name: str) -> None:
    """Also where no course is above it, as in a folder of downloads."""
    root, mark = planted(tmp_path / name / "mallory" / "03_weights")
    with pytest.raises(UsageFault, match=r"A course lies in no folder of submissions.* Go to your own course"):
        Course.open(root)
    assert not mark.exists()


def test_a_course_of_nbgraders_that_was_handed_in_is_refused(tmp_path: Path) -> None:
    """Its nbgrader_config.py would be run as well; a course above is known by its configuration."""
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "nbgrader_config.py").write_text("c = get_config()\n")
    for place in ("course/taken/mallory", "submitted/mallory"):
        root, mark = planted(tmp_path / place)
        (root / "source" / "ps1").mkdir(parents=True)
        (root / "source" / "ps1" / "ps1.ipynb").write_text("{}")
        (root / "course.toml").unlink()
        with pytest.raises(UsageFault, match="A course lies in no"):
            NbgraderCourse.open(root, "ps1")
        assert not mark.exists()


@pytest.mark.parametrize(
    "words", [("judge", "01_mini/Scale", "x.py"), ("grade", "."), ("list",), ("verify",), ("build",)]
)
def test_commands_in_a_students_folder_say_so_in_one_sentence(mini: Path, words: tuple[str, ...]) -> None:
    """An instructor who looks into a submission and types a command runs nothing of it."""
    root, mark = planted(mini / "submitted" / "mallory" / "01_mini")
    (root / "x.py").write_text("x = 1\n")
    done = subprocess.run([AUTOGRADER, *words], cwd=root, capture_output=True, text=True, check=False)
    assert 2 == done.returncode, done.stdout + done.stderr
    assert done.stderr.startswith("autograder: A course lies in no other course")
    assert not mark.exists()
