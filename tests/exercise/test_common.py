"""The mistakes that many layers share: each sentence is made to appear, and an author may put in words of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from autograder.exercise import Layer
from autograder.exercise.common import COMMON, Counts
from autograder.exercise.ladder import facts_of
from autograder.faults import AuthorFault
from autograder.judge import examine
from autograder.verdicts import Mistaken, Right

GOOD = """
class ScaleShift(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def build(self, input_shape):
        channels = input_shape[-1]
        self.scale = self.add_weight(shape=(channels,), initializer="ones", name="scale")
        self.shift = self.add_weight(shape=(channels,), initializer="zeros", name="shift")

    def call(self, inputs):
        return self.scale * inputs + self.shift
"""
SCALE = 'self.add_weight(shape=(channels,), initializer="ones", name="scale")'
SHIFT = 'self.add_weight(shape=(channels,), initializer="zeros", name="shift")'
CALL = "    def call(self, inputs):\n"
SHOWN: dict[str, dict[str, str]] = {
    "kept_in_call": {
        f"self.scale = {SCALE}": "pass",
        CALL: f"{CALL}        channels = inputs.shape[-1]\n        self.scale = {SCALE}\n",
    },
    "made_in_call": {
        f"self.scale = {SCALE}": "",
        f"self.shift = {SHIFT}": "",
        "self.scale * inputs + self.shift": "keras.layers.Dense(inputs.shape[-1])(inputs)",
    },
    "raw_in_call": {
        f"self.scale = {SCALE}": "",
        f"self.shift = {SHIFT}": "",
        CALL: CALL + "        if not hasattr(self, 'scale'):\n"
        "            self.scale = tf.Variable(tf.ones(inputs.shape[-1:]))\n"
        "            self.shift = tf.Variable(tf.zeros(inputs.shape[-1:]))\n",
    },
    "untracked": {SCALE: "tf.Variable(tf.ones((channels,)))", SHIFT: "tf.Variable(tf.zeros((channels,)))"},
    "half_tracked": {SHIFT: "tf.Variable(tf.zeros((channels,)))"},
    "frozen": {SCALE: SCALE[:-1] + ", trainable=False)", SHIFT: SHIFT[:-1] + ", trainable=False)"},
    "one_frozen": {SHIFT: SHIFT[:-1] + ", trainable=False)"},
    "none_in_shape": {
        "super().__init__(**kwargs)\n": f"super().__init__(**kwargs)\n        channels = None\n        self.scale = {SCALE}\n"
    },
    "positional_name": {SCALE: 'self.add_weight("scale", shape=(channels,), initializer="ones")'},
    "not_the_last_axis": {"input_shape[-1]": "input_shape[1]"},
    "no_super": {"super().__init__(**kwargs)": "self.scale = None"},
    "nothing_returned": {"return self.scale": "self.scale"},
    "no_kwargs": {"self, **kwargs": "self", "super().__init__(**kwargs)": "super().__init__()"},
}


def scale_shift() -> Layer:
    """Two trainable weights; inputs of two and of three axes."""
    exercise = Layer("ScaleShift", title="an example", minutes=1, difficulty="easy", points={"builds": 1, "values": 1})
    exercise.weight("scale", lambda shape: (shape[-1],), start=1.0)
    exercise.weight("shift", lambda shape: (shape[-1],), start=0.0)
    exercise.case(7, 3)
    exercise.case(2, 5, 11)
    exercise.reference(lambda x, w, training: w.scale * x + w.shift)
    return exercise


@pytest.fixture(scope="module")
def exam() -> Any:
    """All shared mistakes at once, so that one that takes another's answer for its own is found as well."""
    exercise = scale_shift()
    for name in COMMON:
        exercise.common(name)
    return exercise.exam(b"seed")


def answer(changes: dict[str, str]) -> str:
    code = GOOD
    for old, new in changes.items():
        assert code.count(old) == 1, old
        code = code.replace(old, new)
    return code


@pytest.mark.parametrize("name", COMMON)
def test_each_shared_sentence_appears(exam: Any, ask_of: Callable[..., Any], name: str) -> None:
    """Claim: the answer that shows the mistake is told its sentence, at its rung, though all others are stated as well."""
    outcome = examine(exam, ask_of(answer(SHOWN[name]))).outcome
    assert isinstance(outcome, Mistaken)
    assert (name, COMMON[name].fails, COMMON[name].advice) == (outcome.mistake, outcome.rung, outcome.advice), outcome
    assert COMMON[name].misconception == outcome.misconception


def test_the_answer_that_they_spoil_is_right(exam: Any, ask_of: Callable[..., Any]) -> None:
    """Claim: what is refused above is refused for what was changed."""
    assert isinstance(examine(exam, ask_of(GOOD)).outcome, Right)


def test_each_shared_mistake_names_facts_that_its_rung_reports() -> None:
    """Claim: none is silently impossible to recognise."""
    assert set(SHOWN) == set(COMMON)
    for name, common in COMMON.items():
        facts = common.facts(Counts(2, 3))
        assert facts and set(facts) <= set(facts_of("layer", common.fails)), name


def test_the_counts_are_those_of_the_declared_weights() -> None:
    """Claim: nobody writes them by hand."""
    exercise = scale_shift()
    exercise.weight("mean", lambda shape: (), trainable=False)
    for name in ("untracked", "raw_in_call", "frozen"):
        exercise.common(name)
    assert [
        {"trainable": 0, "untracked": 2},
        {"stage": "symbolic", "untracked": 3, "message": "could not be lifted out"},
        {"trainable": 0, "non_trainable": 2},
    ] == [mistake.when for mistake in exercise.mistakes]


def test_an_author_may_rename_reword_and_sharpen_a_shared_mistake() -> None:
    """Claim: name and advice replace the shared ones, facts are added, and the wrong answer is stated with it."""
    exercise = scale_shift()
    exercise.common("frozen", name="stuck", advice="Let it learn.", change={"a": "b"}, early=2)
    (mistake,) = exercise.mistakes
    assert ("stuck", "Let it learn.", "weights") == (mistake.name, mistake.advice, mistake.rung)
    assert {"trainable": 0, "non_trainable": 2, "early": 2} == mistake.when
    (wrong,) = exercise.wrongs
    assert ("stuck", "stuck", "weights", {"a": "b"}) == (wrong.name, wrong.mistake, wrong.fails, wrong.change)


def test_an_unknown_shared_mistake_is_answered_with_the_known_ones() -> None:
    """Claim: one sentence, with all names."""
    with pytest.raises(AuthorFault) as raised:
        scale_shift().common("no_kwarg")
    assert str(raised.value) == (
        f"Shared mistakes are those of autograder/exercise/common.py. Received 'no_kwarg' for ScaleShift. They are: "
        f"{', '.join(COMMON)}."
    )
