"""Layers of several parts: weights of one shape find their roles, and one step trains them all alike."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from autograder.exercise import Layer, Result
from autograder.exercise.numpy_layers import batch_norm, relu
from autograder.exercise.random_values import he_normal
from autograder.faults import AuthorFault
from autograder.judge import examine
from autograder.verdicts import Broken, Right

MADE = {
    "lift": "keras.layers.Dense(3, use_bias=False)",
    "norm": "keras.layers.BatchNormalization()",
    "drop": "keras.layers.Dense(3, use_bias=False)",
    "last": "keras.layers.BatchNormalization()",
}


def block(order=tuple(MADE), **made):
    """The model answer, its sublayers declared in this order; ``made`` exchanges some."""
    declared = "\n".join(f"        self.{name} = {(MADE | made)[name]}" for name in order)
    return f"""
class Half(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
{declared}
    def call(self, x):
        return x + self.last(self.drop(keras.ops.relu(self.norm(self.lift(x)))))
"""


@pytest.fixture(scope="module")
def block_exam():
    exercise = Layer("Half", title="an example", minutes=5, difficulty="easy", points={"builds": 1, "values": 1})
    for part in ("1", "2"):
        exercise.weight(f"dense{part}.kernel", lambda shape: (shape[-1], 3), draw=he_normal)
        exercise.batch_norm(f"bn{part}", lambda shape: 3)
    exercise.case(7, 3)

    def norm(x, w, training):
        return batch_norm(x, w.gamma, w.beta, w.mean, w.variance, training)

    @exercise.reference
    def half(x, w, training):
        h, mean1, variance1 = norm(x @ w.dense1.kernel, w.bn1, training)
        f, mean2, variance2 = norm(relu(h) @ w.dense2.kernel, w.bn2, training)
        state = {"bn1.mean": mean1, "bn1.variance": variance1, "bn2.mean": mean2, "bn2.variance": variance2}
        return Result(x + f, state)

    return exercise.exam(b"test")


@pytest.mark.parametrize("order", list(permutations(MADE))[::5])
def test_parts_of_one_shape_are_matched_in_any_order_of_declaration(block_exam, ask_of, order):
    """Two kernels, and four weights of each kind of normalisation: 1,152 orders, told apart by who runs when."""
    assert isinstance(examine(block_exam, ask_of(block(order))).outcome, Right)


def test_a_start_is_reported_role_by_role_once_the_roles_are_known(block_exam, ask_of):
    """A scale that starts at zero, as a shift does: its shape alone would not show it."""
    code = block(last="keras.layers.BatchNormalization(gamma_initializer='zeros')")
    assert "starts" == examine(block_exam, ask_of(code)).outcome.rung


def test_weights_that_no_try_explains_are_the_machine_s_fault_not_the_learner_s(block_exam, ask_of):
    """All in one layer, under names that say nothing and starts that say nothing, and the second half written first."""
    code = """
class Half(keras.layers.Layer):
    def build(self, shape):
        new = lambda *size, t=True: self.add_weight(shape=size, initializer=keras.initializers.Constant(0.5), trainable=t)
        self.q = [(new(3, 3), new(3), new(3), new(3, t=False), new(3, t=False)) for _ in range(2)][::-1]
    def half(self, x, w, training):
        x = x @ w[0]
        mean, variance = w[4], w[3]
        if training:
            mean, variance = keras.ops.moments(x, axes=(0,))
            w[4].assign(0.99 * w[4] + 0.01 * mean)
            w[3].assign(0.99 * w[3] + 0.01 * variance)
        return w[2] * (x - mean) / keras.ops.sqrt(variance + 0.001) + w[1]
    def call(self, x, training=False):
        return x + self.half(keras.ops.relu(self.half(x, self.q[0], training)), self.q[1], training)
"""
    outcome = examine(
        replace(block_exam, rungs=tuple(r for r in block_exam.rungs if r.name != "starts")), ask_of(code)
    ).outcome
    assert isinstance(outcome, Broken), outcome
    assert "could not be matched to their roles in 16 tries" in outcome.reason


def test_a_case_keeps_away_from_the_kinks_of_its_reference():
    """Whatever the seed: no pre-activation comes so near to zero that rounding decides its sign."""
    exercise = Layer("Bent", title="an example", minutes=1, difficulty="easy", points={"builds": 1})
    exercise.weight("kernel", lambda shape: (shape[-1], 40), draw=he_normal)
    exercise.case(40, 10)
    exercise.reference(lambda x, w, training: relu(x @ w.kernel))
    nearest = []
    for seed in range(20):
        (case,) = exercise.exam(bytes([seed])).cases
        nearest.append(np.abs(case.x.astype(np.float64) @ case.weights["kernel"]).min())
    assert min(nearest) >= 1e-4
    exercise.case(4000, 10)
    with pytest.raises(AuthorFault, match=r"100 draws, none of them clear\. Make the input or the batch smaller"):
        exercise.exam(b"s")


def test_a_step_uses_one_set_of_weights_for_all_its_gradients(ask_of):
    """Thirty steps of two Dense layers: an update that overtook the backward pass would show in the earlier layer."""
    exercise = Layer(
        "Two", title="an example", minutes=1, difficulty="easy", points={"trains": 1}, without=("saves", "graph")
    )
    for part in ("1", "2"):
        exercise.weight(f"dense{part}.kernel", lambda shape: (shape[-1], 5), draw=he_normal)
    exercise.case(7, 5)
    exercise.reference(lambda x, w, training: x + relu(x @ w.dense1.kernel) @ w.dense2.kernel)
    code = """
class Two(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.second, self.first = (keras.layers.Dense(5, use_bias=False) for _ in range(2))
    def call(self, x):
        return x + self.second(keras.ops.relu(self.first(x)))
"""
    exam = exercise.exam(b"s")
    assert [True] * 30 == [isinstance(examine(exam, ask_of(code)).outcome, Right) for _ in range(30)]


LEAN = """
class Lean(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
    def build(self, shape):
        new = lambda: keras.layers.Dense(self.units, use_bias=False)
        self.project = new() if shape[-1] != self.units else None
        self.first, self.second = new(), new()
    def call(self, x):
        h = self.second(keras.ops.relu(self.first(x)))
        return h + (x if self.project is None else self.project(x))
"""


@pytest.fixture(scope="module")
def lean_exam():
    """A block that has a projection only where the sizes differ, each size with a case of its own."""
    return lean().exam(b"test")


def lean(first=(7, 2, 3), second=(7, 3, 3)):
    exercise = Layer("Lean", title="an example", minutes=5, difficulty="easy", points={"weights": 1, "values": 1})
    exercise.weight("first.kernel", lambda shape, units: (shape[-1], units), draw=he_normal)
    exercise.weight("second.kernel", lambda shape, units: (units, units), draw=he_normal)
    exercise.weight("project.kernel", lambda shape, units: (shape[-1], units) if shape[-1] != units else None)
    for batch, channels, units in (first, second):
        exercise.case(batch, channels, units=units, label=f"{channels} to {units}")

    @exercise.reference
    def block(x, w, training, units):
        h = relu(x @ w.first.kernel) @ w.second.kernel
        return h + (x @ w.project.kernel if x.shape[-1] != units else x)

    exercise.mistake("never", "A projection is missing.", fails="weights", facts={"trainable": 2, "case": "2 to 3"})
    exercise.mistake("always", "A projection too many.", fails="weights", facts={"trainable": 3, "case": "3 to 3"})
    return exercise


@pytest.mark.parametrize("early", [True, False], ids=["declared first", "declared last"])
def test_a_weight_may_be_absent_in_some_cases(lean_exam, ask_of, early):
    """Its absence moves the places of the others in the layer's own order."""
    moved = LEAN.replace("self.project = new() if", "late = new() if").replace(
        "new(), new()\n", "new(), new()\n        self.project = late\n"
    )
    assert isinstance(examine(lean_exam, ask_of(LEAN if early else moved)).outcome, Right)


@pytest.mark.parametrize(("condition", "mistake"), [("True", "always"), ("False", "never")])
def test_a_weight_that_a_case_lacks_or_has_too_many_is_reported_with_the_case(lean_exam, ask_of, condition, mistake):
    code = LEAN.replace("shape[-1] != self.units", condition)
    code = code.replace(
        "(x if self.project is None else self.project(x))", "(self.project(x) if self.project else x[:, :1])"
    )
    outcome = examine(lean_exam, ask_of(code)).outcome
    assert ("weights", mistake) == (outcome.rung, outcome.mistake)


def test_the_general_sentence_counts_the_weights_of_the_case_that_failed(ask_of):
    code = LEAN.replace("shape[-1] != self.units", "True")
    exam = replace(lean().exam(b"test"), mistakes=())
    outcome = examine(exam, ask_of(code)).outcome
    assert "must own 2 trainable weights (first.kernel, second.kernel)" in outcome.advice
    assert outcome.evidence.expected == "first.kernel (3, 3), second.kernel (3, 3)"


def test_the_layer_of_the_first_case_has_all_weights():
    with pytest.raises(AuthorFault, match=r"Received one without project\.kernel for Lean\. Put another case first"):
        lean((7, 3, 3), (7, 2, 3)).exam(b"s")


def test_that_a_layer_has_no_weights_is_asked_where_points_are_given_for_it(ask_of):
    code = """
class Thin(keras.layers.Layer):
    def build(self, shape):
        self.none_needed = self.add_weight(shape=())
    def call(self, x):
        return x[:, ::2]
"""
    exercise = Layer("Thin", title="an example", minutes=1, difficulty="easy", points={"weights": 1})
    exercise.case(2, 5)
    exercise.reference(lambda x, w, training: x[:, ::2])
    exam = exercise.exam(b"s")
    outcome = examine(exam, ask_of(code)).outcome
    assert "weights" == outcome.rung
    assert "must own no weight, as Keras counts them. Yours owns others" in outcome.advice
    none = code.replace("self.none_needed = self.add_weight(shape=())", "pass")
    assert isinstance(examine(exam, ask_of(none)).outcome, Right)
