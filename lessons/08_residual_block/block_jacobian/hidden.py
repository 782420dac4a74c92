"""block_jacobian: all slopes of a block at one point, rows for outputs (I + J_F; He et al. 2016, equation 5)."""

import numpy as np

from autograder.exercise import NOT_SAID, Function, call
from autograder.exercise.numpy_layers import batch_norm, relu
from autograder.exercise.random_values import he_normal, normal, positive

exercise = Function(
    "block_jacobian",
    title="the Jacobian of a block",
    rungs={"state": "It leaves the state of the block as it was"},
    minutes=6,
    difficulty="medium",
    points={"shapes": 1, "values": 2, "state": 1},
    changes=(),
)
STEP = 1e-6


@exercise.cases
def cases(rng):
    # Each Jacobian is traced anew, which costs more than all else here, so there are three blocks and no more.
    x = normal(rng, (1, 2, 3, 2))
    x[0, 0, 0, 0] = -0.2  # so near to the kink that a nudge which is not small crosses it
    yield call(
        "function",
        x,
        he_normal(rng, (2, 2)),
        0.0,
        label="the function x + relu(x)·W, an image (1, 2, 3, 2)",
    )
    yield call(
        "constant",
        normal(rng, (1, 2)),
        0.0,
        0.0,
        label="the function tf.ones_like, x (1, 2)",
    )
    yield call(
        "layer",
        normal(rng, (1, 3)),
        normal(rng, (3,)),
        positive(rng, (3,)),
        label="a layer, batch normalisation, x (1, 3)",
        rung="state",
    )


def branch(kind, x, first, second):
    """F(x), what the block adds to its input."""
    if kind == "function":
        return relu(x) @ first
    return batch_norm(x, 1.0, 0.0, first, second, training=False)[0] - x


def slopes(formula, x):
    """(n, n) by central differences in float64: column j is what a nudge of input j does to the outputs."""
    columns = []
    for j in range(x.size):
        nudge = np.zeros(x.size)
        nudge[j] = STEP
        nudge = nudge.reshape(x.shape)
        columns.append((formula(x + nudge) - formula(x - nudge)).ravel() / (2 * STEP))
    return np.stack(columns, axis=1)


def whole(kind, x, first, second):
    if kind == "constant":
        return np.zeros((x.size, x.size))
    return slopes(lambda z: z + branch(kind, z, first, second), x)


def told(kind, jacobian, kept=True):
    jacobian = np.asarray(jacobian, np.float32)
    return {"jacobian": jacobian, "statistics kept": kept} if kind == "layer" else jacobian


@exercise.reference
def block_jacobian(kind, x, first, second):
    return told(kind, whole(kind, x, first, second))


WATCH = "tape.watch(x)"
RUN = "y = block(x)"
TABLE = "return np.reshape(table, (n, n))"
ASK = 'tape.jacobian(y, x, unconnected_gradients="zero")'

exercise.mistake(
    "transposed",
    "Rows are outputs: entry [i, j] is the slope of output i for input j. Yours has rows and columns exchanged. Transpose it, "
    "or take the slopes of one output at a time as a row.",
    change={TABLE: TABLE + ".T"},
    formula=lambda kind, x, first, second: told(kind, whole(kind, x, first, second).T),
)
exercise.mistake(
    "branch_alone",
    "The Jacobian is that of the whole block, I + J_F. Yours is J_F alone: the slopes of what the block adds. Call the block, "
    "and do not take x away.",
    change={RUN: "y = block(x) - x"},
    formula=lambda kind, x, first, second: told(
        kind, whole(kind, x, first, second) - np.eye(x.size)
    ),
)
exercise.mistake(
    "identity_twice",
    "The block's output holds the shortcut already. Yours adds the identity once more: 2·I + J_F. Leave np.eye out.",
    change={TABLE: TABLE + " + np.eye(n)"},
    formula=lambda kind, x, first, second: told(
        kind, whole(kind, x, first, second) + np.eye(x.size)
    ),
)
exercise.mistake(
    "diagonal",
    "The Jacobian has a slope for each pair of an output and an input. Yours keeps the pairs of equal number only, and zeros "
    "elsewhere. Let tape.jacobian keep the outputs apart.",
    change={TABLE: TABLE + " * np.eye(n)"},
    formula=lambda kind, x, first, second: told(
        kind, np.diag(np.diag(whole(kind, x, first, second)))
    ),
)
exercise.mistake(
    "summed",
    "The Jacobian keeps the outputs apart, (n, n). Yours has the shape of x: tape.gradient adds all outputs up before it "
    "takes the slope. Use tape.jacobian.",
    fails="shapes",
    change={ASK: ASK.replace("jacobian", "gradient"), TABLE: "return table"},
    formula=lambda kind, x, first, second: told(
        kind, whole(kind, x, first, second).sum(axis=0).reshape(x.shape)
    ),
)
exercise.mistake(
    "not_reshaped",
    "The Jacobian is a table, (n, n). Yours still has the axes of output and input, the batch of one among them. Reshape it to "
    "(n, n).",
    fails="shapes",
    change={TABLE: "return table"},
    formula=lambda kind, x, first, second: told(
        kind, whole(kind, x, first, second).reshape(x.shape + x.shape)
    ),
)
exercise.mistake(
    "in_training",
    "The block runs in inference mode, where a batch normalisation uses its moving statistics and keeps them. Yours runs in "
    "training mode, where a batch of one has no spread. Leave training=True out.",
    fails="state",
    misconception="M12",
    change={RUN: "y = block(x, training=True) if isinstance(block, keras.Layer) else block(x)"},
    formula=lambda kind, x, first, second: (
        told(kind, np.zeros((x.size, x.size)), kept=False) if kind == "layer" else NOT_SAID
    ),
)


@exercise.mistake(
    "far_nudges",
    "A slope is what a nudge does that is as small as you like. Yours nudges so far that a ReLU opens on the way, and tells a mean "
    "of two slopes. Use a tape, which needs no nudge.",
    change={
        TABLE: "rows = [np.ravel(block(x + 0.5 * np.eye(n)[j].reshape(x.shape).astype('float32')) - block(x)) / 0.5 for j in range(n)]\n    return np.stack(rows, axis=1).astype('float32')"
    },
)
def far_nudges(kind, x, first, second):
    far = [(0.5 * one).reshape(x.shape) for one in np.eye(x.size)]
    if kind == "constant":
        return told(kind, whole(kind, x, first, second))
    moved = [z + branch(kind, z, first, second) for z in (x, *(x + nudge for nudge in far))]
    return told(kind, np.stack([(y - moved[0]).ravel() / 0.5 for y in moved[1:]], axis=1))


exercise.mistake(
    "unwatched",
    "The tape records what it watches, and x is no variable. Yours gives zeros for every block. Call tape.watch(x) before the "
    "block.",
    change={WATCH: "pass"},
    formula=lambda kind, x, first, second: told(kind, np.zeros((x.size, x.size))),
)
exercise.mistake(
    "none_reshaped",
    "Where the tape knows no path from x to the output it says None: because x is not watched, or because the block does not "
    "use it. Yours reshapes that None. Watch x, and ask with unconnected_gradients='zero'.",
    fails="runs",
    change={ASK: "tape.jacobian(y, x)"},
    facts=dict(message="cannot reshape array of size 1"),
)
exercise.wrong(
    "unwatched, and None is reshaped",
    mistake="none_reshaped",
    change={WATCH: "pass", ASK: "tape.jacobian(y, x)"},
)
exercise.mistake(
    "not_converted",
    "A tape watches tensors and variables, and x may be a NumPy array. Yours hands the array to the tape. Begin with "
    "tf.convert_to_tensor(x).",
    fails="runs",
    change={"x = tf.convert_to_tensor(x)": "x = x"},
    facts=dict(message="ndarray"),
)
exercise.mistake(
    "no_training",
    "A plain Python function is called with x and nothing else. Yours was given `training` as well, and refused it. Call "
    "`block(x)`: outside fit, a Keras layer then runs in inference mode of itself.",
    fails="runs",
    change={RUN: "y = block(x, training=False)"},
    facts=dict(message="unexpected keyword argument 'training'"),
)
exercise.wrong(
    "statistics are moved, then inference",
    fails="state",
    change={
        RUN: "block(x, training=True) if isinstance(block, keras.Layer) else None\n        "
        + RUN
    },
)
exercise.wrong("vectors only", fails="shapes", change={TABLE: "return table[0, ..., 0, :]"})
exercise.wrong(
    "the last output only",
    fails="shapes",
    change={RUN: RUN + "[..., -1:]", TABLE: "return np.reshape(table, (-1, n))"},
)
exercise.equivalent(
    "int(tf.size(x))",
    "tf.size(x)",
    reason="np.reshape takes a tensor that holds one whole number for a size.",
)
