"""ema_update: one step of an exponential moving average, written into the variable (Keras's BatchNormalization)."""

import numpy as np

from autograder.exercise import NOT_SAID, Function, call
from autograder.exercise.random_values import normal

exercise = Function(
    "ema_update",
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


@exercise.mistake(
    "The caller's variable must hold the new average. After yours it holds what it held before: `avg = …` moves only the "
    "function's own name. Write into the variable with a method that begins with assign.",
    misconception="M04",
)
def not_written(kind, value_kind, avg, value, decay):
    return held(avg, value)


@exercise.mistake(
    "decay belongs to the old average, 1 − decay to the new value. Yours has them the other way round. Exchange the two."
)
def exchanged(kind, value_kind, avg, value, decay):
    return held(decay * value + (1 - decay) * avg, value)


@exercise.mistake(
    "The two shares add up to 1: decay and 1 − decay. Yours adds the whole value to decay · avg. Multiply the value by its "
    "share."
)
def whole_value(kind, value_kind, avg, value, decay):
    return held(decay * avg + value, value)


@exercise.mistake(
    "The old average shrinks to its share, decay · avg. Yours keeps all of it and adds to it. With assign_add, add only the "
    "difference to the new average; or use assign."
)
def kept_whole(kind, value_kind, avg, value, decay):
    return held(avg + (1 - decay) * value, value)


@exercise.mistake(
    "Each of the two terms uses avg as it was before the update. Yours shrinks avg more than once. Do the whole sum first, "
    "then write once."
)
def shrunk_twice(kind, value_kind, avg, value, decay):
    return held(decay * decay * avg + (1 - decay) * value, value)


@exercise.mistake(
    "Only avg is written; the value belongs to the caller and stays. Yours writes into the value as well. Leave the second "
    "assign out.",
    rung="value stays",
)
def value_written(kind, value_kind, avg, value, decay):
    if value_kind != "tf":
        return NOT_SAID
    new = decay * avg + (1 - decay) * value
    return held(new, new)


@exercise.mistake(
    "The caller's avg holds the result; the value stays. Yours writes the result into the value, and leaves avg as it was. "
    "Call assign on avg.",
    rung="value stays",
)
def wrong_box(kind, value_kind, avg, value, decay):
    return held(avg, decay * avg + (1 - decay) * value) if value_kind == "tf" else NOT_SAID


@exercise.mistake(
    "avg may be a keras.Variable as well. Yours leaves that one as it was: `+=` moves a name and says nothing, and a test "
    "for tf.Variable does not fit it. Call assign on whatever variable comes.",
    rung="any variable",
    misconception="M05",
)
def keras_left(kind, value_kind, avg, value, decay):
    return held(avg, value) if kind == "keras" else NOT_SAID


in_place_sign = exercise.mistake_when(
    "in_place_sign",
    "A tf.Variable has no in-place operators such as `+=`. Yours uses one and is refused. Use assign, assign_add or "
    "assign_sub.",
    rung="runs",
    misconception="M05",
    error="RuntimeError",
    message="is not supported",
)

# -- known answers ------------------------------------------------------------------------------------------------

LINE = "avg.assign(decay * avg + (1 - decay) * value)"

exercise.wrong(
    "the name is moved",
    fails="values",
    as_=not_written,
    change={LINE: "avg = decay * avg + (1 - decay) * value"},
)
exercise.wrong(
    "returned only",
    fails="values",
    as_=not_written,
    change={LINE: "return decay * avg + (1 - decay) * value"},
)
exercise.wrong(
    "a new variable",
    fails="values",
    as_=not_written,
    change={LINE: "avg = tf.Variable(decay * avg + (1 - decay) * value)\n    return avg"},
)
exercise.wrong(
    "written into a NumPy copy",
    fails="values",
    as_=not_written,
    change={LINE: "copy = np.array(avg)\n    copy[...] = decay * avg + (1 - decay) * value"},
)
exercise.wrong(
    "plus equals",
    fails="runs",
    as_=in_place_sign,
    change={LINE: "avg += (1 - decay) * (value - avg)"},
)
exercise.wrong(
    "times equals",
    fails="runs",
    as_=in_place_sign,
    change={LINE: "avg *= decay\n    avg += (1 - decay) * value"},
)
exercise.wrong(
    "plus equals where nothing complains",
    fails="any variable",
    as_=keras_left,
    change={
        LINE: "step = (1 - decay) * (value - avg)\n    if isinstance(avg, tf.Variable):\n"
        "        avg.assign_add(step)\n    else:\n        avg += step"
    },
)
exercise.wrong(
    "the shares are exchanged",
    fails="values",
    as_=exchanged,
    change={LINE: "avg.assign((1 - decay) * avg + decay * value)"},
)
exercise.wrong(
    "exchanged, in one step",
    fails="values",
    as_=exchanged,
    change={LINE: "avg.assign_add(decay * (value - avg))"},
)
exercise.wrong(
    "the whole value",
    fails="values",
    as_=whole_value,
    change={LINE: "avg.assign(decay * avg + value)"},
)
exercise.wrong(
    "assign_add of the share",
    fails="values",
    as_=kept_whole,
    change={LINE: "avg.assign_add((1 - decay) * value)"},
)
exercise.wrong(
    "written twice",
    fails="values",
    as_=shrunk_twice,
    change={LINE: "avg.assign(decay * avg)\n    avg.assign(decay * avg + (1 - decay) * value)"},
)
exercise.wrong(
    "the value is overwritten",
    fails="value stays",
    as_=value_written,
    change={LINE: f"{LINE}\n    if isinstance(value, tf.Variable):\n        value.assign(avg)"},
)
exercise.wrong(
    "the wrong box",
    fails="value stays",
    as_=wrong_box,
    change={
        LINE: "new = decay * avg + (1 - decay) * value\n"
        "    (value if isinstance(value, tf.Variable) else avg).assign(new)"
    },
)

exercise.right(
    "shrink, then add",
    change={LINE: "avg.assign(decay * avg)\n    avg.assign_add((1 - decay) * value)"},
)
exercise.right(
    "one step towards the value",
    change={LINE: "avg.assign_sub((1 - decay) * (avg - value))"},
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
