"""Exams of two little layers."""

from __future__ import annotations

import pytest

from autograder.exercise import Layer, Result


@pytest.fixture(scope="module")
def scale_exam():
    exercise = Layer(
        "Scale",
        title="an example",
        minutes=5,
        difficulty="easy",
        points={"builds": 1, "weights": 1, "values": 1, "trains": 1},
    )
    exercise.weight("scale", lambda shape: (shape[-1],), start=1.0)
    exercise.weight("shift", lambda shape: (shape[-1],), start=0.0)
    for shape in ((7, 3), (2, 5, 1), (3, 4, 2, 5)):
        exercise.case(*shape)

    @exercise.reference
    def scale(x, w, training):
        return w.scale * x + w.shift

    @exercise.mistake("shift_first", "The shift comes after the scaling; here it comes before.")
    def shift_first(x, w, training):
        return w.scale * (x + w.shift)

    exercise.mistake("all_raw", "Both are raw.", fails="weights", facts={"trainable": 0, "untracked": 2})
    return exercise.exam(b"test")


@pytest.fixture(scope="module")
def mean_exam():
    exercise = Layer("Mean", title="an example", minutes=5, difficulty="easy", points={"builds": 1, "state": 1})
    exercise.weight("mean", lambda shape, momentum: (shape[-1],), start=0.0, trainable=False)
    exercise.case(7, 3, momentum=0.9)
    exercise.case(2, 5, 4, momentum=0.5)

    @exercise.reference
    def mean(x, w, training, momentum):
        batch = x.mean(axis=tuple(range(x.ndim - 1)))
        return Result(x, {"mean": momentum * w.mean + (1 - momentum) * batch if training else w.mean})

    @exercise.mistake("exchanged", "Momentum and its rest are exchanged.", fails="state")
    def exchanged(x, w, training, momentum):
        batch = x.mean(axis=tuple(range(x.ndim - 1)))
        return Result(x, {"mean": (1 - momentum) * w.mean + momentum * batch if training else w.mean})

    exercise.mistake("by_default", "Out of training nothing moves.", fails="state", facts={"moved_when_left_out": True})
    return exercise.exam(b"test")
