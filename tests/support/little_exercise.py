"""A lesson of one exercise, `double`, in which everything is proved."""

from __future__ import annotations

from pathlib import Path

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

exercise = Function("double", title="an example", minutes=2, difficulty="easy", points={"values": 2})


@exercise.cases
def cases(rng):
    yield call(3)
    yield call(-5)


@exercise.reference
def double(x):
    return 2 * x


@exercise.mistake("square", "It squares.")
def square(x):
    return x * x


OLD = "x + x"
exercise.wrong("the square", fails="values", mistake="square", change={OLD: "x * x"})
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


def write_lesson(root: Path, lesson: str = LESSON, task: str = TASK, hidden: str = HIDDEN) -> Path:
    """The lesson 90_proof in a course of its own in ``root``. Returns the folder of the exercise."""
    folder = root / "lessons" / "90_proof" / "double"
    folder.mkdir(parents=True)
    (root / "course.toml").write_text('title = "Proof"\n[[lesson]]\npath = "lessons/90_proof"\n')
    (folder.parent / "lesson.py").write_text(lesson)
    (folder / "task.py").write_text(task)
    (folder / "hidden.py").write_text(hidden)
    return folder
