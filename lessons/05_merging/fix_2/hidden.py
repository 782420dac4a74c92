"""fix_2: a Sequential hands one tensor on; a sum of two paths needs a graph (keras.io, "The Functional API")."""

import numpy as np

from autograder.exercise import NOT_SAID, Function, call
from autograder.exercise.random_values import normal

exercise = Function(
    "fix_2",
    title="x + dense(x) as a list of steps",
    rungs={
        "weights": "The model owns the right weights",
        "trains": "The model trains",
    },
    minutes=4,
    difficulty="medium",
    points={"weights": 1, "values": 2, "trains": 1},
    core=False,
    without=("shapes",),
)


@exercise.cases
def cases(rng):
    for question, n in (("weights", 5), ("values", 5), ("values", 3), ("trains", 4)):
        kernel, bias, x = normal(rng, (n, n)), normal(rng, (n,)), normal(rng, (6, n))
        yield call(question, n, kernel, bias, x, label=f"{question}, n={n}", rung=question)


def told(question, n, kernel, bias, x, join=lambda x, h: x + h):
    if question == "weights":
        return [[n], [n, n]]
    return True if question == "trains" else join(x, x @ kernel + bias)


@exercise.reference
def fix_2(*asked, **parts):
    return told(*asked, **parts)


SUM = "keras.layers.Add()([inputs, h])"
DENSE = "keras.layers.Dense(n)"

exercise.mistake(
    "input_lost",
    "The input must reach the sum. Yours returns what the Dense returns: x has got lost, as it does when Add is given a list "
    "of one. Keep the input under a name, and add it.",
    change={SUM: "keras.layers.Add()([h])"},
    parts=dict(join=lambda x, h: h),
)
exercise.mistake(
    "twice",
    "x is added to what the Dense returns. Yours adds that to itself. One of the two must be the input.",
    change={SUM: "keras.layers.Add()([h, h])"},
    parts=dict(join=lambda x, h: 2 * h),
)
exercise.mistake(
    "joined",
    "The two are added number by number. Yours joins them, so 2n numbers come out. Use + or Add.",
    change={SUM: "keras.layers.Concatenate()([inputs, h])"},
    parts=dict(join=lambda x, h: np.concatenate([x, h], axis=-1)),
)
exercise.mistake(
    "activated",
    "The Dense has no activation. Yours turns its negative numbers into zeros. Take the relu out.",
    change={DENSE: 'keras.layers.Dense(n, activation="relu")'},
    parts=dict(join=lambda x, h: x + np.maximum(h, 0)),
)
exercise.mistake(
    "no_model",
    "fix_2 returns a keras.Model. Yours returns something else. Give keras.Model the input and the output.",
    fails="weights",
    change={
        "return keras.Model(inputs, keras.layers.Add()([inputs, h]))": "return lambda x: x"
    },
    formula=lambda question, *asked: "no model" if question == "weights" else NOT_SAID,
)
exercise.mistake(
    "no_weights",
    "The model has one Dense, hence two weights. Yours has none that Keras would train. Look for trainable=False, and for "
    "layers that the model does not hold.",
    fails="weights",
    change={DENSE: "keras.layers.Dense(n, trainable=False)"},
    formula=lambda question, *asked: [] if question == "weights" else NOT_SAID,
)
exercise.mistake(
    "still_chain",
    "A Sequential hands one tensor from step to step, so Add gets no list in it. Yours still raises that error. Use "
    "keras.Input and keras.Model.",
    fails="runs",
    facts=dict(message="merge layer should be called on a list"),
)
exercise.wrong(
    "no bias", fails="weights", change={DENSE: "keras.layers.Dense(n, use_bias=False)"}
)
exercise.wrong(
    "no step reaches the Dense",
    fails="trains",
    change={SUM: "keras.layers.Add()([inputs, keras.ops.stop_gradient(h) + 0.0 * h])"},
)
exercise.wrong("the mean", fails="values", change={SUM: "keras.layers.Average()([inputs, h])"})
exercise.right("with +", change={SUM: "inputs + h"})
