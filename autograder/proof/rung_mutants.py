"""Wrong answers for each rung that need no author: the model answer with one promise of the ladder broken.

They prove that a rung can fail; what breaks its promise stands with the rung itself. What the exercise is about its author
shows by wrong answers.
"""

from __future__ import annotations

import textwrap

from autograder.exercise import Exam
from autograder.exercise.contract import EVERYWHERE
from autograder.exercise.exam import FunctionCase
from autograder.judge.rungs import function_rung, layer_rung

_LAYER = """

import inspect

import keras
import tensorflow as tf


class _Model({name}):
    pass


class {name}(_Model):
{body}
"""
_FUNCTION = """

_model = {name}
_calls = []


def {name}(*args, **kwargs):
{body}
"""


def _asked_first(exam: Exam) -> int:
    """How many questions come before those of the whole domain."""
    return sum(isinstance(case, FunctionCase) and case.rung != EVERYWHERE for case in exam.cases)


def rung_mutants(exam: Exam, solution: str) -> dict[str, str]:
    """Answers by the rung that must refuse them; a rung that only the exercise can explain has none."""
    found = {}
    for rung in exam.rungs:
        known = layer_rung(rung.name) if exam.kind == "layer" else function_rung(rung.name)
        if known.mutant:
            frame = _LAYER if exam.kind == "layer" else _FUNCTION
            mutant = known.mutant.replace("ASKED", str(_asked_first(exam)))
            body = textwrap.indent(mutant.strip("\n"), "    ")
            found[rung.name] = solution + frame.format(name=exam.name, body=body)
    return found
