"""add_as_conv_of_concat: W[x; y] = W1 x + W2 y with W1 = W2 = identity."""

import numpy as np

from autograder.exercise import Function, call, whole

exercise = Function(
    "add_as_conv_of_concat",
    title="Add as a convolution of Concatenate",
    minutes=5,
    difficulty="medium",
    points={"shapes": 1, "values": 2},
    takes=dict(c=whole(1, 20)),
    core=False,
)


@exercise.cases
def cases(rng):
    yield call(3)
    yield call(1)
    yield call(int(rng.integers(5, 9)), label="more channels")


def of(upper, lower):
    return np.concatenate([upper, lower])[None, None]


@exercise.reference
def add_as_conv_of_concat(c):
    return of(np.eye(c), np.eye(c))


BOTH = "[one, one]"
LAST = "return np.concatenate([one, one])[None, None]"

exercise.mistake(
    "all_ones",
    "Output j is made of channel j of x and channel j of y only. Yours has ones everywhere, so each output is the sum of all "
    "channels. Most entries are 0.",
    change={"np.eye(c)": "np.ones((c, c))"},
    formula=lambda c: np.ones((1, 1, 2 * c, c)),
)
exercise.mistake(
    "in_turns",
    "The first c rows belong to x, the other c to y. Yours takes them in turns, as if the channels were shuffled. Put one "
    "whole half beneath the other.",
    change={LAST: "return np.repeat(one, 2, axis=0)[None, None]"},
    formula=lambda c: np.repeat(np.eye(c), 2, axis=0)[None, None],
)
exercise.mistake(
    "halves",
    "A sum is asked for. Yours gives half of it, the mean. Look at the ones.",
    change={"np.eye(c)": "np.eye(c) / 2"},
    formula=lambda c: of(np.eye(c) / 2, np.eye(c) / 2),
)
exercise.mistake(
    "first_only",
    "y is added as well. Yours hands x through and drops y. Fill the lower half.",
    change={BOTH: "[one, 0 * one]"},
    formula=lambda c: of(np.eye(c), np.zeros((c, c))),
)
exercise.mistake(
    "difference",
    "y is added. Yours subtracts it. Look at the sign of the lower half.",
    change={BOTH: "[one, -one]"},
    formula=lambda c: of(np.eye(c), -np.eye(c)),
)
exercise.mistake(
    "matrix_only",
    "A kernel has four axes: (1, 1, 2c, c). Yours is the matrix without the two axes of the window. Put two axes of size 1 "
    "in front.",
    fails="shapes",
    change={"[None, None]": ""},
    formula=lambda c: np.concatenate([np.eye(c), np.eye(c)]),
)
exercise.mistake(
    "turned",
    "The input channels stand before the output channels: (1, 1, 2c, c). Yours has them the other way round. Put one half "
    "beneath the other, not beside it.",
    fails="shapes",
    change={LAST: "return np.concatenate([one, one], axis=1)[None, None]"},
    formula=lambda c: np.concatenate([np.eye(c), np.eye(c)], axis=1)[None, None],
)
exercise.wrong("channels backwards", fails="values", change={BOTH: "[one, one[::-1]]"})
exercise.wrong(
    "right for one channel", fails="values", change={"np.eye(c)": "np.eye(c, k=c > 1)"}
)
exercise.wrong(
    "three channels at most",
    fails="values",
    change={"np.eye(c)": "np.diag([1.0] * min(c, 3) + [0.0] * (c - min(c, 3)))"},
)
exercise.wrong(
    "one channel is forgotten",
    fails="values",
    change={BOTH: "[one, one if c > 1 else 0 * one]"},
)
exercise.right(
    "tiled, a tensor", change={LAST: "return tf.tile(tf.eye(c)[None, None], [1, 1, 2, 1])"}
)
