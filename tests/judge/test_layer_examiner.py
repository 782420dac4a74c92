"""The ladder for layers: each rung is failed by an answer, and says its sentence."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.exercise import Layer
from autograder.judge import examine
from autograder.judge.rungs.starts import random_starts
from autograder.reply import Reply
from autograder.verdicts import Mistaken, Right
from tests.support.little_layers import SCALE


def test_the_model_answer_climbs_every_rung(scale_exam, ask_of):
    verdict = examine(scale_exam, ask_of(SCALE))
    assert isinstance(verdict.outcome, Right)
    assert verdict.passed == tuple(rung.name for rung in scale_exam.rungs)
    assert verdict.points == verdict.max_points == 4


def test_weights_may_be_declared_in_any_order_and_under_any_name(scale_exam, ask_of):
    lines = SCALE.splitlines()
    a, b = (i for i, line in enumerate(lines) if "add_weight" in line)
    lines[a], lines[b] = lines[b], lines[a]
    code = "\n".join(lines).replace('name="scale"', 'name="p"').replace('name="shift"', 'name="q"')
    assert isinstance(examine(scale_exam, ask_of(code)).outcome, Right)


FALLS = [
    # what changes in the model answer, the rung it must fail, a part of the sentence, the points
    ({"class Scale": "class Scala"}, "builds", "is not defined", 0),
    ({"return self.a * x + self.b": "raise NotImplementedError()"}, "builds", "has not been written yet", 0),
    ({"super().__init__(**kwargs)": "super().__init__(units=3)"}, "builds", "could not be made", 0),
    ({"(keras.layers.Layer)": ""}, "builds", "could not be made", 0),
    ({"return self.a * x + self.b": "return self.c * x"}, "builds", "calling it failed", 0),
    ({"return self.a * x": "return self.a * x * x.numpy().mean()"}, "builds", "inside a keras.Model", 0),
    ({"return self.a * x + self.b": "return [self.a * x, self.b]"}, "builds", "must return one tensor", 0),
    ({"return self.a * x + self.b": "return (self.a * x + self.b)[:1]"}, "shapes", "wrong shape or dtype", 1),
    (
        {
            'self.a = self.add_weight(shape=(shape[-1],), initializer="ones", name="scale")': "self.a = tf.Variable(tf.ones(shape[-1:]))"
        },
        "weights",
        "Keras 3 does not track",
        1,
    ),
    (
        {"self.b = self.add_weight(shape=(shape[-1],)": "self.b = self.add_weight(shape=()"},
        "weights",
        "Yours owns others",
        1,
    ),
    ({'"zeros"': '"ones"'}, "starts", "before any training", 2),
    ({"self.a * x + self.b": "self.a * self.a * x + self.b"}, "values", "other numbers", 2),
    ({"self.a * x + self.b": "self.a * tf.stop_gradient(x) + self.b"}, "gradients", "the tape gives None", 3),
    (
        {"self.a * x + self.b": "self.a * (0.5 * x + tf.stop_gradient(0.5 * x)) + self.b"},
        "gradients",
        "disagree with its own formula",
        3,
    ),
    (
        {"def __init__(self, **kwargs)": "def __init__(self)", "(**kwargs)\n    def b": "()\n    def b"},
        "saves",
        "could not be saved",
        3,
    ),
    (
        {
            "return self.a * x + self.b": "y = self.a * x + self.b\n        return y if tf.executing_eagerly() else 2 * y"
        },
        "trains",
        "does not move every trainable weight",
        3,
    ),
]


@pytest.mark.parametrize(("change", "rung", "sentence", "points"), FALLS)
def test_each_rung_refuses_and_says_why(scale_exam, ask_of, change, rung, sentence, points):
    code = SCALE
    for old, new in change.items():
        assert code.count(old) == 1
        code = code.replace(old, new)
    verdict = examine(scale_exam, ask_of(code))
    assert isinstance(verdict.outcome, Mistaken)
    assert (verdict.outcome.rung, verdict.points) == (rung, points)
    assert sentence in verdict.outcome.advice


def test_a_formula_names_the_mistake(scale_exam, ask_of):
    verdict = examine(scale_exam, ask_of(SCALE.replace("self.a * x + self.b", "self.a * (x + self.b)")))
    assert isinstance(verdict.outcome, Mistaken)
    assert verdict.outcome.mistake == "shift_first"
    assert verdict.outcome.advice == "The shift comes after the scaling; here it comes before."


def test_a_wrong_dtype_alone_is_not_taken_for_a_mistake_that_is_right_at_the_start(scale_exam, ask_of):
    """With scale one and shift zero the mistake's formula gives the reference's numbers."""
    change = ("return self.a * x + self.b", "return keras.ops.cast(self.a * x + self.b, 'float64')")
    outcome = examine(scale_exam, ask_of(SCALE.replace(*change))).outcome
    assert isinstance(outcome, Mistaken)
    assert ("shapes", None, True) == (outcome.rung, outcome.mistake, "wrong shape or dtype" in outcome.advice)


COARSE = ('initializer="ones", name', 'initializer="ones", dtype="float16", name')
CAST = """        if self.calls > 1:
            y = keras.ops.cast(y, "float16")
        self.calls += 1
        return y"""


@pytest.mark.parametrize(
    ("changes", "rung", "sentence"),
    [
        ([COARSE], "weights", "The weights of Scale must hold float32 numbers"),
        (
            [("super().__init__(**kwargs)", "super().__init__(**kwargs); self.calls = 0"),
             ("        return self.a * x + self.b", "        y = self.a * x + self.b\n" + CAST)],
            "values",
            "The output of Scale must stay float32",
        ),
    ],
)  # fmt: skip
def test_a_coarser_dtype_does_not_buy_a_coarser_tolerance(scale_exam, ask_of, changes, rung, sentence):
    code = SCALE
    for old, new in changes:
        assert old in code
        code = code.replace(old, new)
    outcome = examine(scale_exam, ask_of(code)).outcome
    assert isinstance(outcome, Mistaken)
    assert (rung, True) == (outcome.rung, sentence in outcome.advice), outcome


@pytest.mark.parametrize("dtype", ["bool", "int32", "bfloat16"])
def test_weights_of_any_dtype_get_a_verdict(dtype, ask_of):
    """Nothing that a weight may hold makes the judge raise; where no rung looks at dtypes, starts are counted all the same."""
    exercise = Layer("Scale", title="an example", minutes=5, difficulty="easy", points={"builds": 1, "weights": 1})
    exercise.weight("scale", lambda shape: (shape[-1],), start=1.0)
    exercise.case(7, 3)
    exercise.reference(lambda x, w, training: x * w.scale)
    code = f"""
class Scale(keras.layers.Layer):
    def build(self, shape):
        self.a = self.add_weight(shape=(shape[-1],), initializer="ones", dtype="{dtype}", trainable="{dtype}" == "bfloat16")
    def call(self, x):
        return x * keras.ops.cast(self.a, "float32")
"""
    outcome = examine(exercise.exam(b"s"), ask_of(code)).outcome
    assert isinstance(outcome, Mistaken), outcome
    assert "weights" == outcome.rung
    built = Reply({"weights": [{}]}, {"start0": np.array([False, True])})
    assert 1 == random_starts(built)


def test_weights_that_change_their_order_are_reported_and_judged(ask_of):
    """Kernel and bias in turn: no assignment of roles serves all inputs, and that is the answer's doing."""
    exercise = Layer("Turns", title="an example", minutes=5, difficulty="easy", points={"builds": 1, "values": 1})
    exercise.weight("kernel", lambda shape: (shape[-1], 2))
    exercise.weight("bias", lambda shape: (2,))
    for shape in ((7, 3), (2, 4)):
        exercise.case(*shape)
    exercise.reference(lambda x, w, training: x @ w.kernel + w.bias)
    code = """
class Turns(keras.layers.Layer):
    def build(self, shape):
        parts = {"kernel": (shape[-1], 2), "bias": (2,)}
        for name in sorted(parts, reverse=bool(shape[-1] % 2)):
            setattr(self, name, self.add_weight(shape=parts[name]))
    def call(self, x):
        return x @ self.kernel + self.bias
"""
    outcome = examine(exercise.exam(b"s"), ask_of(code)).outcome
    assert isinstance(outcome, Mistaken), outcome
    assert ("values", True) == (outcome.rung, "must make its weights in one order" in outcome.advice)


def test_facts_name_the_mistake_where_no_number_came_back(scale_exam, ask_of):
    raw = SCALE.replace(
        'self.add_weight(shape=(shape[-1],), initializer="ones", name="scale")', "tf.Variable(tf.ones(shape[-1:]))"
    )
    raw = raw.replace(
        'self.add_weight(shape=(shape[-1],), initializer="zeros", name="shift")', "tf.Variable(tf.zeros(shape[-1:]))"
    )
    verdict = examine(scale_exam, ask_of(raw))
    assert isinstance(verdict.outcome, Mistaken)
    assert verdict.outcome.mistake == "all_raw"
