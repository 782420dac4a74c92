"""The ladder: what is asked of an answer, in this order, and the words in which everybody reads it.

This is the only table of rungs. ``judge/rungs`` has one file per rung: how it is climbed, what is said when it fails, and the
mutant that proves that it can fail. An author's own rungs of a function (``rungs=``) take the place of "values".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["layer", "function"]


@dataclass(frozen=True, slots=True)
class Traits:
    """What an exercise has that a rung can ask about: of a layer its weights, of a function its arguments."""

    weights: bool = False
    fixed_starts: bool = False
    trainable: bool = False
    state: bool = False
    changeable_arguments: bool = False
    domains: bool = False
    paid: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LadderRung:
    """A row of the table.

    ``words`` is the sentence that card, feedback page and report show. ``facts`` are those by which a mistake of this rung
    can be recognised, with their meaning. ``applies`` says which exercises have the rung; an author may leave it out.
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
            "stage": 'where it failed: "construct", "call", "symbolic" (inside a keras.Model) or "ask" (afterwards)',
            "untracked": "the number of variables that the layer can reach and Keras does not track",
        },
    ),
    LadderRung("shapes", "Its output has the promised shape and dtype"),
    LadderRung(
        "weights",
        "It owns the right weights, and Keras counts them",
        {
            "trainable": "their number",
            "non_trainable": "their number",
            "untracked": "as for builds",
            "early": "the number of weights before the first call",
            "ranks": 'of the trainable weights, as in "1, 1"',
            "windows": 'of the kernels, as in "3x3, 3x3"',
            "dtypes": "those other than float32",
            "regularizers": "the number of weights with one, where the task names no penalty",
            "constraints": "the number of weights with one",
            "hidden": "the number of variables that the layer uses and Keras does not list, where all others are right",
            "shared": "the number of weights that two layers made alike have in common",
            "late": "the number of weights that appeared after the first call",
        },
        lambda traits: traits.weights or "weights" in traits.paid,
    ),
    LadderRung(
        "starts",
        "Untrained, it gives what the task promises",
        {"random": "the number of weights with more than one initial value"},
        lambda traits: traits.fixed_starts,
    ),
    LadderRung(
        "values",
        "Its numbers are those of the formula",
        {"order": '"changes" if that of the weights does', "dtype": "the output's, if not float32"},
    ),
    LadderRung(
        "losses",
        "Its penalties are those of the task",
        {"losses": "their number", "unasked": "True if the task names no penalty"},
    ),
    LadderRung("inputs", "It leaves its input as it was", {"kept": "False"}),
    LadderRung(
        "gradients",
        "Gradients reach the input and every weight",
        {
            "none": 'the roles without one, as in "kernel, x"',
            "wrong": "the role with another one",
            "training": "True if it is so in training only",
        },
    ),
    LadderRung(
        "state",
        "Its state changes in training, and only then",
        {
            "moved_when_false": "True if it moved at training=False",
            "moved_when_left_out": "True if it moved without training=",
        },
        lambda traits: traits.state,
    ),
    LadderRung(
        "saves",
        "It comes back the same after saving and loading",
        {
            "reset": "True if a value was not saved",
            "weights": "the number of weights after loading, if another",
            "loss": "the sum of its losses after loading, if another",
            "training": "True if it differs in training only",
        },
    ),
    LadderRung(
        "trains",
        "One training step moves what it should",
        {
            "unmoved": "True if a weight did not move at all",
            "moved_frozen": "True if a non-trainable weight moved other than by a call",
        },
        lambda traits: traits.trainable,
    ),
    LadderRung(
        "everywhere",
        "It is right for inputs of other sizes, and leaves all else alone",
        {
            "input": 'what the input is: "large, small and zero numbers", "another batch size …", "a batch of one …", "the first '
            'input again"',
            "unknown_sizes": "True if it fails in a model with unknown height and width",
            "hidden": "as for weights",
            "late": "as for weights",
            "flags": "the number of `trainable` flags that a call changed",
            "seeded": "True if a call set the state of random numbers",
            "twin": "True if another layer, made alike, has changed with it",
            "loss": "the sum of its losses, if another",
        },
    ),
    LadderRung("graph", "It gives the same inside tf.function"),
)

RUNS = LadderRung("runs", "It can be called and returns", {"stage": '"define", "stub" or "call"'})
KIND_OF_VALUE = LadderRung(
    "shapes",
    "It returns the promised kind of value",
    {"type": 'what is of another type, as in "float, not int"; None where only length, keys or shape differ'},
)
VALUES = LadderRung("values", "It returns the right values")
ARGUMENTS = LadderRung(
    "inputs",
    "It leaves its arguments as they were",
    {"kept": "False"},
    lambda traits: traits.changeable_arguments,
)
EVERYWHERE = LadderRung(
    "everywhere",
    "It is right for all arguments that the task allows",
    {"about": 'what is special about the arguments, as in "the least n"', "raised": "True if it raised an error"},
    lambda traits: traits.domains,
)
FUNCTION = (RUNS, KIND_OF_VALUE, VALUES, EVERYWHERE, ARGUMENTS)

LADDERS: dict[Kind, tuple[LadderRung, ...]] = {"layer": LAYER, "function": FUNCTION}


def facts_of(kind: Kind, rung: str) -> Mapping[str, str]:
    """The facts by which a mistake of this rung can be recognised, with their meaning; those of every rung included."""
    own = next((row.facts for row in LADDERS[kind] if row.name == rung), {})
    return (OF_LAYERS if kind == "layer" else ANYWHERE) | dict(own)


def shared_with_the_top(rungs: Sequence[str], points: Mapping[str, float]) -> dict[str, float]:
    """``points``, where the highest of ``rungs`` has some: half of those of the highest that has.

    So no answer that fails anywhere gets full marks, and one that fails at the end keeps most of them.
    """
    shared = dict(points)
    paid = [name for name in rungs if points.get(name)]
    if paid and paid[-1] != rungs[-1]:
        shared[paid[-1]] = shared[rungs[-1]] = points[paid[-1]] / 2
    return shared
