"""residual_of: H(x) − x in inference mode, for any callable that keeps the shape (He et al. 2015, section 3.1)."""

import numpy as np

from autograder.exercise import NOT_SAID, Function, call
from autograder.exercise.numpy_layers import batch_norm, dense
from autograder.exercise.random_values import he_normal, normal, positive

exercise = Function(
    "residual_of",
    title="what a block adds",
    rungs={
        "layers": "It measures layers and models as well",
        "state": "It leaves the state of the block as it was",
    },
    minutes=4,
    difficulty="easy",
    points={"values": 2, "layers": 1, "state": 1},
    changes=(),
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
        he_normal(rng, (3, 3)),
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


MODEL = "return block(x) - x"

exercise.mistake(
    "opposite_sign",
    "The residual is what the block adds: H(x) − x. Yours has the opposite sign. Exchange the two.",
    misconception="M21",
    change={MODEL: "return x - block(x)"},
    formula=lambda kind, x, first, second: told(kind, x - whole(kind, x, first, second)),
)
exercise.mistake(
    "whole_output",
    "The residual is what the block adds: H(x) − x. Yours returns H(x), the block's whole output. Take x away from it.",
    change={MODEL: "return block(x)"},
    formula=lambda kind, x, first, second: told(kind, whole(kind, x, first, second)),
)
exercise.mistake(
    "input_added",
    "The block is applied to x once: H(x) − x. Yours adds x in place of taking it away. Look at the sign.",
    change={MODEL: "return block(x) + x"},
    formula=lambda kind, x, first, second: told(kind, whole(kind, x, first, second) + x),
)
exercise.mistake(
    "absolute",
    "The residual keeps its signs: H(x) − x. Yours returns absolute values, as an error against a label would. Leave the "
    "difference as it is.",
    misconception="M21",
    change={MODEL: "return keras.ops.abs(block(x) - x)"},
    formula=lambda kind, x, first, second: told(
        kind, np.abs(whole(kind, x, first, second) - x)
    ),
)
exercise.mistake(
    "squared",
    "The residual keeps its signs: H(x) − x. Yours is squared, as an error against a label would be. Leave the difference "
    "as it is.",
    misconception="M21",
    change={MODEL: "return (block(x) - x) ** 2"},
    formula=lambda kind, x, first, second: told(kind, (whole(kind, x, first, second) - x) ** 2),
)
exercise.mistake(
    "relative",
    "The residual is a plain difference: H(x) − x. Yours is divided by x. Leave the division out.",
    change={MODEL: "return (block(x) - x) / x"},
    formula=lambda kind, x, first, second: told(kind, (whole(kind, x, first, second) - x) / x),
)
exercise.mistake(
    "averaged",
    "The residual has one entry for each entry of x. Yours is the mean of all, one number, as a loss would be. Leave the "
    "mean out.",
    fails="shapes",
    misconception="M21",
    change={MODEL: "return keras.ops.mean(block(x) - x)"},
    formula=lambda kind, x, first, second: told(
        kind, np.mean(whole(kind, x, first, second) - x)
    ),
)


@exercise.mistake(
    "in_training",
    "The block runs in inference mode, where a batch normalisation uses its moving statistics and keeps them. Yours runs in "
    "training mode. Leave training=True out.",
    fails="state",
    misconception="M12",
    change={
        MODEL: "return (block(x, training=True) if isinstance(block, keras.Model) else block(x)) - x"
    },
)
def in_training(kind, x, first, second):
    if kind != "model":
        return NOT_SAID
    return told(kind, batch_norm(x, 1.0, 0.0, first, second, training=True)[0] - x, kept=False)


exercise.mistake(
    "no_training",
    "A plain Python function is called with x and nothing else. Yours was given `training` as well, and refused it. Call "
    "`block(x)`: outside fit, a Keras layer then runs in inference mode of itself.",
    fails="runs",
    change={MODEL: "return block(x, training=False) - x"},
    facts=dict(message="unexpected keyword argument 'training'"),
)
exercise.mistake(
    "asks_for_parts",
    "The block may be any callable, a plain function too. Yours looks for an attribute that only some blocks have. Call it "
    "and look at what comes back.",
    fails="runs",
    change={MODEL: "return block.branch(x)"},
    facts=dict(error="AttributeError"),
)
exercise.wrong(
    "training mode",
    fails="layers",
    change={
        MODEL: "return (block(x, training=True) if isinstance(block, keras.Layer) else block(x)) - x"
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
    "a list of rows", fails="shapes", change={MODEL: "return list(np.asarray(block(x) - x))"}
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
