"""What a layer promises beside its numbers: each sentence about it is made to appear."""

from __future__ import annotations

import pytest

from autograder.exercise import Layer, Result
from autograder.exercise.exam import LayerCase
from autograder.judge import examine
from autograder.verdicts import Right

SHIFT = """
HEAD
class Shift(keras.layers.Layer):
    BODY
    def __init__(self, kind="whole", **kwargs):
        super().__init__(**kwargs)
        self.kind = kind
        INIT
    def build(self, shape):
        self.shift = self.add_weight(shape=(shape[-1],), initializer="zeros" OPTION)
        self.seen = self.add_weight(shape=(), initializer="zeros", trainable=False)
    def call(self, x, training=False):
        if training:
            self.seen.assign_add(STEP)
        y = x + self.shift
        eager = tf.executing_eagerly()
        if eager:
            self.first = getattr(self, "first", tuple(x.shape))
        same = not eager or tuple(x.shape) == self.first
        CALL
        return y
"""
USUAL = {
    "HEAD": "",
    "BODY": "",
    "INIT": "pass",
    "OPTION": "",
    "STEP": "1.0 if self.kind == 'whole' else 2.0",
    "CALL": "pass",
}
CONFIG = "def get_config(self):\n        return super().get_config() | {}"
FROM_CONFIG = "loaded = False\n    @classmethod\n    def from_config(cls, config):\n        made = cls(**config); made.loaded = True\n        return made"


def answer(**changed: str) -> str:
    """The model answer with some of its pieces exchanged."""
    code = SHIFT
    for name, text in (USUAL | changed).items():
        code = code.replace(name, text)
    return code


@pytest.fixture(scope="module")
def exam():
    exercise = Layer("Shift", title="an example", minutes=1, difficulty="easy", points={"values": 1})
    exercise.weight("shift", lambda shape, **_: (shape[-1],), start=0.0)
    exercise.weight("seen", lambda shape, **_: (), start=0.0, trainable=False)
    exercise.case(2, 5, 4, 3)
    exercise.case(3, 2, kind="half")

    @exercise.reference
    def shift(x, w, training, kind="whole"):
        return Result(x + w.shift, {"seen": w.seen + (0 if not training else 1 if kind == "whole" else 2)})

    return exercise.exam(b"seed")


def test_a_right_answer_passes(exam, ask_of):
    verdict = examine(exam, ask_of(answer()))
    assert isinstance(verdict.outcome, Right), verdict.outcome
    assert {"losses", "saves", "everywhere"} <= set(verdict.passed)


FALLS = [
    # the pieces that change, the rung, a part of the sentence
    ({"INIT": "self.box = {'a': [[tf.Variable(0.0)]]}"}, "weights", "reaches a variable that Keras does not list"),
    ({"HEAD": "LOST = tf.Variable(0.0)", "CALL": "y = y + LOST"}, "weights", "reaches a variable that Keras does not list"),
    ({"OPTION": ", regularizer=keras.regularizers.L1(1e-9)"}, "weights", "names no penalty on the weights of Shift"),
    ({"OPTION": ", constraint=keras.constraints.MaxNorm(1e9)"}, "weights", "At least one of yours has a constraint"),
    ({"INIT": "self.late = keras.layers.Dense(1)",
      "CALL": "if training: self.late(keras.ops.ones((1, 1)))"}, "weights", "changes after a call with training=True"),
    ({"BODY": "pool = {}\n    def add_weight(self, *a, **k):\n"
              "        key = self.kind, str(k['shape'])\n"
              "        if key in self.pool: self._track_variable(self.pool[key])\n"
              "        else: self.pool[key] = super().add_weight(*a, **k)\n"
              "        return self.pool[key]"}, "weights", "have weights in common"),
    ({"CALL": "self.add_loss(0.001 * keras.ops.sum(y ** 2))"}, "losses", "`layer.losses` of Shift is not zero"),
    ({"CALL": "if training: self.add_loss(keras.ops.sum(y ** 2))"}, "losses", "`layer.losses` of Shift is not zero"),
    ({"CALL": "y = keras.ops.stop_gradient(y) if training else y"}, "gradients", "With training=True, the gradient does not reach"),
    ({"CALL": "y = keras.ops.stop_gradient(y) + 0.5 * y - 0.5 * keras.ops.stop_gradient(y) if training else y"},
     "gradients", "With training=True, the gradients of Shift disagree"),
    ({"BODY": "def get_config(self):\n        return keras.layers.Layer.get_config(self) | {'kind': 'whole'}"},
     "saves", "is right at inference, but a call with training=True"),
    ({"BODY": FROM_CONFIG, "CALL": "y = y + 1.0 if self.loaded else y"}, "saves", "some of its values were not saved"),
    ({"BODY": FROM_CONFIG, "CALL": "if self.loaded: self.add_loss(keras.ops.ones(()))"}, "saves",
     "must have the penalty that it had"),
    ({"BODY": FROM_CONFIG, "INIT": "self.more = keras.layers.Dense(1)",
      "CALL": "if self.loaded and eager: self.more(keras.ops.ones((1, 1)))"}, "saves", "must own the weights that it had"),
    ({"CALL": "y = keras.ops.clip(y, -100.0, 100.0)"}, "everywhere", "holds for numbers of any size"),
    ({"CALL": "y = y if same else 2.0 * y"}, "everywhere", "another output or state on another batch size and other sizes"),
    ({"CALL": "y = 2.0 * y if x.shape[0] == 1 else y"}, "everywhere", "another output or state on a batch of one"),
    ({"STEP": "(1.0 if self.kind == 'whole' else 2.0) * (x.shape[0] != 1)"}, "everywhere", "on a batch of one, in training"),
    ({"CALL": "if not same: raise ValueError('another shape')"}, "everywhere", "worked on its first input, and failed on"),
    ({"CALL": "if not same: self.other = True\n        if same and getattr(self, 'other', False): y = y + 1.0"},
     "everywhere", "gives the same numbers for the same input"),
    ({"CALL": "if not same: self.add_loss(keras.ops.ones(()))"}, "everywhere", "yours holds another one"),
    ({"CALL": "if not same: self.box = [tf.Variable(0.0)]"}, "everywhere", "changes when it is called again"),
    ({"CALL": "self.trainable = same"}, "everywhere", "`trainable` of the layer, a sublayer or a weight is another"),
    ({"CALL": "np.random.seed(0)"}, "everywhere", "draws no random numbers and sets no seed"),
    ({"CALL": "tf.random.set_seed(0)"}, "everywhere", "draws no random numbers and sets no seed"),
    ({"BODY": "made = moved = 0", "INIT": "self.number = Shift.made; Shift.made += 1",
      "CALL": "if training and eager: Shift.moved = 1\n        if Shift.moved and self.number == 0: y = y + 1.0"},
     "everywhere", "Each Shift is a layer of its own"),
    ({"CALL": "if None in x.shape[1:]: raise ValueError('sizes!')"}, "everywhere", "have no size yet (None)"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "rung", "sentence"), FALLS)
def test_each_promise_can_be_broken_and_is_told(exam, ask_of, changed, rung, sentence):
    outcome = examine(exam, ask_of(answer(**changed))).outcome
    assert (rung, True) == (getattr(outcome, "rung", None), sentence in outcome.advice), outcome


def test_a_layer_that_needs_fixed_sizes_may_be_declared(ask_of):
    """Flatten before a Dense: its kernel depends on height and width, so they stay as they are; or the author says so."""
    for settings in ({}, {"sizes": "fixed"}):
        exercise = Layer("Flat", title="an example", minutes=1, difficulty="easy", points={"values": 1}, **settings)
        exercise.weight("kernel", lambda shape: (shape[1] * shape[2] * shape[3], 2))
        exercise.case(2, 3, 2, 4)
        exercise.reference(lambda x, w, training: x.reshape(len(x), -1) @ w.kernel)
        exam = exercise.exam(b"seed")
        case = exam.cases[0]
        assert isinstance(case, LayerCase) and () == case.open
        assert {(3, 2, 4)} == {further.x.shape[1:] for further in case.further}
        code = """
class Flat(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.flatten, self.dense = keras.layers.Flatten(), keras.layers.Dense(2, use_bias=False)
    def call(self, x):
        return self.dense(self.flatten(x))
"""
        assert isinstance(examine(exam, ask_of(code)).outcome, Right)


def test_two_layers_of_one_name_are_saved_one_by_one(exam, ask_of):
    """A constructor that fixes its name: a model with two such layers cannot be made, and the task does not ask for one."""
    code = answer().replace("super().__init__(**kwargs)", "super().__init__(**{**kwargs, 'name': 'shift'})")
    assert isinstance(examine(exam, ask_of(code)).outcome, Right)


@pytest.mark.parametrize(("sizes", "fails"), [("any", True), ("known", False)])
def test_a_task_may_leave_free_to_compute_with_sizes(ask_of, sizes, fails):
    """A layer that compares height and width: right for any image, but not before there is one."""
    exercise = Layer("Wide", title="an example", minutes=1, difficulty="easy", points={"values": 1}, sizes=sizes)
    exercise.case(2, 3, 5, 1)
    exercise.reference(lambda x, w, training: x if x.shape[2] > x.shape[1] else -x)
    code = """
class Wide(keras.layers.Layer):
    def call(self, x):
        return x if x.shape[2] > x.shape[1] else -x
"""
    outcome = examine(exercise.exam(b"seed"), ask_of(code)).outcome
    assert fails == (not isinstance(outcome, Right)), outcome
