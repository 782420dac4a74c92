"""What single rungs of a layer's ladder find."""

from __future__ import annotations

from dataclasses import replace

from autograder.exercise import Layer, Result
from autograder.judge import examine
from autograder.verdicts import Mistaken, Right
from tests.support.little_layers import COUNTING, SCALE


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


HELPED = """
class _Line(keras.layers.Layer):
    def build(self, shape):
        self.a = self.add_weight(shape=(shape[-1],), initializer="ones", name="scale")
        self.b = self.add_weight(shape=(shape[-1],), initializer="zeros", name="shift")
    def call(self, x):
        return self.a * x + self.b


class ScaleShift(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.line = _Line()
    def call(self, x):
        return self.line(x)
"""


def test_a_name_that_keras_refuses_inside_a_model_is_told(scale_exam, ask_of):
    code = HELPED.replace("ScaleShift", scale_exam.name)
    verdict = examine(scale_exam, ask_of(code))
    assert "Keras refuses names of layers that begin with an underscore" in verdict.outcome.advice
    assert "batch size" not in verdict.outcome.advice
    assert isinstance(examine(scale_exam, ask_of(code.replace("_Line", "Line"))).outcome, Right)


def test_what_fails_inside_a_model_only_is_shown_to_the_learner(scale_exam, ask_of):
    """The sentence says what was seen, and names no cause as certain."""
    code = HELPED.replace("ScaleShift", scale_exam.name).replace("_Line", "Line")
    verdict = examine(scale_exam, ask_of(code.replace("self.line(x)", "self.line(np.asarray(x))")))
    shape = scale_exam.cases[0].x.shape[1:]
    assert (
        f"called by hand without an error, and failed there. Call it on `keras.Input({shape})`"
        in verdict.outcome.advice
    )


def test_an_error_that_has_a_text_is_not_the_stubs(scale_exam, ask_of):
    """Keras and TensorFlow raise NotImplementedError, too, and the text says of what."""
    code = HELPED.replace("ScaleShift", scale_exam.name).replace("_Line", "Line")
    half = examine(scale_exam, ask_of(code.replace("return self.line(x)", "raise NotImplementedError()")))
    assert "has not been written yet" in half.outcome.advice
    inner = examine(
        scale_exam, ask_of(code.replace("return self.a * x + self.b", 'raise NotImplementedError("later")'))
    )
    assert "but calling it failed" in inner.outcome.advice


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
