"""bias_effect: a constant for each channel is subtracted with the mean (Ioffe and Szegedy 2015, section 3.2)."""

import numpy as np

from autograder.exercise import Function, call
from autograder.exercise.numpy_layers import batch_norm
from autograder.exercise.random_values import normal

exercise = Function(
    "bias_effect",
    title="what is left of a bias",
    rungs={"not per channel": "It is right for a bias that differs within a channel"},
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


@exercise.reference
def measured(x, b, *, of=lambda d: np.abs(d).max(), **how):
    x, b = np.asarray(x, np.float64), np.asarray(b, np.float64)
    effect = float(of(normed(x + b, **how) - normed(x, **how)))
    return 0.0 if abs(effect) < ROUNDING else effect


CHANGE = "change = norm(x + b, training=True) - norm(x, training=True)"
END = "return float(np.max(np.abs(change)))"

exercise.mistake(
    "at_inference",
    "In training mode the mean of the batch is subtracted, and a constant with it. Yours uses the moving statistics, which "
    "have not seen b. Say training=True in both calls.",
    misconception="M18",
    change={CHANGE: "change = norm(x + b) - norm(x)"},
    parts=dict(training=False),
)
exercise.mistake(
    "added_afterwards",
    "b is added before the normalisation. Yours adds it afterwards, where nothing takes it away. Call the layer on x + b.",
    change={CHANGE: "y = norm(x, training=True)\n    change = (y + b) - y"},
    formula=lambda x, b: float(np.abs(np.asarray(b, np.float64)).max()),
)


@exercise.mistake(
    "against_x",
    "The two outputs of the normalisation are compared. Yours compares with x itself. Normalise x as well.",
    change={CHANGE: "change = norm(x + b, training=True) - x"},
)
def against_x(x, b):
    x = np.asarray(x, np.float64)
    return float(np.abs(normed(x + np.asarray(b, np.float64)) - x).max())


exercise.mistake(
    "always_zero",
    "A constant for each channel has no effect, but other tensors have. Yours always returns 0. Compute both outputs.",
    fails="not per channel",
    change={END: "return 0.0"},
    formula=lambda x, b: 0.0,
)
exercise.mistake(
    "with_signs",
    "The largest *absolute* difference is asked. Yours keeps the signs, so a large fall counts less than a small rise. Drop "
    "the signs first.",
    fails="not per channel",
    change={END: "return float(np.max(change))"},
    parts=dict(of=lambda d: d.max()),
)
exercise.mistake(
    "mean_of_all",
    "The largest difference is asked. Yours is the mean of them all. Take the maximum.",
    fails="not per channel",
    change={END: "return float(np.mean(np.abs(change)))"},
    parts=dict(of=lambda d: np.abs(d).mean()),
)
exercise.mistake(
    "squared",
    "The largest difference is asked, before any square. Yours is a square. Take absolute values.",
    fails="not per channel",
    change={END: "return float(np.max(change**2))"},
    parts=dict(of=lambda d: (d**2).max()),
)
exercise.mistake(
    "no_epsilon",
    "Keras adds ε = 0.001 to the variance. Yours leaves it out. Use the layer, or add it before the root.",
    fails="not per channel",
    change={"BatchNormalization()": "BatchNormalization(epsilon=0.0)"},
    parts=dict(epsilon=0.0),
)
exercise.mistake(
    "one_less",
    "The variance of a batch is the mean of the squares. Yours divides by one less. Use np.var as it is.",
    fails="not per channel",
    parts=dict(ddof=1),
)
exercise.mistake(
    "nothing_returned",
    "One number is asked. Yours returns None: it ends without `return`. Write `return`.",
    fails="shapes",
    change={END: END.removeprefix("return ")},
    formula=lambda x, b: None,
)


@exercise.mistake(
    "all_differences",
    "One number is asked. Yours returns a difference for each entry of x. Take the largest.",
    fails="shapes",
    change={END: "return np.abs(change)"},
)
def all_differences(x, b):
    x, b = np.asarray(x, np.float64), np.asarray(b, np.float64)
    change = np.abs(normed(x + b) - normed(x))
    return np.where(change < ROUNDING, 0, change)


exercise.wrong(
    "inference",
    mistake="at_inference",
    change={CHANGE: "change = norm(x + b, training=False) - norm(x, training=False)"},
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
