"""A drawn case says what the exam of that draw says: the proof of the draws may look at either."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from autograder.course.course import Course
from autograder.exercise import Layer
from autograder.exercise.exam import FunctionCase, LayerCase, Result
from autograder.proof.mistakes_across_seeds import mistakes_hidden_by_draws


def equal(a: object, b: object) -> bool:
    """Two results of one formula on one draw: not near, but the same."""
    if isinstance(a, Result) and isinstance(b, Result):
        return a.loss == b.loss and set(a.state) == set(b.state) and all(
            np.array_equal(x, y) for x, y in ((a.output, b.output), *((a.state[role], b.state[role]) for role in a.state))
        )  # fmt: skip
    return bool(np.array_equal(np.asarray(a), np.asarray(b), equal_nan=False))


@pytest.mark.parametrize("address", ["03_weights/RunningMean", "03_weights/PenalisedScale", "09_shortcuts/BasicBlock"])
def test_of_a_layer(root: Path, address: str) -> None:
    """At inference, in training and, where all weights have start values, at the start."""
    _, files = Course.open(root).exercise(address)
    exam, names = files.exercise.exam(b"draw"), files.exercise.formulas
    assert names
    for case, sketch in zip(exam.cases, files.exercise.drawn_cases(b"draw"), strict=True):
        assert isinstance(case, LayerCase)
        for name in names:
            of_case = [(getattr(case, key), result) for key, result in case.mistaken[name].items()]
            of_sketch = list(sketch.pairs(name))
            assert len(of_case) == len(of_sketch) >= 2
            assert all(equal(a, c) and equal(b, d) for (a, b), (c, d) in zip(of_case, of_sketch, strict=True)), name


def test_of_a_function(root: Path) -> None:
    """One pair, or none where the mistake says nothing."""
    _, files = Course.open(root).exercise("07_degradation/variance_profile")
    exam, names = files.exercise.exam(b"draw"), files.exercise.formulas
    silent = 0
    for case, sketch in zip(exam.cases, files.exercise.drawn_cases(b"draw"), strict=True):
        assert isinstance(case, FunctionCase)
        assert case.rung == sketch.rung
        for name in names:
            of_sketch = list(sketch.pairs(name))
            silent += not of_sketch
            assert (name in case.mistaken) == bool(of_sketch)
            assert all(equal(case.expected, a) and equal(case.mistaken[name], b) for a, b in of_sketch), name
    assert 0 < silent < len(exam.cases) * len(names)


def test_a_layers_mistake_that_some_draws_hide_is_reported():
    """max(x, slope * x) is right while the slope lies between 0 and 1."""
    layer = Layer("Slope", title="an example", minutes=1, difficulty="easy", points={"values": 1})
    layer.weight("slope", lambda shape: (), draw=lambda rng, shape: np.float32(rng.uniform(0, 2)))
    layer.case(5, 3)
    layer.reference(lambda x, w, training: np.where(x > 0, x, w.slope * x))

    @layer.mistake("larger", "Let the sign choose.")
    def larger(x, w, training):
        return np.maximum(x, w.slope * x)

    layer.wrong("larger", fails="values", mistake="larger", code="")
    (found,) = mistakes_hidden_by_draws(layer, layer.wrongs)
    assert re.search(r"Received larger, which [2-7]\d of 100 draws hide at values.", found)
