"""Wrong answers for each rung that need no author: the model answer with one promise of the ladder broken.

A rung that makes several promises has one for each kind of mistake. They prove that a rung can fail; what breaks its promise
is with the rung itself. What the exercise is about its author shows by wrong answers.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from autograder.exercise import Exam
from autograder.exercise.exam import FunctionCase
from autograder.exercise.ladder import EVERYWHERE
from autograder.judge.rungs import LayerRung, function_rung, layer_rung

_LAYER = """

import inspect

import keras
import numpy as np
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
    return sum(isinstance(case, FunctionCase) and case.rung != EVERYWHERE.name for case in exam.cases)


@dataclass(frozen=True, slots=True)
class RungMutant:
    """A wrong answer that the rung must refuse; ``kind`` says what is wrong with it in a few words.

    ``exam`` has the cases by which it is told: a mutant breaks its promise in each of them, so few will do.
    """

    rung: str
    kind: str
    source: str
    exam: Exam


def rung_mutants(exam: Exam, solution: str) -> list[RungMutant]:
    """The mutants of each rung of the exam; a rung that only the exercise can explain has none."""
    found = []
    for rung in exam.rungs:
        known = layer_rung(rung.name) if exam.kind == "layer" else function_rung(rung.name)
        made = [(f"{rung.name}, in general", known.mutant, exam)] if known.mutant else []
        if isinstance(known, LayerRung):
            for kind, body in known.further_mutants.items():
                if shown_by := known.shown_by(kind, exam):
                    made.append((kind, body, exam.with_cases(shown_by)))
        frame = _LAYER if exam.kind == "layer" else _FUNCTION
        for kind, body, shown in made:
            indented = textwrap.indent(body.replace("ASKED", str(_asked_first(exam))).strip("\n"), "    ")
            source = solution + frame.format(name=exam.name, body=indented)
            found.append(RungMutant(rung.name, kind, source, shown))
    return found
