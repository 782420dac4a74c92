"""The same submission and seed give the same verdict, byte for byte: whatever the number of sandboxes, the order and the sandbox."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sample_class import LESSON
from tests.support.paths import ROOT

SUBMISSIONS = ROOT / "tests" / "submissions"


@pytest.fixture(scope="module")
def again(graded_class: object, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The stored verdicts of a second run over the sample class, by student.

    It has one sandbox more, and the folders are named so that who came first is now the last.
    """
    here = tmp_path_factory.mktemp("again")
    students = sorted(path.name for path in SUBMISSIONS.iterdir())
    aliases = {student: f"{number:02}-{student}" for number, student in enumerate(reversed(students))}
    for student, alias in aliases.items():
        shutil.copytree(SUBMISSIONS / student, here / "submitted" / alias)
    jobs = (os.cpu_count() or 1) + 1
    line = [str(Path(sys.executable).with_name("autograder")), "grade", str(here / "submitted")]
    done = subprocess.run(
        [*line, "--out", str(here / "out"), "--jobs", str(jobs)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.index(f" {aliases[students[-1]]}\n") < done.stderr.index(f" {aliases[students[0]]}\n")
    found = {student: here / "out" / "verdicts" / alias / f"{LESSON}.json" for student, alias in aliases.items()}
    return {
        student: path.read_bytes().decode().replace(f'"student": "{aliases[student]}"', f'"student": "{student}"')
        for student, path in found.items()
    }


def test_a_verdict_is_the_same_byte_for_byte(
    again: dict[str, str], graded_class: tuple[Path, subprocess.CompletedProcess[str]]
) -> None:
    """Another sandbox, another neighbour before it, another number of sandboxes: not one digit differs."""
    out, _ = graded_class
    assert len(again) >= 12
    for student, text in again.items():
        assert (out / "verdicts" / student / f"{LESSON}.json").read_bytes().decode() == text, student


def test_a_verdict_holds_no_time_no_address_and_no_path(again: dict[str, str]) -> None:
    """What would make two runs or two machines differ stays out; what identifies them are hashes of what was judged."""
    for text in again.values():
        assert not re.search(r"20\d\d-\d\d|\d\d:\d\d|0x[0-9a-f]{6,}|/tmp|site-packages", text)
        assert str(ROOT) not in text
