"""block_jacobian: all slopes of a block at one point, rows for outputs (I + J_F; He et al. 2016, equation 5)."""

import numpy as np

from autograder.exercise import NOT_SAID, Function, call
from autograder.exercise.numpy_layers import batch_norm, relu
from autograder.exercise.random_values import fan_in, normal, positive

exercise = Function(
    "block_jacobian",
    minutes=6,
    difficulty="medium",
    points={"shapes": 1, "values": 2, "state": 1},
)
STEP = 1e-6


@exercise.cases
def cases(rng):
    # Each Jacobian is traced anew, which costs more than all else here, so there are two blocks and no more.
    x = normal(rng, (1, 2, 3, 2))
    x[0, 0, 0, 0] = -0.2  # so near to the kink that a nudge which is not small crosses it
    yield call(
        "function",
        x,
        fan_in(rng, (2, 2)),
        0.0,
        label="the function x + relu(x)·W, an image (1, 2, 3, 2)",
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
    return slopes(lambda z: z + branch(kind, z, first, second), x)


def told(kind, jacobian, kept=True):
    jacobian = np.asarray(jacobian, np.float32)
    return {"jacobian": jacobian, "statistics kept": kept} if kind == "layer" else jacobian


@exercise.reference
def block_jacobian(kind, x, first, second):
    return told(kind, whole(kind, x, first, second))


@exercise.mistake(
    "Rows are outputs: entry [i, j] is the slope of output i for input j. Yours has rows and columns exchanged. Transpose it, "
    "or take the slopes of one output at a time as a row."
)
def transposed(kind, x, first, second):
    return told(kind, whole(kind, x, first, second).T)


@exercise.mistake(
    "The Jacobian is that of the whole block, I + J_F. Yours is J_F alone: the slopes of what the block adds. Call the block, "
    "and do not take x away."
)
def branch_alone(kind, x, first, second):
    return told(kind, whole(kind, x, first, second) - np.eye(x.size))


@exercise.mistake(
    "The block's output holds the shortcut already. Yours adds the identity once more: 2·I + J_F. Leave np.eye out."
)
def identity_twice(kind, x, first, second):
    return told(kind, whole(kind, x, first, second) + np.eye(x.size))


@exercise.mistake(
    "The Jacobian has a slope for each pair of an output and an input. Yours keeps the pairs of equal number only, and zeros "
    "elsewhere. Let tape.jacobian keep the outputs apart."
)
def diagonal(kind, x, first, second):
    return told(kind, np.diag(np.diag(whole(kind, x, first, second))))


@exercise.mistake(
    "The Jacobian keeps the outputs apart, (n, n). Yours has the shape of x: tape.gradient adds all outputs up before it "
    "takes the slope. Use tape.jacobian.",
    rung="shapes",
)
def summed(kind, x, first, second):
    return told(kind, whole(kind, x, first, second).sum(axis=0).reshape(x.shape))


@exercise.mistake(
    "The Jacobian is a table, (n, n). Yours still has the axes of output and input, the batch of one among them. Reshape it to "
    "(n, n).",
    rung="shapes",
)
def not_reshaped(kind, x, first, second):
    return told(kind, whole(kind, x, first, second).reshape(x.shape + x.shape))


@exercise.mistake(
    "The block runs in inference mode, where a batch normalisation uses its moving statistics and keeps them. Yours runs in "
    "training mode, where a batch of one has no spread. Leave training=True out.",
    rung="state",
    misconception="M12",
)
def in_training(kind, x, first, second):
    return told(kind, np.zeros((x.size, x.size)), kept=False) if kind == "layer" else NOT_SAID


@exercise.mistake(
    "A slope is what a nudge does that is as small as you like. Yours nudges so far that a ReLU opens on the way, and tells a mean "
    "of two slopes. Use a tape, which needs no nudge."
)
def far_nudges(kind, x, first, second):
    far = [(0.5 * one).reshape(x.shape) for one in np.eye(x.size)]
    moved = [z + branch(kind, z, first, second) for z in (x, *(x + nudge for nudge in far))]
    return told(kind, np.stack([(y - moved[0]).ravel() / 0.5 for y in moved[1:]], axis=1))


unwatched = exercise.mistake_when(
    "unwatched",
    "The tape records what it watches, and x is no variable. Yours gave None in place of slopes. Call tape.watch(x) before "
    "the block.",
    rung="runs",
    message="cannot reshape array of size 1",
)
not_converted = exercise.mistake_when(
    "not_converted",
    "A tape watches tensors and variables, and x may be a NumPy array. Yours hands the array to the tape. Begin with "
    "tf.convert_to_tensor(x).",
    rung="runs",
    message="ndarray",
)
no_training = exercise.mistake_when(
    "no_training",
    "A plain Python function is called with x and nothing else. Yours was given `training` as well, and refused it. Call "
    "`block(x)`: outside fit, a Keras layer then runs in inference mode of itself.",
    rung="runs",
    message="unexpected keyword argument 'training'",
)

# -- known answers ------------------------------------------------------------------------------------------------

WATCH = "tape.watch(x)"
RUN = "y = block(x)"
TABLE = "return np.reshape(tape.jacobian(y, x), (n, n))"

exercise.wrong("transposed", fails="values", as_=transposed, change={TABLE: TABLE + ".T"})
exercise.wrong("J_F alone", fails="values", as_=branch_alone, change={RUN: "y = block(x) - x"})
exercise.wrong(
    "the identity twice",
    fails="values",
    as_=identity_twice,
    change={TABLE: TABLE + " + np.eye(n)"},
)
exercise.wrong(
    "the diagonal", fails="values", as_=diagonal, change={TABLE: TABLE + " * np.eye(n)"}
)
exercise.wrong(
    "the gradient", fails="shapes", as_=summed, change={TABLE: "return tape.gradient(y, x)"}
)
exercise.wrong(
    "six axes", fails="shapes", as_=not_reshaped, change={TABLE: "return tape.jacobian(y, x)"}
)
exercise.wrong("x is not watched", fails="runs", as_=unwatched, change={WATCH: "pass"})
exercise.wrong(
    "training=False for all",
    fails="runs",
    as_=no_training,
    change={RUN: "y = block(x, training=False)"},
)
exercise.wrong(
    "training mode for layers",
    fails="state",
    as_=in_training,
    change={RUN: "y = block(x, training=True) if isinstance(block, keras.Layer) else block(x)"},
)
exercise.wrong(
    "statistics are moved, then inference",
    fails="state",
    change={
        RUN: "block(x, training=True) if isinstance(block, keras.Layer) else None\n        "
        + RUN
    },
)
exercise.wrong(
    "vectors only", fails="shapes", change={TABLE: "return tape.jacobian(y, x)[0, ..., 0, :]"}
)
exercise.wrong(
    "the last output only",
    fails="shapes",
    change={RUN: RUN + "[..., -1:]", TABLE: "return np.reshape(tape.jacobian(y, x), (-1, n))"},
)
exercise.wrong(
    "rough nudges",
    fails="values",
    as_=far_nudges,
    change={
        TABLE: "rows = [np.ravel(block(x + 0.5 * np.eye(n)[j].reshape(x.shape).astype('float32')) - block(x)) / 0.5 for j in range(n)]\n    return np.stack(rows, axis=1).astype('float32')"
    },
)

exercise.wrong(
    "tensors only",
    fails="runs",
    as_=not_converted,
    change={"x = tf.convert_to_tensor(x)": "x = x"},
)

exercise.right(
    "a gradient for each output",
    code="""
def block_jacobian(block, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        outputs = tf.unstack(tf.reshape(block(x), (-1,)))
    return tf.stack([tf.reshape(tape.gradient(output, x), (-1,)) for output in outputs])
""",
)
exercise.right(
    "a one-hot cotangent for each row",
    code="""
def block_jacobian(block, x):
    at = tf.constant(x)
    n = int(tf.size(at))
    rows = []
    for i in range(n):
        with tf.GradientTape() as tape:
            tape.watch(at)
            y = block(at)
        one = tf.reshape(tf.one_hot(i, n, dtype=y.dtype), y.shape)
        rows.append(np.ravel(tape.gradient(y, at, output_gradients=one)))
    return np.array(rows)
""",
)
exercise.right(
    "a variable, which the tape watches of itself",
    code="""
def block_jacobian(block, x):
    v = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = block(tf.convert_to_tensor(v))
    n = int(tf.size(v))
    return tf.reshape(tape.jacobian(y, v), (n, n))
""",
)

exercise.equivalent(
    "int(tf.size(x))",
    "tf.size(x)",
    reason="np.reshape takes a tensor that holds one whole number for a size.",
)
