"""bias_effect: a constant for each channel is subtracted with the mean (Ioffe and Szegedy 2015, section 3.2)."""

import numpy as np

from autograder.exercise import Function, call
from autograder.exercise.numpy_layers import batch_norm
from autograder.exercise.random_values import normal

exercise = Function(
    "bias_effect",
    minutes=4,
    difficulty="easy",
    points={"shapes": 1, "values": 2, "not per channel": 2},
)
ROUNDING = 1e-5


@exercise.cases
def cases(rng):
    yield call(normal(rng, (8, 3)), normal(rng, (3,)), label="x of (8, 3), b of (3,)")
    yield call(normal(rng, (4, 5, 3, 2)), 3 * normal(rng, (2,)), label="images, b of (2,)")
    yield call(normal(rng, (7, 2)), 2.5, label="x of (7, 2), b = 2.5")
    yield call(
        normal(rng, (6, 3)),
        normal(rng, (6, 1)),
        label="a number for each sample",
        rung="not per channel",
    )
    yield call(
        normal(rng, (3, 2, 4, 2)),
        normal(rng, (2, 4, 1)),
        label="a number for each pixel",
        rung="not per channel",
    )
    # The one change downwards is the largest under every draw: that sample is high before, and far below after.
    x, lowered = normal(rng, (24, 2)), np.zeros((24, 1), np.float32)
    x[2], lowered[2] = 1 + np.abs(x[2]), -20
    yield call(x, lowered, label="one sample is lowered", rung="not per channel")
    yield call(
        normal(rng, (5, 4)),
        normal(rng, (5, 4)),
        label="b of the shape of x",
        rung="not per channel",
    )


def normed(x, *, training=True, epsilon=1e-3, ddof=0):
    c = x.shape[-1]
    if ddof:
        axes = tuple(range(x.ndim - 1))
        return (x - x.mean(axes)) / np.sqrt(x.var(axes, ddof=ddof) + epsilon)
    return batch_norm(x, 1.0, 0.0, np.zeros(c), np.ones(c), training, epsilon=epsilon)[0]


def measured(x, b, *, of=lambda d: np.abs(d).max(), **how):
    x, b = np.asarray(x, np.float64), np.asarray(b, np.float64)
    effect = float(of(normed(x + b, **how) - normed(x, **how)))
    return 0.0 if abs(effect) < ROUNDING else effect


@exercise.reference
def bias_effect(x, b):
    return measured(x, b)


@exercise.mistake(
    "In training mode the mean of the batch is subtracted, and a constant with it. Yours uses the moving statistics, which "
    "have not seen b. Say training=True in both calls.",
    misconception="M18",
)
def at_inference(x, b):
    return measured(x, b, training=False)


@exercise.mistake(
    "b is added before the normalisation. Yours adds it afterwards, where nothing takes it away. Call the layer on x + b.",
)
def added_afterwards(x, b):
    return float(np.abs(np.asarray(b, np.float64)).max())


@exercise.mistake(
    "The two outputs of the normalisation are compared. Yours compares with x itself. Normalise x as well."
)
def against_x(x, b):
    x = np.asarray(x, np.float64)
    return float(np.abs(normed(x + np.asarray(b, np.float64)) - x).max())


@exercise.mistake(
    "A constant for each channel has no effect, but other tensors have. Yours always returns 0. Compute both outputs.",
    rung="not per channel",
)
def always_zero(x, b):
    return 0.0


@exercise.mistake(
    "The largest *absolute* difference is asked. Yours keeps the signs, so a large fall counts less than a small rise. Drop "
    "the signs first.",
    rung="not per channel",
)
def with_signs(x, b):
    return measured(x, b, of=lambda d: d.max())


@exercise.mistake(
    "The largest difference is asked. Yours is the mean of them all. Take the maximum.",
    rung="not per channel",
)
def mean_of_all(x, b):
    return measured(x, b, of=lambda d: np.abs(d).mean())


@exercise.mistake(
    "The largest difference is asked, before any square. Yours is a square. Take absolute values.",
    rung="not per channel",
)
def squared(x, b):
    return measured(x, b, of=lambda d: (d**2).max())


@exercise.mistake(
    "Keras adds ε = 0.001 to the variance. Yours leaves it out. Use the layer, or add it before the root.",
    rung="not per channel",
)
def no_epsilon(x, b):
    return measured(x, b, epsilon=0.0)


@exercise.mistake(
    "The variance of a batch is the mean of the squares. Yours divides by one less. Use np.var as it is.",
    rung="not per channel",
)
def one_less(x, b):
    return measured(x, b, ddof=1)


@exercise.mistake(
    "One number is asked. Yours returns None: it ends without `return`. Write `return`.",
    rung="shapes",
)
def nothing_returned(x, b):
    return None


@exercise.mistake(
    "One number is asked. Yours returns a difference for each entry of x. Take the largest.",
    rung="shapes",
)
def all_differences(x, b):
    x, b = np.asarray(x, np.float64), np.asarray(b, np.float64)
    change = np.abs(normed(x + b) - normed(x))
    return np.where(change < ROUNDING, 0, change)


# -- known answers ------------------------------------------------------------------------------------------------

CHANGE = "change = norm(x + b, training=True) - norm(x, training=True)"
END = "return float(np.max(np.abs(change)))"

exercise.wrong(
    "no mode is said",
    fails="values",
    as_=at_inference,
    change={CHANGE: "change = norm(x + b) - norm(x)"},
)
exercise.wrong(
    "inference",
    fails="values",
    as_=at_inference,
    change={CHANGE: "change = norm(x + b, training=False) - norm(x, training=False)"},
)
exercise.wrong(
    "added afterwards",
    fails="values",
    as_=added_afterwards,
    change={CHANGE: "y = norm(x, training=True)\n    change = (y + b) - y"},
)
exercise.wrong(
    "compared with x",
    fails="values",
    as_=against_x,
    change={CHANGE: "change = norm(x + b, training=True) - x"},
)
exercise.wrong(
    "nothing is computed",
    fails="not per channel",
    as_=always_zero,
    change={END: "return 0.0"},
)
exercise.wrong(
    "signs",
    fails="not per channel",
    as_=with_signs,
    change={END: "return float(np.max(change))"},
)
exercise.wrong(
    "the mean",
    fails="not per channel",
    as_=mean_of_all,
    change={END: "return float(np.mean(np.abs(change)))"},
)
exercise.wrong(
    "the square",
    fails="not per channel",
    as_=squared,
    change={END: "return float(np.max(change**2))"},
)
exercise.wrong(
    "without epsilon",
    fails="not per channel",
    as_=no_epsilon,
    change={"BatchNormalization()": "BatchNormalization(epsilon=0.0)"},
)
exercise.wrong(
    "the other variance",
    fails="not per channel",
    as_=one_less,
    code="""
def bias_effect(x, b):
    def norm(x):
        x = np.asarray(x, "float64")
        axes = tuple(range(x.ndim - 1))
        return (x - x.mean(axes)) / np.sqrt(x.var(axes, ddof=1) + 1e-3)

    return float(np.abs(norm(x + b) - norm(x)).max())
""",
)
exercise.wrong(
    "nothing is returned",
    fails="shapes",
    as_=nothing_returned,
    change={END: END.removeprefix("return ")},
)
exercise.wrong(
    "every difference",
    fails="shapes",
    as_=all_differences,
    change={END: "return np.abs(change)"},
)
exercise.wrong(
    "the range",
    fails="not per channel",
    change={END: "return float(np.max(change) - np.min(change))"},
)
exercise.wrong(
    "one mode for each call",
    fails="values",
    change={CHANGE: "change = norm(x + b, training=True) - norm(x)"},
)
exercise.wrong(
    "normalised over the channels",
    fails="values",
    change={
        "BatchNormalization()": "LayerNormalization(axis=-1)",
        CHANGE: "change = norm(x + b) - norm(x)",
    },
)
exercise.wrong(
    "samples are forgotten",
    fails="not per channel",
    change={
        CHANGE: "b = tf.reduce_mean(b * tf.ones_like(x), tuple(range(len(x.shape) - 1)))\n    "
        + CHANGE
    },
)
exercise.wrong(
    "true or false", fails="shapes", change={END: "return bool(np.max(np.abs(change)) > 1e-5)"}
)

exercise.right(
    "NumPy alone",
    code="""
def bias_effect(x, b):
    def norm(x):
        axes = tuple(range(x.ndim - 1))
        return (x - x.mean(axes)) / np.sqrt(x.var(axes) + 1e-3)

    x = np.asarray(x, "float64")
    return np.max(np.abs(norm(x + np.asarray(b)) - norm(x)))
""",
)
exercise.right(
    "two layers, and a tensor as result",
    code="""
def bias_effect(x, b):
    first, second = keras.layers.BatchNormalization(), keras.layers.BatchNormalization()
    with_b, without = first(keras.ops.add(x, b), training=True), second(x, training=True)
    return tf.reduce_max(tf.abs(with_b - without))
""",
)
exercise.right(
    "TensorFlow's moments",
    code="""
def bias_effect(x, b):
    outputs = []
    for z in (x, x + b):
        mean, variance = tf.nn.moments(z, list(range(len(z.shape) - 1)))
        outputs.append(tf.nn.batch_normalization(z, mean, variance, None, None, 1e-3))
    return max(map(abs, np.ravel(outputs[0] - outputs[1]).tolist()))
""",
)
exercise.equivalent(
    CHANGE,
    "change = norm(x, training=True) - norm(x + b, training=True)",
    reason="Signs are dropped.",
)
exercise.equivalent(
    END,
    "return np.max(np.abs(change))",
    reason="NumPy's number is told as a number: it prints and compares as one.",
)
