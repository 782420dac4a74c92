"""Mistakes against Keras's contract, which belong to no single exercise: each sentence is written here once.

``exercise.common("no_kwargs", change={…})`` takes one over. The counts in its facts follow from the weights that the exercise
declares. Sources: https://keras.io/guides/making_new_layers_and_models_via_subclassing/ and
https://keras.io/guides/migrating_to_keras_3/.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.faults import AuthorFault


@dataclass(frozen=True, slots=True)
class Counts:
    """How many weights a layer exercise declares."""

    trainable: int
    non_trainable: int

    @property
    def all(self) -> int:
        """Both kinds together."""
        return self.trainable + self.non_trainable


@dataclass(frozen=True, slots=True)
class CommonMistake:
    """A mistake as ``Exercise.mistake`` takes it; ``facts`` are made from the counts of the exercise's weights."""

    advice: str
    fails: str
    facts: Callable[[Counts], dict[str, Any]]
    misconception: str | None = None


def common_mistake(shared: str, exercise: str) -> CommonMistake:
    """That of this name. Raises AuthorFault where there is none."""
    if shared not in COMMON:
        raise AuthorFault(
            f"Shared mistakes are those of autograder/exercise/common.py. Received '{shared}' for {exercise}. They are: "
            f"{', '.join(COMMON)}."
        )
    return COMMON[shared]


COMMON: dict[str, CommonMistake] = {
    "kept_in_call": CommonMistake(
        "Weights and sublayers are made once, in __init__ or `build`. When `call` runs, the layer counts as built, and Keras "
        "refuses new ones. Make yours before `call`.",
        "builds",
        lambda counts: {"stage": "call", "message": "cannot add new elements of state"},
        "M09",
    ),
    "made_in_call": CommonMistake(
        "Sublayers are made once, in __init__ or `build`. Made in `call`, they are new at each call, and nobody trains them. "
        "Move them out of `call`.",
        "weights",
        lambda counts: {"trainable": 0, "non_trainable": 0, "untracked": 0},
        "M09",
    ),
    "raw_in_call": CommonMistake(
        "Weights are made in `build`, by self.add_weight. A tf.Variable made in `call` gets past Keras's refusal, but Keras "
        "does not list it, and inside a keras.Model it fails. Move the making to `build`.",
        "builds",
        lambda counts: {"stage": "symbolic", "untracked": counts.all, "message": "could not be lifted out"},
        "M09",
    ),
    "untracked": CommonMistake(
        "Keras 3 trains and saves only the weights in its own list, and no tf.Variable gets into it: the tape sees yours, but "
        "fit leaves them as they are. Make them with self.add_weight in `build`.",
        "weights",
        lambda counts: {"trainable": 0, "untracked": counts.trainable},
        "M07",
    ),
    "half_tracked": CommonMistake(
        "Keras 3 trains and saves only the weights in its own list. One of your two is listed, the other is a tf.Variable, "
        "which is not. Make it with self.add_weight as well.",
        "weights",
        lambda counts: {"trainable": 1, "untracked": 1},
        "M07",
    ),
    "frozen": CommonMistake(
        "What is learnt must be trainable. Keras lists yours as not trainable. Look for trainable=False and take it out.",
        "weights",
        lambda counts: {"trainable": 0, "non_trainable": counts.trainable},
    ),
    "one_frozen": CommonMistake(
        "Both weights are learnt, so both must be trainable. Keras lists one of yours as not trainable. Look for "
        "trainable=False and take it out.",
        "weights",
        lambda counts: {"trainable": 1, "non_trainable": 1},
    ),
    "none_in_shape": CommonMistake(
        "A weight needs a number for each of its sizes; None is not filled in later. The constructor does not know the input's "
        "shape yet. Make the weight in `build`, where the number of channels is input_shape[-1].",
        "builds",
        lambda counts: {"stage": "construct", "message": "must be fully-defined"},
    ),
    "positional_name": CommonMistake(
        "In Keras 3 the first positional argument of add_weight is the shape, and a name must be given by keyword. Write "
        'name="…".',
        "builds",
        lambda counts: {"message": "`name` must be passed as a keyword"},
    ),
    "not_the_last_axis": CommonMistake(
        "The channels are the last axis, however many axes there are. The size of your weight does not fit that axis: it may "
        "come from another axis, or be a fixed number. Use input_shape[-1].",
        "builds",
        lambda counts: {"stage": "call", "message": "Incompatible shapes"},
    ),
    "no_super": CommonMistake(
        "Keras sets a layer up in the __init__ of its own class. Yours never calls it. Write super().__init__(**kwargs) as the "
        "first line of your __init__.",
        "builds",
        lambda counts: {"message": "you forgot to call `super().__init__()`"},
    ),
    "nothing_returned": CommonMistake(
        "A layer's `call` returns a tensor on every path. Yours returns something else, or nothing. Look for a missing "
        "`return`.",
        "builds",
        lambda counts: {"stage": "symbolic", "message": "must be KerasTensors"},
    ),
    "no_kwargs": CommonMistake(
        "To load a saved layer, Keras makes it anew with name=, dtype= and more. Your constructor does not take these. Take "
        "**kwargs after its own arguments, and pass them on to super().__init__.",
        "saves",
        lambda counts: {"message": "unexpected keyword argument"},
    ),
}
