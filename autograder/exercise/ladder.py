"""The ladder: what is asked of an answer, in this order, and the words in which everybody reads it.

This is the only table of rungs. How a rung is climbed, what its failure is told as and how it is proved to be able to fail
stands in ``judge/rungs``, one file a rung; an author's own rungs of a function (``rungs=``) come in the place of "values".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["layer", "function"]


@dataclass(frozen=True, slots=True)
class Traits:
    """What an exercise has that a rung can ask about: of a layer its weights and losses, of a function its arguments."""

    weights: bool = False
    fixed_starts: bool = False
    trainable: bool = False
    state: bool = False
    losses: bool = False
    changeable_arguments: bool = False
    paid: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LadderRung:
    """A row of the table.

    ``words`` is the sentence that card, feedback page and report show. ``facts`` are those by which a mistake of this rung
    can be told, with their meaning. ``applies`` says to which exercises the rung is put; an author may leave it out.
    """

    name: str
    words: str
    facts: Mapping[str, str] = field(default_factory=dict)
    applies: Callable[[Traits], bool] = lambda traits: True


ANYWHERE = {
    "error": "the class of the exception",
    "message": "a text that the exception's message contains",
}
"""Facts of every rung."""

OF_LAYERS = ANYWHERE | {"case": "the label of the case that failed"}

LAYER = (
    LadderRung(
        "builds",
        "It can be made and called, by hand and inside a model",
        {
            "stage": 'where it failed: "construct", "call", "symbolic" (inside a keras.Model) or "ask" (it cannot be looked at)',
            "untracked": "how many tf.Variables it holds that Keras does not track",
        },
    ),
    LadderRung("shapes", "Its output has the promised shape and dtype"),
    LadderRung(
        "weights",
        "It owns the right weights, and Keras counts them",
        {
            "trainable": "the number of trainable weights",
            "non_trainable": "the number of non-trainable weights",
            "untracked": "how many tf.Variables it holds that Keras does not track",
            "early": "how many weights there are before the first call",
            "ranks": 'the ranks of the trainable weights, as in "1, 1"',
            "windows": 'the windows of those with more than two axes, as in "3x3, 3x3"',
            "dtypes": "dtypes other than float32",
        },
        lambda traits: traits.weights or "weights" in traits.paid,
    ),
    LadderRung(
        "starts",
        "Untrained, it gives what the task promises",
        {"random": "how many weights do not hold one number throughout"},
        lambda traits: traits.fixed_starts,
    ),
    LadderRung(
        "values",
        "Its numbers are those of the formula",
        {
            "order": '"changes" where the weights come in changing order',
            "dtype": "the output's dtype, where not float32",
        },
    ),
    LadderRung("losses", "Its penalties add up", {"losses": "the number of losses"}, lambda traits: traits.losses),
    LadderRung(
        "gradients",
        "Gradients reach the input and every weight",
        {"none": 'the roles without a gradient, as in "kernel, x"', "wrong": "the role whose gradient is another one"},
    ),
    LadderRung(
        "state",
        "Its state changes in training, and only then",
        {
            "moved_when_false": "whether it changed at training=False",
            "moved_when_left_out": "whether it changed where training was left out",
        },
        lambda traits: traits.state,
    ),
    LadderRung(
        "saves", "It comes back the same after saving and loading", {"reset": "whether some values were not saved"}
    ),
    LadderRung(
        "trains",
        "One training step moves what it should",
        {
            "unmoved": "whether a weight did not move at all",
            "moved_frozen": "whether a non-trainable weight moved otherwise than a call moves it",
        },
        lambda traits: traits.trainable,
    ),
    LadderRung("inputs", "It leaves its input as it was", {"kept": "False where it does not"}),
    LadderRung("graph", "It gives the same inside tf.function"),
)

RUNS = LadderRung("runs", "It can be called and returns", {"stage": '"define", "stub" or "call"'})
KIND_OF_VALUE = LadderRung("shapes", "It returns the promised kind of value")
VALUES = LadderRung("values", "It returns the right values")
ARGUMENTS = LadderRung(
    "inputs",
    "It leaves its arguments as they were",
    {"kept": "False where it does not"},
    lambda traits: traits.changeable_arguments,
)
FUNCTION = (RUNS, KIND_OF_VALUE, VALUES, ARGUMENTS)

LADDERS: dict[Kind, tuple[LadderRung, ...]] = {"layer": LAYER, "function": FUNCTION}


def facts_of(kind: Kind, rung: str) -> Mapping[str, str]:
    """The facts that may tell a mistake of this rung, with their meaning; of an author's own rung those of every rung."""
    own = next((row.facts for row in LADDERS[kind] if row.name == rung), {})
    return (OF_LAYERS if kind == "layer" else ANYWHERE) | dict(own)
