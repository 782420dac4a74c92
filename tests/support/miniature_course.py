"""A whole course in miniature, for the tests of reading and building: one lesson, a function and a layer."""

from __future__ import annotations

from pathlib import Path

COURSE = """\
title = "Miniature"
header = "Ask in the forum."

[[lesson]]
path = "lessons/01_mini"
due = 2027-03-01T12:00:00
"""

LESSON = '''\
# %% [markdown]
r"""
# Miniature $\\alpha$

5 minutes.
"""

# %% tags=["setup"]
def check(name):
    print(f"{name}: passed")

# %% [markdown]
r"""Write a function."""

# %% exercise="double"

# %%
double(21.0)

# %%
print("again")

# %%
print("again")

# %% exercise="scale"
'''

DOUBLE_TASK = '''\
# %% [markdown]
r"""Write `double`."""

# %%
def double(x):
    ### BEGIN SOLUTION
    twice_as_much = x + x
    return twice_as_much
    ### END SOLUTION

# %% [markdown] hint="nudge"
r"""Think of a sum."""

# %% [markdown] hint="locate"
r"""The last line."""

# %% [markdown] hint="show"
r"""Tripling is `x + x + x`."""
'''

DOUBLE_HIDDEN = """\
import numpy as np

from autograder.exercise import Function, call

exercise = Function("double", title="an example", minutes=2, difficulty="easy", points={"values": 2})


@exercise.cases
def cases(rng):
    yield call(rng.normal(size=(2, 3)), label="a matrix")
    yield call(0.1, label="a number")


@exercise.reference
def double(x):
    return np.multiply(x, 2.0) / 1.0


@exercise.mistake("squared", "That is the square, not the double.")
def squared(x):
    return np.power(x, 2.0)


exercise.wrong("squares", fails="values", mistake="squared", change={"x + x": "x ** 2 + 0"})
exercise.right("by_product", code="def double(number):\\n    product = 2 * number\\n    return product")
"""

SCALE_TASK = '''\
# %% [markdown]
r"""Write `Scale`."""

# %%
class Scale:
    def build(self, input_shape):
        ### BEGIN SOLUTION
        self.scale = self.add_weight(
            shape=(input_shape[-1],), initializer="ones",
        )
        ### END SOLUTION

    def call(self, x):
        ### BEGIN SOLUTION
        return self.scale * x
        ### END SOLUTION

# %% [markdown] hint="nudge"
r"""One weight."""

# %% [markdown] hint="locate"
r"""In `build`."""

# %% [markdown] hint="show"
r"""A shift would be zeros."""
'''

SCALE_HIDDEN = """\
from autograder.exercise import Layer

exercise = Layer("Scale", title="an example", minutes=3, difficulty="easy", points={"builds": 1, "values": 1}, core=False)
exercise.weight("scale", lambda shape: (shape[-1],), start=1.0)
exercise.case(5, 3)


@exercise.reference
def scale(x, w, training):
    return w.scale * x
"""

QUIZ = """\
[[exit]]
id = "01.E1"
question = "What is 2 + 2?"
options = ["4", "22"]
answer = 0
why = ["Yes.", "That joins."]
"""

FILES = {
    "course.toml": COURSE,
    "lessons/01_mini/lesson.py": LESSON,
    "lessons/01_mini/quiz.toml": QUIZ,
    "lessons/01_mini/double/task.py": DOUBLE_TASK,
    "lessons/01_mini/double/hidden.py": DOUBLE_HIDDEN,
    "lessons/01_mini/double/probe.py": "def probe(answer, x):\n    return answer(x)\n",
    "lessons/01_mini/scale/task.py": SCALE_TASK,
    "lessons/01_mini/scale/hidden.py": SCALE_HIDDEN,
}


def write_course(root: Path) -> Path:
    """The miniature course in ``root``."""
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def change(root: Path, name: str, old: str, new: str) -> None:
    """Exchange a text that stands once in a file of the course."""
    text = (root / name).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    (root / name).write_text(text.replace(old, new), encoding="utf-8")
