"""fix_2: a Sequential hands one tensor on; a sum of two paths needs a graph (keras.io, "The Functional API")."""

import numpy as np

from autograder.exercise import NOT_SAID, Function, call
from autograder.exercise.random_values import normal

exercise = Function(
    "fix_2",
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
def fix_2(*asked):
    return told(*asked)


@exercise.mistake(
    "The input must reach the sum. Yours returns what the Dense returns: x has got lost, as it does when Add is given a list "
    "of one. Keep the input under a name, and add it."
)
def input_lost(*asked):
    return told(*asked, join=lambda x, h: h)


@exercise.mistake(
    "x is added to what the Dense returns. Yours adds that to itself. One of the two must be the input."
)
def twice(*asked):
    return told(*asked, join=lambda x, h: 2 * h)


@exercise.mistake(
    "The two are added number by number. Yours joins them, so 2n numbers come out. Use + or Add.",
)
def joined(*asked):
    return told(*asked, join=lambda x, h: np.concatenate([x, h], axis=-1))


@exercise.mistake(
    "The Dense has no activation. Yours turns its negative numbers into zeros. Take the relu out."
)
def activated(*asked):
    return told(*asked, join=lambda x, h: x + np.maximum(h, 0))


@exercise.mistake(
    "fix_2 returns a keras.Model. Yours returns something else. Give keras.Model the input and the output.",
    rung="weights",
)
def no_model(question, *asked):
    return "no model" if question == "weights" else NOT_SAID


@exercise.mistake(
    "The model has one Dense, hence two weights. Yours has none that Keras would train. Look for trainable=False, and for "
    "layers that the model does not hold.",
    rung="weights",
)
def no_weights(question, *asked):
    return [] if question == "weights" else NOT_SAID


still_chain = exercise.mistake_when(
    "still_chain",
    "A Sequential hands one tensor from step to step, so Add gets no list in it. Yours still raises that error. Use "
    "keras.Input and keras.Model.",
    rung="runs",
    message="merge layer should be called on a list",
)

# -- known answers ------------------------------------------------------------------------------------------------

SUM = "keras.layers.Add()([inputs, h])"
DENSE = "keras.layers.Dense(n)"

exercise.wrong(
    "left as it was",
    fails="runs",
    as_=still_chain,
    code="""
def fix_2(n):
    return keras.Sequential([keras.Input((n,)), keras.layers.Dense(n), keras.layers.Add()])
""",
)
exercise.wrong(
    "a list of one", fails="values", as_=input_lost, change={SUM: "keras.layers.Add()([h])"}
)
exercise.wrong("itself", fails="values", as_=twice, change={SUM: "keras.layers.Add()([h, h])"})
exercise.wrong(
    "joined",
    fails="values",
    as_=joined,
    change={SUM: "keras.layers.Concatenate()([inputs, h])"},
)
exercise.wrong(
    "activated",
    fails="values",
    as_=activated,
    change={DENSE: 'keras.layers.Dense(n, activation="relu")'},
)
exercise.wrong(
    "no model",
    fails="weights",
    as_=no_model,
    change={
        "return keras.Model(inputs, keras.layers.Add()([inputs, h]))": "return lambda x: x"
    },
)
exercise.wrong(
    "frozen",
    fails="weights",
    as_=no_weights,
    change={DENSE: "keras.layers.Dense(n, trainable=False)"},
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
exercise.right(
    "a class of its own",
    code="""
class Residual(keras.Model):
    def __init__(self, n):
        super().__init__()
        self.dense = keras.layers.Dense(n)
        self.dense.build((None, n))

    def call(self, x):
        return x + self.dense(x)


def fix_2(n):
    return Residual(n)
""",
)
exercise.right(
    "a layer inside a Sequential",
    code="""
class Residual(keras.layers.Layer):
    def __init__(self, n):
        super().__init__()
        self.dense = keras.layers.Dense(n)

    def call(self, x):
        return keras.layers.add([self.dense(x), x])


def fix_2(n):
    return keras.Sequential([keras.Input((n,)), Residual(n)])
""",
)
