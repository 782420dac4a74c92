"""A course of one exercise, small enough to judge all its mutants."""

from __future__ import annotations

from pathlib import Path

TASK = '''# %% [markdown]
r"""
### Exercise: `positive` (core, 2 minutes, easy)
"""

# %%
def positive(x):
    """Whether x is above zero."""
    limit = 0
    ### BEGIN SOLUTION
    return x > limit
    ### END SOLUTION
'''
HIDDEN = """
from autograder.exercise import Function, call

exercise = Function("positive", title="an example", minutes=2, difficulty="easy", points={"values": 2})


@exercise.cases
def cases(rng):
    yield call(3)
    yield call(-5)


@exercise.reference
def positive(x):
    return x > 0
"""
SURVIVOR = "@@ -4 +4 @@\n-    return x > limit\n+    return x >= limit"
RECORD = 'exercise.equivalent("x > limit", "x >= limit", reason="Zero is asked of nobody.")\n'
LESSON = '''# %% [markdown]
r"""
# 90 — Mutants

5 minutes.
"""

# %% tags=["setup"]
import numpy as np

# %% exercise="positive"
'''


def course(folder: Path, hidden: str = HIDDEN) -> Path:
    """A course of one lesson with one exercise."""
    exercise = folder / "lessons" / "90_mutants" / "positive"
    exercise.mkdir(parents=True)
    (folder / "course.toml").write_text('title = "Mutants"\n[[lesson]]\npath = "lessons/90_mutants"\n')
    (exercise.parent / "lesson.py").write_text(LESSON)
    (exercise / "task.py").write_text(TASK)
    (exercise / "hidden.py").write_text(hidden)
    return folder
