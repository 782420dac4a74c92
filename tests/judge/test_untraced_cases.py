"""A case that is not traced: called by hand, never inside a model, and judged by its numbers all the same."""

from __future__ import annotations

import pytest

from autograder.exercise import Layer
from autograder.exercise.exam import Result
from autograder.faults import AuthorFault
from autograder.judge import examine, freeze, thaw
from autograder.verdicts import Right

SHIFT = """
class Shift(keras.layers.Layer):
    def __init__(self, kind="whole", **kwargs):
        super().__init__(**kwargs)
        self.kind = kind
    def build(self, shape):
        self.kept = self.add_weight(shape=(shape[-1],), initializer="zeros", trainable=False)
        self.shift = self.add_weight(shape=(shape[-1],), initializer="zeros")
    def call(self, x, training=False):
        if training:
            self.kept.assign(keras.ops.mean(x, 0))
        return x + self.shift
    def get_config(self):
        return super().get_config() | {"kind": self.kind}
"""


def exam(traced):
    exercise = Layer("Shift", title="an example", minutes=1, difficulty="easy", points={"values": 1})
    exercise.weight("kept", lambda shape, **_: (shape[-1],), start=0.0, trainable=False)
    exercise.weight("shift", lambda shape, **_: (shape[-1],), start=0.0)
    exercise.case(7, 3)
    exercise.case(5, 2, kind="half", traced=traced, label="half")

    @exercise.reference
    def shift(x, w, training, kind="whole"):
        return Result(output=x + w.shift, state={"kept": x.mean(0) if training else w.kept})

    return exercise.exam(b"seed")


@pytest.mark.parametrize("traced", [True, False])
def test_a_right_answer_passes(ask_of, traced):
    assert isinstance(examine(exam(traced), ask_of(SHIFT)).outcome, Right)


@pytest.mark.parametrize(("traced", "rung"), [(True, "builds"), (False, "saves")])
def test_a_case_that_is_not_traced_is_called_inside_a_model_only_where_it_must_be_saved(ask_of, traced, rung):
    """With an unknown batch size this answer fails, for one kind. It is the only case that has another value of ``kind``."""
    code = SHIFT.replace(
        "return x + self.shift", "return x + self.shift + (0.0 * float(x[0, 0]) if self.kind == 'half' else 0)"
    )
    assert rung == getattr(examine(exam(traced), ask_of(code)).outcome, "rung", None)


@pytest.mark.parametrize(
    ("old", "new", "rung"),
    [
        ("return x + self.shift", "return x + self.shift * (1 + (self.kind == 'half'))", "values"),
        ("return x + self.shift", "return (x + self.shift)[:, :3 - (self.kind == 'half')][..., :1]", "shapes"),
        ("if training:", "if training and self.kind != 'half':", "state"),
        ("initializer=\"zeros\")\n    def", "initializer=\"ones\" if self.kind == 'half' else \"zeros\")\n    def", "starts"),
        ("self.shift = ", "if self.kind == 'half':\n            raise ValueError('no')\n        self.shift = ", "builds"),
    ],
)  # fmt: skip
def test_what_goes_wrong_in_a_case_that_is_not_traced_is_refused(ask_of, old, new, rung):
    assert SHIFT.count(old) == 1
    outcome = examine(exam(False), ask_of(SHIFT.replace(old, new))).outcome
    assert (rung, True) == (outcome.rung, outcome.evidence.case.startswith("half") or rung == "shapes")


def test_the_start_values_of_a_case_that_is_not_traced_are_not_read(ask_of):
    """The call by hand came first. That this layer keeps a mean whatever the mode is told by the rung for that."""
    code = SHIFT.replace("if training:", "if training or self.kind == 'half':")
    assert "state" == examine(exam(False), ask_of(code)).outcome.rung
    assert "state" == examine(exam(True), ask_of(code)).outcome.rung


def test_the_frozen_questions_know_which_cases_are_traced():
    frozen, arrays = freeze([exam(False)])
    assert [True, False] == [case.traced for case in thaw(frozen, arrays)["Shift"].cases]


def test_the_first_case_is_traced():
    exercise = Layer("Shift", title="an example", minutes=1, difficulty="easy", points={"values": 1})
    with pytest.raises(AuthorFault, match=r"The first case of a layer is traced, .* Put another case first"):
        exercise.case(7, 3, traced=False)
