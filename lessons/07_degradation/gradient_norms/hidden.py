"""gradient_norms: the size of the gradient at each kernel, by differences in float64."""

import numpy as np

from autograder.exercise import NOT_SAID, Function, call
from autograder.exercise.numpy_layers import batch_norm, conv2d, dense, relu
from autograder.exercise.random_values import he_normal, normal, positive

exercise = Function(
    "gradient_norms",
    title="the gradient at each kernel",
    rungs={
        "training": "It runs the model in training mode",
        "float64": "It measures very small gradients",
    },
    minutes=10,
    difficulty="medium",
    points={"shapes": 1, "values": 2, "training": 1, "float64": 1},
)
STEP = 1e-6


@exercise.cases
def cases(rng):
    def numbers(kind, biased, scale, label, rung):
        x = normal(rng, (3, 4, 4, 1) if kind == "image" else (6, 3))
        if kind == "table":  # of five rows; some are read several times, and the last one never
            x = rng.integers(0, 4, (6, 3)).astype(np.int32)
        first = {"image": (3, 3, 1, 2), "table": (5, 4)}.get(kind, (3, 4))
        second = (8, 2) if kind == "image" else (4, 2)
        return call(
            kind,
            biased,
            scale,
            x,
            positive(rng, (len(x), 2)),
            he_normal(rng, first),
            he_normal(rng, second),
            label=label,
            rung=rung,
        )

    yield numbers("dense", True, 1.0, "two Dense with biases", "values")
    yield numbers("dense", False, 1.0, "two Dense without biases", "values")
    yield numbers("image", True, 1.0, "a convolution and a Dense", "values")
    yield numbers("table", False, 1.0, "an Embedding and a Dense", "values")
    yield numbers("normalised", False, 1.0, "with batch normalisation", "training")
    yield numbers("dense", False, 1e-25, "gradients near 1e-25", "float64")


def slopes(kind, x, y, first, second, training=True, swapped=False):
    """The gradients by central differences: both kernels, both biases (zero), and γ and β of a normalisation."""
    hidden = first.shape[-1]

    def loss(first, second, b1, b2, gamma, beta):
        if kind == "table":
            h = first[x].mean(axis=1)
        else:
            h = conv2d(x, first, padding="valid") if kind == "image" else dense(x, first)
        h = h + b1
        if kind == "normalised":
            h = batch_norm(
                h, gamma, beta, np.zeros(hidden), np.ones(hidden), training=training
            )[0]
        prediction = dense(relu(h).reshape(len(h), -1), second, b2)
        a, b = (prediction, y) if swapped else (y, prediction)
        return np.mean(a * b**2)

    zeros = np.zeros(hidden)
    values = [first, second, zeros, np.zeros(second.shape[-1]), np.ones(hidden), zeros]
    gradients = []
    for which, value in enumerate(values):
        gradient = np.zeros(value.size)
        for j in range(value.size):
            nudge = np.zeros(value.size)
            nudge[j] = STEP
            ends = []
            for sign in (1, -1):
                moved = list(values)
                moved[which] = value + sign * nudge.reshape(value.shape)
                ends.append(loss(*moved))
            gradient[j] = (ends[0] - ends[1]) / (2 * STEP)
        gradients.append(gradient)
    return gradients


def root(gradient):
    return np.sqrt(np.sum(gradient**2))


def told(asked, norms, wide=True):
    facts = {"norms": np.array(norms, np.float32)}
    return facts if asked[2] == 1 else facts | {"float64": wide}


def norms_by(asked, measure=root, **how):
    kind, _, _, x, y, first, second = asked
    return [measure(g) for g in slopes(kind, x, y, first, second, **how)[:2]]


def rows_apart(asked):
    """The norms, where each reading of a table's row is squared by itself."""
    if asked[0] != "table":
        return NOT_SAID
    kind, _, _, x, y, first, second = asked
    # As if each reading had a row of its own, with the same numbers.
    own = np.arange(x.size).reshape(x.shape)
    return told(asked, [root(g) for g in slopes(kind, own, y, first[x.ravel()], second)[:2]])


@exercise.reference
def gradient_norms(*asked, **parts):
    return told(asked, norms_by(asked), **parts)


LOSS = "loss = loss_fn(y, model(x, training=True))"
KERNELS = "[w for w in model.trainable_weights if len(w.shape) > 1]"
WIDE = 'wide = np.asarray(tf.convert_to_tensor(gradient)).astype("float64")'
NORM = "np.sqrt(np.sum(wide**2))"
END = "return np.array(norms)"


@exercise.mistake(
    "biases_too",
    "Only kernels count, weights of rank 2 or more. Yours has a number for each trainable weight, the biases too. Look at "
    "len(w.shape).",
    fails="shapes",
    change={KERNELS: "model.trainable_weights"},
)
def biases_too(*asked):
    kind, biased, _, x, y, first, second = asked
    k1, k2, b1, b2, gamma, beta = map(root, slopes(kind, x, y, first, second))
    if kind == "normalised":
        return told(asked, [k1, gamma, beta, k2])
    return told(asked, [k1, b1, k2, b2] if biased else [k1, k2])


@exercise.mistake(
    "one_for_all",
    "There is one number for each kernel. Yours is one number for all of them together. Take the root for each gradient by itself.",
    fails="shapes",
    change={END: "return np.sqrt(np.sum(np.array(norms) ** 2))"},
)
def one_for_all(*asked):
    first, second = norms_by(asked)
    return told(asked, np.hypot(first, second))


@exercise.mistake(
    "swapped",
    "loss_fn takes y first and the prediction second. Yours hands them over in the other order. Exchange them.",
    change={LOSS: "loss = loss_fn(model(x, training=True), y)"},
)
def swapped(*asked):
    return told(asked, norms_by(asked, swapped=True))


exercise.mistake(
    "squared",
    "The norm is the root of the sum of squares. Yours is the sum of squares. Take the root.",
    change={NORM: "np.sum(wide**2)"},
    formula=lambda *asked: told(asked, norms_by(asked, measure=lambda g: np.sum(g**2))),
)
exercise.mistake(
    "mean_size",
    "The norm is the root of the sum of squares. Yours is the mean of the absolute values. Square, sum, and take the root.",
    change={NORM: "np.mean(np.abs(wide))"},
    formula=lambda *asked: told(asked, norms_by(asked, measure=lambda g: np.mean(np.abs(g)))),
)
exercise.mistake(
    "root_mean",
    "The norm is the root of the *sum* of squares. Yours is the root of their mean, smaller for large kernels. Take the sum.",
    change={NORM: "np.sqrt(np.mean(wide**2))"},
    formula=lambda *asked: told(
        asked, norms_by(asked, measure=lambda g: np.sqrt(np.mean(g**2)))
    ),
)
exercise.mistake(
    "last_first",
    "The first layer comes first. Yours has the last one first. Leave the list in the order of trainable_weights.",
    change={END: "return np.array(norms[::-1])"},
    formula=lambda *asked: told(asked, norms_by(asked)[::-1]),
)
exercise.mistake(
    "in_inference",
    "The model runs in training mode, where batch normalisation uses the statistics of this batch. Yours runs in inference mode. "
    "Call the model with training=True.",
    fails="training",
    misconception="M12",
    change={"training=True": "training=False"},
    formula=lambda *asked: told(asked, norms_by(asked, training=False)),
)
exercise.mistake(
    "squared_in_float32",
    "Squares, sum and root are computed in float64. In yours the gradients are squared in float32, where the square of 1e-25 is 0. "
    "Turn each gradient into float64 before you square it.",
    fails="float64",
    change={WIDE: "wide = np.asarray(tf.convert_to_tensor(gradient))"},
    formula=lambda *asked: told(
        asked, [0.0, 0.0] if asked[2] < 1e-20 else norms_by(asked), wide=False
    ),
)
exercise.mistake(
    "too_late",
    "Squares, sum and root are computed in float64. Yours has become float64 too late: the square of 1e-25 was 0 in float32 already. "
    "Turn each gradient into float64 before you square it.",
    fails="float64",
    change={
        WIDE: "wide = np.asarray(tf.convert_to_tensor(gradient))",
        END: 'return np.array(norms).astype("float64")',
    },
    formula=lambda *asked: told(asked, [0.0, 0.0] if asked[2] < 1e-20 else norms_by(asked)),
)
exercise.mistake(
    "narrow_result",
    "The result is float64. Yours was computed in float64 and handed back in another format. Return it as it is.",
    fails="float64",
    change={END: 'return np.array(norms).astype("float32")'},
    parts=dict(wide=False),
)
exercise.mistake(
    "slices",
    "The tape gives the gradient of an Embedding's table as tf.IndexedSlices: the rows that were read. Yours treats it as an "
    "array. Make a tensor of each gradient first, by tf.convert_to_tensor.",
    fails="runs",
    change={"tf.convert_to_tensor(gradient)": "gradient"},
    facts=dict(message="IndexedSlices"),
)
exercise.mistake(
    "rows_apart",
    "A row of the table that was read several times has one gradient, the sum. Yours squares the parts of it, the `values` of "
    "tf.IndexedSlices, each by itself. Use tf.convert_to_tensor, which adds them up.",
    change={"tf.convert_to_tensor(gradient)": 'getattr(gradient, "values", gradient)'},
    formula=lambda *asked: rows_apart(asked),
)
exercise.wrong(
    "the mode is left out",
    mistake="in_inference",
    change={"model(x, training=True)": "model(x)"},
)
exercise.wrong("rank 2 only", fails="shapes", change={"len(w.shape) > 1": "len(w.shape) == 2"})
exercise.wrong(
    "the mode is None", mistake="in_inference", change={"training=True": "training=None"}
)
exercise.wrong("the largest entry", fails="values", change={NORM: "np.max(np.abs(wide))"})
exercise.equivalent(
    WIDE, WIDE.replace('"float64"', "None"), reason="NumPy takes None for float64."
)
exercise.equivalent(
    END, "return norms", reason="A list of float64 numbers is as good as an array of them."
)
