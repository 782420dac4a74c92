"""sgd_step: w ← w − lr · g, written into the same variables; None is skipped (Keras's SGD without momentum)."""

import numpy as np

from autograder.exercise import NOT_SAID, Function, call
from autograder.exercise.random_values import normal

exercise = Function(
    "sgd_step",
    title="one step of gradient descent",
    rungs={
        "any variable": "It moves variables of TensorFlow and of Keras",
        "skips None": "It skips a variable without a gradient",
    },
    minutes=5,
    difficulty="easy",
    points={"values": 2, "any variable": 1, "skips None": 1},
    without=("shapes",),  # the probe looks into the variables, whatever comes back
)


@exercise.cases
def cases(rng):
    def question(kinds, *shapes, **words):
        arrays = [normal(rng, shape) for shape in shapes for _ in range(2)]
        return call(kinds, round(float(rng.uniform(0.1, 0.4)), 2), *arrays, **words)

    yield question("tt", (3,), (2, 2), label="two tf.Variables")
    yield question(
        "kt", (2,), (), label="a keras.Variable and a tf.Variable", rung="any variable"
    )
    yield question(
        "tTk",
        (2,),
        (2,),
        (2,),
        label="three variables, a None in the middle",
        rung="skips None",
    )


def step(kinds, lr, arrays, rule, same=True):
    """``rule(value, gradient, lr, kind)`` for each variable; the gradient of a capital letter is None."""
    held = []
    for kind, value, grad in zip(kinds, arrays[::2], arrays[1::2], strict=True):
        held.append(
            np.asarray(rule(value, grad if kind in "tk" else None, lr, kind), np.float32)
        )
    return {"held": held, "same objects": same}


def right(v, g, lr, kind):
    return v if g is None else v - lr * g


@exercise.reference
def sgd_step(kinds, lr, *arrays):
    return step(kinds, lr, arrays, right)


STEP = "v.assign_sub(lr * g)"
TEST = "if g is not None:"
LOOP = """for v, g in zip(variables, grads, strict=True):
        if g is not None:
            v.assign_sub(lr * g)"""

exercise.mistake(
    "not_written",
    "The variables themselves must change. After yours they hold what they held: `=` moves only a name inside your "
    "function. Write into each variable with a method that begins with assign.",
    misconception="M04",
    change={STEP: "v = v - lr * g"},
    formula=lambda kinds, lr, *arrays: step(kinds, lr, arrays, lambda v, g, lr, kind: v),
)
exercise.mistake(
    "list_changed",
    "The same variable objects must hold the new values. Yours puts new things into the list, and the variables keep what "
    "they held. Write into each variable with a method that begins with assign.",
    misconception="M04",
    change={
        LOOP: "for i, (v, g) in enumerate(zip(variables, grads)):\n        if g is not None:\n"
        "            variables[i] = v - lr * g"
    },
    formula=lambda kinds, lr, *arrays: step(
        kinds, lr, arrays, lambda v, g, lr, kind: v, same=False
    ),
)
exercise.mistake(
    "uphill",
    "A step goes against the gradient: w − lr · g. Yours goes along it, uphill. Take away in place of adding.",
    change={STEP: "v.assign_add(lr * g)"},
    formula=lambda kinds, lr, *arrays: step(
        kinds, lr, arrays, lambda v, g, lr, kind: right(v, None if g is None else -g, lr, kind)
    ),
)
exercise.mistake(
    "whole_gradient",
    "The learning rate says how much of the gradient is taken: lr · g. Yours takes all of it. Multiply by lr.",
    change={STEP: "v.assign_sub(g)"},
    formula=lambda kinds, lr, *arrays: step(
        kinds, lr, arrays, lambda v, g, lr, kind: right(v, g, 1, kind)
    ),
)
exercise.mistake(
    "step_alone",
    "A step starts where the variable is: w − lr · g. Yours forgets the old value and keeps the step alone. Use the method "
    "that takes away.",
    change={STEP: "v.assign(-lr * g)"},
    formula=lambda kinds, lr, *arrays: step(
        kinds, lr, arrays, lambda v, g, lr, kind: v if g is None else -lr * g
    ),
)


@exercise.mistake(
    "sign_only",
    "The sign and the size of a gradient both count: w − lr · g. Yours moves each number by lr, whatever the size. Leave "
    "the sign function out.",
    change={STEP: "v.assign_sub(lr * tf.sign(g))"},
)
def sign_only(kinds, lr, *arrays):
    return step(
        kinds,
        lr,
        arrays,
        lambda v, g, lr, kind: right(v, None if g is None else np.sign(g), lr, kind),
    )


@exercise.mistake(
    "first_only",
    "Every variable takes its step. In yours only the first one moves: something ends the loop early. Look at return and "
    "break, and at their indentation.",
    change={STEP: f"{STEP}\n        return"},
)
def first_only(kinds, lr, *arrays):
    steps = step(kinds, lr, arrays, right)
    return {**steps, "held": [steps["held"][0], *arrays[2::2]]}


@exercise.mistake(
    "keras_left",
    "A list may hold keras.Variables as well. Yours leaves these as they were: `-=` moves a name and says nothing, and a "
    "test for tf.Variable does not fit them. Call assign_sub on whatever variable comes.",
    fails="any variable",
    misconception="M05",
    change={
        STEP: "if isinstance(v, tf.Variable):\n                v.assign_sub(lr * g)\n"
        "            else:\n                v -= lr * g"
    },
)
def keras_left(kinds, lr, *arrays):
    if "k" not in kinds:
        return NOT_SAID
    return step(
        kinds, lr, arrays, lambda v, g, lr, kind: v if kind in "kK" else right(v, g, lr, kind)
    )


@exercise.mistake(
    "ended_by_none",
    "None is skipped, and the variables after it take their step. Yours ends at the first None. Use continue, or put the "
    "step under the test.",
    fails="skips None",
    change={TEST: "if g is None:\n            break\n        else:"},
)
def ended_by_none(kinds, lr, *arrays):
    if "T" not in kinds:
        return NOT_SAID
    steps = step(kinds, lr, arrays, right)
    return {**steps, "held": [steps["held"][0], *arrays[2::2]]}


@exercise.mistake(
    "shifted",
    "Each gradient belongs to the variable at its own place. Yours drops the None first, so that later gradients meet the "
    "wrong variables. Keep the pairs together.",
    fails="skips None",
    change={
        LOOP: "some = [g for g in grads if g is not None]\n    for v, g in zip(variables, some):\n"
        "        v.assign_sub(lr * g)"
    },
)
def shifted(kinds, lr, *arrays):
    if kinds != "tTk":
        return NOT_SAID
    return {
        "held": [arrays[0] - lr * arrays[1], arrays[2] - lr * arrays[5], arrays[4]],
        "same objects": True,
    }


exercise.mistake(
    "none_multiplied",
    "A gradient may be None, and nothing can be computed with None. Yours computes with it. Test `g is not None` before the "
    "step.",
    fails="runs",
    change={TEST: "if True:"},
    facts=dict(message="None"),
)
exercise.mistake(
    "in_place_sign",
    "A tf.Variable has no in-place operators such as `-=`. Yours uses one and is refused. Use assign_sub.",
    fails="runs",
    misconception="M05",
    change={STEP: "v -= lr * g"},
    facts=dict(error="RuntimeError", message="is not supported"),
)
exercise.mistake(
    "truth_asked",
    "Only None is skipped, so ask for just that. Yours asks whether a gradient is true, which an array of several numbers "
    "cannot answer. Write `g is not None`.",
    fails="runs",
    change={TEST: "if g:"},
    facts=dict(message="truth value"),
)
exercise.wrong(
    "new variables in the list",
    mistake="list_changed",
    change={
        LOOP: "for i, (v, g) in enumerate(zip(variables, grads)):\n        if g is not None:\n"
        "            variables[i] = tf.Variable(v - lr * g)"
    },
)
exercise.wrong(
    "a list of new values is returned",
    mistake="not_written",
    change={LOOP: "return [v if g is None else v - lr * g for v, g in zip(variables, grads)]"},
)
exercise.wrong(
    "None is handed to the method",
    mistake="none_multiplied",
    change={
        TEST: "if True:",
        STEP: "v.assign_sub(tf.multiply(g, lr))",
    },
)
exercise.right("assign", change={STEP: "v.assign(v - lr * g)"})
exercise.right("continue", change={TEST: "if g is None:\n            continue\n        else:"})
exercise.right(
    "by index, a negative step added",
    change={
        LOOP: "for i in range(len(variables)):\n        if grads[i] is not None:\n"
        "            variables[i].assign_add(-lr * grads[i])"
    },
)
exercise.right(
    "zero in place of None",
    change={
        LOOP: "for v, g in zip(variables, grads):\n        v.assign_sub(tf.zeros(v.shape) if g is None else keras.ops.multiply(lr, g))"
    },
)
exercise.right(
    "NumPy, and the variables returned",
    change={
        STEP: "v.assign(np.array(v) - lr * np.array(g))",
        "for v, g in zip": "result = variables\n    for v, g in zip",
    },
)
for strict in ("strict=False", "strict=None", ""):
    exercise.equivalent(
        "strict=True", strict, reason="The task promises as many gradients as variables."
    )
