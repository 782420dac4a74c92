"""ema_update: one step of an exponential moving average, written into the variable (Keras's BatchNormalization)."""

import numpy as np

from autograder.exercise import NOT_SAID, Function, call
from autograder.exercise.random_values import normal

exercise = Function(
    "ema_update",
    title="a moving average in place",
    rungs={
        "any variable": "It updates variables of TensorFlow and of Keras",
        "value stays": "It leaves the new value as it is",
    },
    minutes=5,
    difficulty="easy",
    points={"values": 2, "any variable": 1, "value stays": 1},
    without=("shapes",),  # the probe looks into the variables, whatever comes back
)


@exercise.cases
def cases(rng):
    def question(kind, value_kind, shape, **words):
        decay = round(float(rng.uniform(0.6, 0.9)), 2)
        return call(kind, value_kind, normal(rng, shape), normal(rng, shape), decay, **words)

    yield question("tf", "constant", (3,), label="a tf.Variable (3,) and a tensor")
    yield question(
        "keras",
        "constant",
        (2, 3),
        label="a keras.Variable (2, 3) and a tensor",
        rung="any variable",
    )
    yield question("tf", "tf", (), label="two tf.Variables of shape ()", rung="value stays")


def held(avg, value):
    return {"avg": np.asarray(avg, np.float32), "value": np.asarray(value, np.float32)}


@exercise.reference
def ema_update(kind, value_kind, avg, value, decay):
    return held(decay * avg + (1 - decay) * value, value)


LINE = "avg.assign(decay * avg + (1 - decay) * value)"

exercise.mistake(
    "not_written",
    "The caller's variable must hold the new average. After yours it holds what it held before: `avg = …` moves only the "
    "function's own name. Write into the variable with a method that begins with assign.",
    misconception="M04",
    change={LINE: "avg = decay * avg + (1 - decay) * value"},
    formula=lambda kind, value_kind, avg, value, decay: held(avg, value),
)
exercise.mistake(
    "exchanged",
    "decay belongs to the old average, 1 − decay to the new value. Yours has them the other way round. Exchange the two.",
    change={LINE: "avg.assign((1 - decay) * avg + decay * value)"},
    formula=lambda kind, value_kind, avg, value, decay: held(
        decay * value + (1 - decay) * avg, value
    ),
)
exercise.mistake(
    "whole_value",
    "The two shares add up to 1: decay and 1 − decay. Yours adds the whole value to decay · avg. Multiply the value by its "
    "share.",
    change={LINE: "avg.assign(decay * avg + value)"},
    formula=lambda kind, value_kind, avg, value, decay: held(decay * avg + value, value),
)
exercise.mistake(
    "kept_whole",
    "The old average shrinks to its share, decay · avg. Yours keeps all of it and adds to it. With assign_add, add only the "
    "difference to the new average; or use assign.",
    change={LINE: "avg.assign_add((1 - decay) * value)"},
    formula=lambda kind, value_kind, avg, value, decay: held(avg + (1 - decay) * value, value),
)
exercise.mistake(
    "shrunk_twice",
    "Each of the two terms uses avg as it was before the update. Yours shrinks avg more than once. Do the whole sum first, "
    "then write once.",
    change={LINE: "avg.assign(decay * avg)\n    avg.assign(decay * avg + (1 - decay) * value)"},
    formula=lambda kind, value_kind, avg, value, decay: held(
        decay * decay * avg + (1 - decay) * value, value
    ),
)


@exercise.mistake(
    "value_written",
    "Only avg is written; the value belongs to the caller and stays. Yours writes into the value as well. Leave the second "
    "assign out.",
    fails="value stays",
    change={LINE: f"{LINE}\n    if isinstance(value, tf.Variable):\n        value.assign(avg)"},
)
def value_written(kind, value_kind, avg, value, decay):
    if value_kind != "tf":
        return NOT_SAID
    new = decay * avg + (1 - decay) * value
    return held(new, new)


exercise.mistake(
    "wrong_box",
    "The caller's avg holds the result; the value stays. Yours writes the result into the value, and leaves avg as it was. "
    "Call assign on avg.",
    fails="value stays",
    change={
        LINE: "new = decay * avg + (1 - decay) * value\n"
        "    (value if isinstance(value, tf.Variable) else avg).assign(new)"
    },
    formula=lambda kind, value_kind, avg, value, decay: (
        held(avg, decay * avg + (1 - decay) * value) if value_kind == "tf" else NOT_SAID
    ),
)
exercise.mistake(
    "keras_left",
    "avg may be a keras.Variable as well. Yours leaves that one as it was: `+=` moves a name and says nothing, and a test "
    "for tf.Variable does not fit it. Call assign on whatever variable comes.",
    fails="any variable",
    misconception="M05",
    change={
        LINE: "step = (1 - decay) * (value - avg)\n    if isinstance(avg, tf.Variable):\n"
        "        avg.assign_add(step)\n    else:\n        avg += step"
    },
    formula=lambda kind, value_kind, avg, value, decay: (
        held(avg, value) if kind == "keras" else NOT_SAID
    ),
)
exercise.mistake(
    "in_place_sign",
    "A tf.Variable has no in-place operators such as `+=`. Yours uses one and is refused. Use assign, assign_add or "
    "assign_sub.",
    fails="runs",
    misconception="M05",
    change={LINE: "avg += (1 - decay) * (value - avg)"},
    facts=dict(error="RuntimeError", message="is not supported"),
)
exercise.wrong(
    "returned only",
    mistake="not_written",
    change={LINE: "return decay * avg + (1 - decay) * value"},
)
exercise.wrong(
    "a new variable",
    mistake="not_written",
    change={LINE: "avg = tf.Variable(decay * avg + (1 - decay) * value)\n    return avg"},
)
exercise.wrong(
    "written into a NumPy copy",
    mistake="not_written",
    change={LINE: "copy = np.array(avg)\n    copy[...] = decay * avg + (1 - decay) * value"},
)
exercise.wrong(
    "times equals",
    mistake="in_place_sign",
    change={LINE: "avg *= decay\n    avg += (1 - decay) * value"},
)
exercise.wrong(
    "exchanged, in one step",
    mistake="exchanged",
    change={LINE: "avg.assign_add(decay * (value - avg))"},
)
exercise.right(
    "shrink, then add",
    change={LINE: "avg.assign(decay * avg)\n    avg.assign_add((1 - decay) * value)"},
)
exercise.right(
    "one step towards the value", change={LINE: "avg.assign_sub((1 - decay) * (avg - value))"}
)
exercise.right(
    "NumPy in between",
    change={
        LINE: "new = decay * np.array(avg) + (1 - decay) * np.array(value)\n    avg.assign(new)"
    },
)
exercise.right(
    "keras.ops, and avg returned",
    change={
        LINE: "avg.assign(keras.ops.add(keras.ops.multiply(avg, decay), keras.ops.multiply(value, 1.0 - decay)))\n"
        "    return avg"
    },
)
