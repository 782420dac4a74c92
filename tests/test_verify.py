"""``autograder verify``: clean for the course, and a sentence for each thing that is not proved."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course.course import Course
from autograder.proof.exercise import prove

AUTOGRADER = str(Path(sys.executable).with_name("autograder"))
HEADING = "### Exercise: `double` (core, 2 minutes, easy)"
TASK = f'''# %% [markdown]
r"""
{HEADING}
"""

# %%
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    twice_the_value_that_came_in = x + x
    return twice_the_value_that_came_in
    ### END SOLUTION

# %% [markdown] hint="nudge"
r"""Think."""

# %% [markdown] hint="locate"
r"""The last line."""

# %% [markdown] hint="show"
r"""Three times is `x + x + x`."""
'''
HIDDEN = """
from autograder.exercise import Function, call

exercise = Function("double", minutes=2, difficulty="easy", points={"values": 2})


@exercise.cases
def cases(rng):
    yield call(3)
    yield call(-5)


@exercise.reference
def double(x):
    return 2 * x


@exercise.mistake("It squares.")
def square(x):
    return x * x


OLD = "x + x"
exercise.wrong("square", fails="values", as_=square, change={OLD: "x * x"})
exercise.wrong("half", fails="values", change={OLD: "x // 2"})
exercise.wrong("same", fails="values", change={OLD: "x"})
exercise.wrong("zero", fails="values", change={OLD: "0"})
exercise.wrong("text", fails="shapes", change={OLD: "str(x)"})
exercise.wrong("raises", fails="runs", change={OLD: "x / None"})
exercise.right("times two", change={OLD: "2 * x"})
exercise.right("a sum", change={OLD: "sum([x, x])"})
exercise.right("a shift", change={OLD: "x * 4 // 2"})
"""
LESSON = '''# %% [markdown]
r"""
# 90 — Proof

5 minutes.
"""

# %% tags=["setup"]
import numpy as np

# %% exercise="double"
'''


@pytest.fixture
def proof_of(tmp_path, warm_box):
    """``proof_of(task change, hidden change)``: the unproved sentences of the little exercise so changed."""

    def proof(task: dict[str, str] | None = None, hidden: dict[str, str] | None = None):
        folder = tmp_path / "lessons" / "90_proof" / "double"
        folder.mkdir(parents=True)
        (tmp_path / "course.toml").write_text('title = "Proof"\n[[lesson]]\npath = "lessons/90_proof"\n')
        (folder.parent / "lesson.py").write_text(LESSON)
        for name, text, changes in (("task.py", TASK, task or {}), ("hidden.py", HIDDEN, hidden or {})):
            for old, new in changes.items():
                assert text.count(old) == 1, old
                text = text.replace(old, new)
            (folder / name).write_text(text)
        lesson, files = Course.open(tmp_path).exercise("90_proof/double")
        return prove(warm_box, lesson, files, b"seed")

    return proof


def test_a_proved_exercise_has_nothing_unproved(proof_of):
    proof = proof_of()
    assert (6, 6, 1, 3, 3, []) == (
        proof.wrong, proof.refused, proof.advised, proof.right, proof.accepted, proof.unproved,
    )  # fmt: skip


UNPROVED = [
    (
        {"twice_the_value_that_came_in = x + x": "twice_the_value_that_came_in = x + 1 + x + x - x"},
        {'OLD = "x + x"': 'OLD = "x + 1 + x + x - x"'},
        "The model answer must pass",
    ),
    (
        {"### BEGIN SOLUTION": "return 7\n    ### BEGIN SOLUTION"},
        {},
        "The untouched stub must be told that it is unwritten",
    ),
    ({}, {'{OLD: "x // 2"}': '{OLD: "x + x + 0"}'}, "The wrong answer 'half' must be refused"),
    ({}, {'"text", fails="shapes"': '"text", fails="values"'}, "'text' must fail at values"),
    ({}, {'{OLD: "x * x"}': '{OLD: "x * x * x"}'}, "'square' must be taken for square"),
    ({}, {'{OLD: "x * x"}': '{OLD: "x * x * x"}', "as_=square, ": ""}, "no wrong answer that is taken for square"),
    ({}, {'{OLD: "2 * x"}': '{OLD: "3 * x"}'}, "The right answer 'times two' must get full marks"),
    ({}, {'exercise.right("a shift", change={OLD: "x * 4 // 2"})': ""}, "at least 6 wrong and 3 right-but-different"),
    (
        {},
        {
            'points={"values": 2}': 'points={"shapes": 1, "values": 1}',
            'exercise.wrong("text", fails="shapes", change={OLD: "str(x)"})': "",
        },
        "Received none for shapes",
    ),
    ({'r"""Think."""': 'r""" """'}, {}, "three hints. Received an empty one: nudge"),
    ({"Three times is `x + x + x`.": "\ntwice_the_value_that_came_in = x + x\n"}, {}, "never the answer"),
    ({"2 minutes": "3 minutes"}, {}, "The task's heading says (core, 2 minutes, easy)"),
]


@pytest.mark.parametrize(("task", "hidden", "sentence"), UNPROVED, ids=[row[2] for row in UNPROVED])
def test_what_is_not_proved_is_said(proof_of, task, hidden, sentence):
    assert any(sentence in said for said in proof_of(task, hidden).unproved)


@pytest.fixture(scope="module")
def report(root):
    done = subprocess.run([AUTOGRADER, "verify", "--json"], cwd=root, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout)


def test_the_course_is_proved(report):
    """The main claim: every known wrong answer refused, with its advice; every right-but-different one accepted."""
    code, told = report
    assert [] == [sentence for row in told["exercises"] for sentence in row["unproved"]]
    assert (0, told["totals"]["wrong"], told["totals"]["right"]) == (
        code,
        told["totals"]["refused"],
        told["totals"]["accepted"],
    )
    assert told["totals"]["wrong"] >= 100


def test_anything_unproved_gives_exit_code_1(root, tmp_path):
    folder = tmp_path / "lessons" / "90_proof" / "double"
    folder.mkdir(parents=True)
    (tmp_path / "course.toml").write_text('title = "Proof"\n[[lesson]]\npath = "lessons/90_proof"\n')
    (folder.parent / "lesson.py").write_text(LESSON)
    (folder / "task.py").write_text(TASK)
    (folder / "hidden.py").write_text(HIDDEN.replace('"x // 2"', '"2 * x"'))
    done = subprocess.run([AUTOGRADER, "verify"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (1, True) == (done.returncode, "The wrong answer 'half' must be refused" in done.stdout)
