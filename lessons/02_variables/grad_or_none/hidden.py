"""grad_or_none: what a tape returns for x without watch (TensorFlow's guide on automatic differentiation)."""

import numpy as np

from autograder.exercise import NOT_SAID, Function, call
from autograder.exercise.random_values import normal, positive

exercise = Function(
    "grad_or_none",
    title="what the tape says by default",
    rungs={
        "not watched": "It returns None for what the tape does not watch",
        "zero or None": "It keeps zero and None apart",
    },
    minutes=6,
    difficulty="medium",
    points={"values": 1, "not watched": 2, "zero or None": 1},
    changes=(),
    without=("shapes",),  # None beside an array is what the later rungs are about
)


@exercise.cases
def cases(rng):
    def question(kind, shape, label, **words):
        return call(kind, normal(rng, shape), positive(rng, shape), label=label, **words)

    yield question("variable", (3,), "f of a tf.Variable (3,)")
    yield question("keras", (2, 2), "f of a keras.Variable (2, 2)")
    yield question("constant", (2,), "f of a constant", rung="not watched")
    yield question(
        "beside a variable",
        (3,),
        "f of a constant; f also reads a variable",
        rung="not watched",
    )
    yield question("frozen", (2,), "f of a variable that is not trainable", rung="not watched")
    yield question("flat", (3,), "an f that is flat at x", rung="zero or None")
    yield question("unused", (2,), "an f that does not use x", rung="zero or None")
    yield question("rounded", (2,), "an f that rounds x", rung="zero or None")


UNWATCHED = ("constant", "beside a variable", "frozen")
CUT = ("unused", "rounded")


def number(kind, x, factor):
    """The slope along the path, recorded or not."""
    return np.zeros_like(x) if kind in ("flat", *CUT) else 3 * factor * x * x


def value(kind, x, factor):
    """f(x) itself."""
    if kind == "flat":
        return 0.0
    if kind == "unused":
        return 4.0
    return float(np.sum(factor * (np.round(x) if kind == "rounded" else x) ** 3))


@exercise.reference
def grad_or_none(kind, x, factor):
    return None if kind in UNWATCHED + CUT else number(kind, x, factor)


TAPE = "with tf.GradientTape() as tape:\n        y = f(x)"
GIVEN = "return tape.gradient(y, x)"

exercise.mistake(
    "watched",
    "Without watch the tape records only what starts at a trainable variable. Yours gives a number for constants and "
    "variables that are not trainable. Leave watch out, and hand x to f as it is.",
    fails="not watched",
    misconception="M06",
    change={TAPE: "x = tf.Variable(x)\n    " + TAPE},
    formula=lambda kind, x, factor: None if kind in CUT else number(kind, x, factor),
)
exercise.mistake(
    "constants_watched",
    "Without watch nobody records what is computed from a constant, so the answer for it is None. Yours gives a number. "
    "Leave watch out, and hand x to f as it is.",
    fails="not watched",
    misconception="M06",
    change={
        "y = f(x)": "if isinstance(x, tf.Tensor):\n            tape.watch(x)\n        y = f(x)"
    },
    formula=lambda kind, x, factor: (
        None if kind in ("frozen", *CUT) else number(kind, x, factor)
    ),
)
exercise.mistake(
    "zeros_for_none",
    "None says: no recorded path. Yours says zero there. Give back what the tape gives, None included.",
    fails="not watched",
    misconception="M06",
    change={GIVEN: "return tape.gradient(y, x, unconnected_gradients='zero')"},
    formula=lambda kind, x, factor: (
        np.zeros_like(x) if kind in UNWATCHED + CUT else number(kind, x, factor)
    ),
)
exercise.mistake(
    "none_for_zero",
    "Zero says: there is a path, and it is flat. Yours turns that into None. Give back what the tape gives, without a test "
    "of its size.",
    fails="zero or None",
    change={
        GIVEN: "slope = tape.gradient(y, x)\n    return None if slope is None or not np.any(slope) else slope"
    },
    formula=lambda kind, x, factor: (
        None if kind in (*UNWATCHED, *CUT, "flat") else number(kind, x, factor)
    ),
)
exercise.mistake(
    "always_none",
    "The tape records what runs while it is open. Yours returns None for variables, too: f runs outside the tape, or the "
    "tape is asked the wrong way round. Call f inside the with, then ask for y and x, in that order.",
    change={TAPE: "y = f(x)\n    with tf.GradientTape() as tape:\n        pass"},
    formula=lambda kind, x, factor: None,
)
exercise.mistake(
    "value_itself",
    "The result is the slope of f at x. Yours is f(x) itself. Ask the tape.",
    change={GIVEN: "return y"},
    formula=lambda kind, x, factor: (
        value(kind, x, factor) if kind not in UNWATCHED else NOT_SAID
    ),
)
exercise.mistake(
    "summed",
    "The gradient has the shape of x: one slope for each number in it. Yours is their sum. Leave the sum out.",
    change={
        GIVEN: "slope = tape.gradient(y, x)\n    return None if slope is None else tf.reduce_sum(slope)"
    },
    formula=lambda kind, x, factor: (
        None if kind in UNWATCHED + CUT else float(np.sum(number(kind, x, factor)))
    ),
)
exercise.mistake(
    "keras_missed",
    "A keras.Variable is watched as well. Yours returns None for it, since it is no instance of tf.Variable. Leave the test "
    "out and ask the tape.",
    change={GIVEN: "return tape.gradient(y, x) if isinstance(x, tf.Variable) else None"},
    formula=lambda kind, x, factor: (
        None if kind in ("keras", *UNWATCHED, *CUT) else number(kind, x, factor)
    ),
)
exercise.mistake(
    "not_a_tensor",
    "The tape must be asked about a tensor that it has seen. Yours asks about a NumPy array or a Python number. Leave out "
    "numpy() and float().",
    fails="runs",
    change={"y = f(x)": "y = f(x).numpy()"},
    facts=dict(error="AttributeError"),
)
exercise.mistake(
    "a_python_number",
    "The tape must be asked about a tensor that it has seen. Yours asks about a Python number. Leave out float() and the "
    "like.",
    fails="runs",
    change={"y = f(x)": "y = float(f(x))"},
    facts=dict(error="TypeError", message="TensorFlow DType"),
)
exercise.mistake(
    "watch_called",
    "What the tape says of itself is asked, without watch. Yours calls watch on x, which refuses a keras.Variable, and "
    "would give a number for a constant. Leave it out.",
    fails="runs",
    misconception="M06",
    change={"y = f(x)": "tape.watch(x)\n        y = f(x)"},
    facts=dict(error="ValueError", message="not tf.Tensor or tf.Variable"),
)
exercise.wrong(
    "zeros where a variable is cut off",
    fails="zero or None",
    mistake="zeros_for_none",
    change={
        GIVEN: "slope = tape.gradient(y, x)\n    if slope is None and getattr(x, 'trainable', False):\n"
        "        slope = tf.zeros(x.shape)\n    return slope"
    },
)
exercise.wrong(
    "the tape watches nothing",
    mistake="always_none",
    change={"tf.GradientTape()": "tf.GradientTape(watch_accessed_variables=False)"},
)
exercise.wrong(
    "a copy goes into f",
    mistake="always_none",
    change={"y = f(x)": "y = f(tf.constant(x.numpy()))"},
)
exercise.right(
    "an array, or None",
    change={
        GIVEN: "slope = tape.gradient(y, x)\n    return None if slope is None else np.asarray(slope)"
    },
)
exercise.right(
    "asked by name",
    change={GIVEN: "return tape.gradient(target=y, sources=x, unconnected_gradients='none')"},
)
