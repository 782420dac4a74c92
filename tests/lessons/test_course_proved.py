"""What the whole course promises: `autograder verify` finds nothing unproved."""

from __future__ import annotations

import json
import subprocess

import pytest

from autograder.course.course import Course
from tests.support.paths import AUTOGRADER


def test_the_block_is_shown_in_twelve_lines(root):
    """As the lesson promises; verify holds them to the reference's numbers."""
    _, files = Course.open(root).exercise("08_residual_block/BasicBlock")
    assert (12, "The block in twelve lines of NumPy") == (
        files.exercise.formula_text.lines,
        files.exercise.formula_text.title,
    )


@pytest.fixture(scope="module")
def report(root):
    done = subprocess.run([AUTOGRADER, "verify", "--json"], cwd=root, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout)


@pytest.mark.timeout(1800)  # the fixture proves the whole course
def test_the_course_is_proved(report):
    """The main claim: every known wrong answer refused, with its advice; every right-but-different one accepted."""
    code, document = report
    assert [] == [sentence for row in document["exercises"] for sentence in row["unproved"]]
    assert (0, document["totals"]["wrong"], document["totals"]["right"]) == (
        code,
        document["totals"]["refused"],
        document["totals"]["accepted"],
    )
    assert document["totals"]["wrong"] >= 100
