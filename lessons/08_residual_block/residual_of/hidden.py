"""residual_of: H(x) − x in inference mode, for any callable that keeps the shape (He et al. 2015, section 3.1)."""

import numpy as np

from autograder.exercise import NOT_SAID, Function, call
from autograder.exercise.numpy_layers import batch_norm, dense
from autograder.exercise.random_values import fan_in, normal, positive

exercise = Function(
    "residual_of",
    minutes=4,
    difficulty="easy",
    points={"values": 2, "layers": 1, "state": 1},
)


@exercise.cases
def cases(rng):
    yield call(
        "function",
        normal(rng, (2, 3)),
        normal(rng, (3,)),
        normal(rng, (3,)),
        label="a Python function, x (2, 3)",
    )
    yield call(
        "function",
        normal(rng, (1, 2, 5, 3)),
        normal(rng, (3,)),
        normal(rng, (3,)),
        label="a Python function, x (1, 2, 5, 3)",
    )
    yield call(
        "layer",
        normal(rng, (5, 3)),
        fan_in(rng, (3, 3)),
        normal(rng, (3,)),
        label="a layer x + dropout(Dense(x)), x (5, 3)",
        rung="layers",
    )
    yield call(
        "model",
        normal(rng, (7, 2)),
        normal(rng, (2,)),
        positive(rng, (2,)),
        label="a model with batch normalisation, x (7, 2)",
        rung="state",
    )


def whole(kind, x, first, second):
    """H(x), the block's output at inference."""
    if kind == "function":
        return x * first + second
    if kind == "layer":
        return x + dense(x, first, second)
    return batch_norm(x, 1.0, 0.0, first, second, training=False)[0]


def told(kind, residual, kept=True):
    residual = np.asarray(residual, np.float32)
    return {"residual": residual, "statistics kept": kept} if kind == "model" else residual


@exercise.reference
def residual_of(kind, x, first, second):
    return told(kind, whole(kind, x, first, second) - x)


@exercise.mistake(
    "The residual is what the block adds: H(x) − x. Yours has the opposite sign. Exchange the two.",
    misconception="M21",
)
def opposite_sign(kind, x, first, second):
    return told(kind, x - whole(kind, x, first, second))


@exercise.mistake(
    "The residual is what the block adds: H(x) − x. Yours returns H(x), the block's whole output. Take x away from it."
)
def whole_output(kind, x, first, second):
    return told(kind, whole(kind, x, first, second))


@exercise.mistake(
    "The block is applied to x once: H(x) − x. Yours adds x in place of taking it away. Look at the sign."
)
def input_added(kind, x, first, second):
    return told(kind, whole(kind, x, first, second) + x)


@exercise.mistake(
    "The residual keeps its signs: H(x) − x. Yours returns absolute values, as an error against a label would. Leave the "
    "difference as it is.",
    misconception="M21",
)
def absolute(kind, x, first, second):
    return told(kind, np.abs(whole(kind, x, first, second) - x))


@exercise.mistake(
    "The residual keeps its signs: H(x) − x. Yours is squared, as an error against a label would be. Leave the difference "
    "as it is.",
    misconception="M21",
)
def squared(kind, x, first, second):
    return told(kind, (whole(kind, x, first, second) - x) ** 2)


@exercise.mistake(
    "The residual is a plain difference: H(x) − x. Yours is divided by x. Leave the division out."
)
def relative(kind, x, first, second):
    return told(kind, (whole(kind, x, first, second) - x) / x)


@exercise.mistake(
    "The residual has one entry for each entry of x. Yours is the mean of all, one number, as a loss would be. Leave the "
    "mean out.",
    rung="shapes",
    misconception="M21",
)
def averaged(kind, x, first, second):
    return told(kind, np.mean(whole(kind, x, first, second) - x))


@exercise.mistake(
    "The block runs in inference mode, where a batch normalisation uses its moving statistics and keeps them. Yours runs in "
    "training mode. Leave training=True out.",
    rung="state",
    misconception="M12",
)
def in_training(kind, x, first, second):
    if kind != "model":
        return NOT_SAID
    return told(kind, batch_norm(x, 1.0, 0.0, first, second, training=True)[0] - x, kept=False)


no_training = exercise.mistake_when(
    "no_training",
    "A plain Python function is called with x and nothing else. Yours was given `training` as well, and refused it. Call "
    "`block(x)`: outside fit, a Keras layer then runs in inference mode of itself.",
    rung="runs",
    message="unexpected keyword argument 'training'",
)
asks_for_parts = exercise.mistake_when(
    "asks_for_parts",
    "The block may be any callable, a plain function too. Yours looks for an attribute that only some blocks have. Call it "
    "and look at what comes back.",
    rung="runs",
    error="AttributeError",
)

# -- known answers ------------------------------------------------------------------------------------------------

MODEL = "return block(x) - x"

exercise.wrong(
    "training=False for all",
    fails="runs",
    as_=no_training,
    change={MODEL: "return block(x, training=False) - x"},
)
exercise.wrong(
    "training mode",
    fails="layers",
    change={
        MODEL: "return (block(x, training=True) if isinstance(block, keras.Layer) else block(x)) - x"
    },
)
exercise.wrong(
    "training mode for models",
    fails="state",
    as_=in_training,
    change={
        MODEL: "return (block(x, training=True) if isinstance(block, keras.Model) else block(x)) - x"
    },
)
exercise.wrong(
    "statistics are moved, then inference",
    fails="state",
    change={
        MODEL: "block(x, training=True) if isinstance(block, keras.Model) else None\n    return block(x) - x"
    },
)
exercise.wrong(
    "x − H(x)", fails="values", as_=opposite_sign, change={MODEL: "return x - block(x)"}
)
exercise.wrong("H(x)", fails="values", as_=whole_output, change={MODEL: "return block(x)"})
exercise.wrong(
    "H(x) + x", fails="values", as_=input_added, change={MODEL: "return block(x) + x"}
)
exercise.wrong(
    "absolute values",
    fails="values",
    as_=absolute,
    change={MODEL: "return keras.ops.abs(block(x) - x)"},
)
exercise.wrong(
    "squares", fails="values", as_=squared, change={MODEL: "return (block(x) - x) ** 2"}
)
exercise.wrong(
    "relative", fails="values", as_=relative, change={MODEL: "return (block(x) - x) / x"}
)
exercise.wrong(
    "the mean",
    fails="shapes",
    as_=averaged,
    change={MODEL: "return keras.ops.mean(block(x) - x)"},
)
exercise.wrong(
    "a list of rows", fails="shapes", change={MODEL: "return list(np.asarray(block(x) - x))"}
)
exercise.wrong(
    "the branch is looked for",
    fails="runs",
    as_=asks_for_parts,
    change={MODEL: "return block.branch(x)"},
)
exercise.wrong(
    "the first sample only", fails="shapes", change={MODEL: "return (block(x) - x)[:1]"}
)
exercise.wrong("nothing is returned", fails="shapes", change={MODEL: "block(x) - x"})

exercise.right("tf.subtract", change={MODEL: "return tf.subtract(block(x), x)"})
exercise.right("NumPy", change={MODEL: "return np.asarray(block(x)) - np.asarray(x)"})
exercise.right(
    "training=False where it is known",
    change={
        MODEL: "mode = {'training': False} if isinstance(block, keras.layers.Layer) else {}\n    return keras.ops.subtract(block(x, **mode), x)"
    },
)
exercise.right(
    "a name for the output", change={MODEL: "output = block(x)\n    return output + (-1.0) * x"}
)
