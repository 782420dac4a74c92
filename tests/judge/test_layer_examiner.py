"""The ladder for layers: each rung is failed by an answer, and says its sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.exercise import Layer, Result
from autograder.judge import examine
from autograder.verdicts import Mistaken, Right

SCALE = """
class Scale(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
    def build(self, shape):
        self.a = self.add_weight(shape=(shape[-1],), initializer="ones", name="scale")
        self.b = self.add_weight(shape=(shape[-1],), initializer="zeros", name="shift")
    def call(self, x):
        return self.a * x + self.b
"""

COUNTING = """
class Mean(keras.layers.Layer):
    def __init__(self, momentum=0.9, **kwargs):
        super().__init__(**kwargs)
        self.momentum = momentum
    def build(self, shape):
        self.mean = self.add_weight(shape=(shape[-1],), initializer="zeros", trainable=False, name="mean")
    def call(self, x, training=False):
        if training:
            batch = keras.ops.mean(x, axis=tuple(range(len(x.shape) - 1)))
            self.mean.assign(self.momentum * self.mean + (1 - self.momentum) * batch)
        return x
"""


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


def test_state_is_judged_in_all_three_modes(mean_exam, ask_of):
    assert isinstance(examine(mean_exam, ask_of(COUNTING)).outcome, Right)
    always = examine(mean_exam, ask_of(COUNTING.replace("if training:", "if True:")))
    assert (always.outcome.rung, always.outcome.mistake) == ("state", "by_default")
    never = examine(mean_exam, ask_of(COUNTING.replace("if training:", "if False:")))
    assert "is not what the task's rule gives" in never.outcome.advice
    swapped = examine(
        mean_exam,
        ask_of(
            COUNTING.replace(
                "self.momentum * self.mean + (1 - self.momentum)", "(1 - self.momentum) * self.mean + self.momentum"
            )
        ),
    )
    assert swapped.outcome.mistake == "exchanged"


def test_state_that_moves_out_of_training_is_reported_without_a_named_mistake(mean_exam, ask_of):
    verdict = examine(replace(mean_exam, mistakes=()), ask_of(COUNTING.replace("if training:", "if True:")))
    assert "although `training` was not true" in verdict.outcome.advice


def test_a_start_value_that_the_output_hides_is_found(mean_exam, ask_of):
    verdict = examine(mean_exam, ask_of(COUNTING.replace('"zeros"', '"ones"')))
    assert (verdict.outcome.rung, verdict.points) == ("starts", 1)


def test_a_value_that_is_not_saved_is_missed_after_loading(ask_of):
    exercise = Layer(
        "Keep", title="an example", minutes=1, difficulty="easy", points={"builds": 1}, without=("gradients",)
    )
    exercise.case(3, 2)

    @exercise.reference
    def keep(x, w, training):
        return 0.0 * x + 1.0

    code = """
class Keep(keras.layers.Layer):
    made = 0
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        Keep.made += 1
        self.gain = 1.0 if Keep.made < 5 else 2.0
    def call(self, x):
        return 0 * x + self.gain
"""
    verdicts = [examine(exercise.exam(b"s"), ask_of(code.replace("< 5", f"< {n}"))) for n in (3, 99)]
    assert "some of its values were not saved" in verdicts[0].outcome.advice
    assert isinstance(verdicts[1].outcome, Right)


def test_a_result_fixed_while_tracing_is_found(ask_of):
    exercise = Layer(
        "Same", title="an example", minutes=1, difficulty="easy", points={"builds": 1}, without=("saves", "gradients")
    )
    exercise.case(3, 2)

    @exercise.reference
    def same(x, w, training):
        return x

    code = """
class Same(keras.layers.Layer):
    def call(self, x):
        return x if tf.executing_eagerly() else 2 * x
"""
    verdict = examine(exercise.exam(b"s"), ask_of(code))
    assert "another inside tf.function" in verdict.outcome.advice


def test_losses_are_added_up_and_compared(ask_of):
    exercise = Layer("Pen", title="an example", minutes=1, difficulty="easy", points={"losses": 1})
    exercise.weight("scale", lambda shape, l2: (shape[-1],), start=1.0)
    exercise.case(3, 2, l2=0.3)

    @exercise.reference
    def pen(x, w, training, l2):
        return Result(w.scale * x, loss=l2 * float((w.scale**2).sum()))

    code = """
class Pen(keras.layers.Layer):
    def __init__(self, l2, **kwargs):
        super().__init__(**kwargs)
        self.l2 = l2
    def build(self, shape):
        self.s = self.add_weight(shape=(shape[-1],), initializer="ones", regularizer=keras.regularizers.L2(self.l2))
    def call(self, x):
        return self.s * x
"""
    assert isinstance(examine(exercise.exam(b"s"), ask_of(code)).outcome, Right)
    wrong = examine(exercise.exam(b"s"), ask_of(code.replace("L2(self.l2)", "L1(self.l2)")))
    assert "not the penalty" in wrong.outcome.advice


def test_a_layer_that_cannot_be_looked_at_is_refused(scale_exam, ask_of):
    """An overridden property that Keras cannot read fails after the call, where the judge only looks at the weights."""
    code = SCALE.replace("self.add_weight(shape=(shape[-1],), initializer=", "tf.Variable(tf.ones((shape[-1],)), name=")
    code = code.replace(', name="scale")', ")").replace(', name="shift")', ")")
    code += """
    @property
    def trainable_weights(self):
        return [self.a, self.b]
"""
    verdict = examine(scale_exam, ask_of(code))
    assert isinstance(verdict.outcome, Mistaken) and verdict.outcome.rung == "builds"
    assert "but calling it failed" in verdict.outcome.advice


def test_the_variables_of_a_layer_that_fails_in_a_model_are_counted(ask_of):
    """A tf.Variable made in `call` stops the tracing; its number is a fact by which a mistake can be told."""
    exercise = Layer("Scale", title="an example", minutes=1, difficulty="easy", points={"builds": 1})
    exercise.weight("scale", lambda shape: (shape[-1],), start=1.0)
    exercise.case(7, 3)
    exercise.mistake("raw_in_call", "Raw, in call.", fails="builds", facts={"stage": "symbolic", "untracked": 1})

    @exercise.reference
    def scale(x, w, training):
        return w.scale * x

    code = """
class Scale(keras.layers.Layer):
    def call(self, x):
        self.a = tf.Variable(tf.ones((x.shape[-1],)))
        return self.a * x
"""
    assert examine(exercise.exam(b"s"), ask_of(code)).outcome.mistake == "raw_in_call"


def test_a_training_call_that_only_works_by_hand_is_refused(mean_exam, ask_of):
    """NumPy under ``if training`` runs eagerly; ``fit`` would stop there."""
    by_hand = COUNTING.replace("keras.ops.mean(x, ", "np.mean(x.numpy(), ")
    verdict = examine(mean_exam, ask_of(by_hand))
    assert verdict.outcome.rung == "graph"
    assert "not inside tf.function, where `fit` runs it" in verdict.outcome.advice


def test_a_step_must_leave_the_state_where_one_training_call_leaves_it(ask_of):
    """A counter that counts once by hand and twice inside ``fit``."""
    exercise = Layer(
        "Count", title="an example", minutes=1, difficulty="easy", points={"trains": 1}, without=("graph",)
    )
    exercise.weight("scale", lambda shape: (shape[-1],), start=1.0)
    exercise.weight("seen", lambda shape: (), start=0.0, trainable=False)
    exercise.case(3, 2)

    @exercise.reference
    def count(x, w, training):
        return Result(w.scale * x, {"seen": w.seen + 1.0 if training else w.seen})

    code = """
class Count(keras.layers.Layer):
    def build(self, shape):
        self.scale = self.add_weight(shape=(shape[-1],), initializer="ones")
        self.seen = self.add_weight(shape=(), initializer="zeros", trainable=False)
    def call(self, x, training=False):
        if training:
            self.seen.assign_add(1.0 if tf.executing_eagerly() else STEP)
        return self.scale * x
"""
    exam = exercise.exam(b"s")
    assert isinstance(examine(exam, ask_of(code.replace("STEP", "1.0"))).outcome, Right)
    twice = examine(exam, ask_of(code.replace("STEP", "2.0"))).outcome
    assert ("trains", True) == (twice.rung, "otherwise than one call with training=True does" in twice.advice)


def test_a_layer_that_writes_into_its_input_is_refused(scale_exam, ask_of):
    code = SCALE.replace(
        "    def call(self, x):\n        return self.a * x + self.b",
        """    def call(self, x, training=False):
        y = self.a * x + self.b
        if training and tf.executing_eagerly():
            tf.raw_ops.InplaceAdd(x=x, i=[0], v=tf.ones_like(x[:1]))
        return y""",
    )
    outcome = examine(scale_exam, ask_of(code)).outcome
    assert ("inputs", True) == (outcome.rung, "A layer leaves its input as it is" in outcome.advice)
