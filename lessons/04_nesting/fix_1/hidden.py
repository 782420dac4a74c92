"""fix_1: one batch normalisation used in two places mixes their statistics (Ioffe and Szegedy 2015, section 3.1)."""

import numpy as np

from autograder.exercise import NOT_SAID, Function, call
from autograder.exercise.numpy_layers import batch_norm
from autograder.exercise.random_values import normal

exercise = Function(
    "fix_1",
    title="two views, far off at inference",
    rungs={
        "weights": "It keeps statistics for each view, and nothing is trained",
        "state": "Training moves its statistics, and a file keeps them",
    },
    minutes=4,
    difficulty="medium",
    points={"weights": 2, "values": 1, "state": 1},
    core=False,
    without=("inputs",),
)


@exercise.cases
def cases(rng):
    def batches(question, label, rung="values", channels=3):
        # Far from 0 and 1, so that statistics that have not moved, or are of the other view, show at once.
        x = np.float32(4) + np.float32(2) * normal(rng, (3, 5, channels))
        return call(question, x, label=label, rung=rung)

    yield batches("weights", "how many numbers it keeps", "weights")
    yield batches("untouched", "untrained, at inference")
    yield batches("training", "in training")
    yield batches("trained", "after three batches, at inference", "state")
    yield batches("left out", "after three batches, without a mode", "state")
    yield batches("saved", "after three batches, saved and loaded", "state")
    yield batches("another", "one is trained, and another one asked", "state")
    yield batches("trained", "one channel, after three batches", "state", channels=1)


PLAIN = (lambda x: x, lambda x: x**2)


def beside(parts):
    return np.concatenate(parts, axis=-1)


def told(
    question,
    x,
    views=PLAIN,
    join=beside,
    *,
    shared=False,
    mode=lambda training: training,
    trainable=0,
    momentum=0.99,
):
    """What the probe is given by a layer that normalises ``views`` of its input and joins them."""
    c = x.shape[-1]
    if question == "weights":
        return {"trainable": trainable * c, "moving": 2 * c if shared else 4 * c}
    kept = {0: (np.zeros(c), np.ones(c)), 1: (np.zeros(c), np.ones(c))}

    def layer(batch, training):
        parts = []
        for k, view in enumerate(views):
            place = 0 if shared else k
            out, *kept[place] = batch_norm(
                view(batch), 1.0, 0.0, *kept[place], mode(training), momentum=momentum
            )
            parts.append(out)
        return join(parts)

    if question not in ("untouched", "training", "another"):
        for training in (True, False):
            for one in x:
                layer(one, training)
    return layer(x[0], question == "training")


@exercise.reference
def fix_1(question, x):
    return told(question, x)


def numbers(question, x, **exchanged):
    """What a mistake says that the weights do not show."""
    return NOT_SAID if question == "weights" else told(question, x, **exchanged)


INIT = "self.norm1 = keras.layers.BatchNormalization(center=False, scale=False)"
FIRST, SECOND = INIT, INIT.replace("norm1", "norm2")
USE1 = "plain = self.norm1(inputs, training=training)"
USE2 = "squared = self.norm2(inputs**2, training=training)"
JOIN = "return keras.ops.concatenate([plain, squared], axis=-1)"

exercise.mistake(
    "other_order",
    "x comes first, and x² after it. Yours has them in the other order. Swap the two in concatenate.",
    change={"[plain, squared]": "[squared, plain]"},
    formula=lambda question, x: numbers(question, x, join=lambda parts: beside(parts[::-1])),
)
exercise.mistake(
    "not_squared",
    "The second view is x². Yours normalises x twice. Square the input of the second one.",
    change={"inputs**2": "inputs"},
    formula=lambda question, x: numbers(question, x, views=(lambda x: x,) * 2),
)
exercise.mistake(
    "squared_late",
    "First square, then normalise. Yours squares what has been normalised. Move the square into the call's parentheses.",
    change={USE2: "squared = self.norm2(inputs, training=training) ** 2"},
    formula=lambda question, x: numbers(
        question,
        x,
        views=(lambda x: x,) * 2,
        join=lambda parts: beside([parts[0], parts[1] ** 2]),
    ),
)
exercise.mistake(
    "added",
    "The two views are put side by side: 2c channels. Yours adds them, so c channels come out. Keep concatenate.",
    fails="shapes",
    change={JOIN: "return plain + squared"},
    formula=lambda question, x: numbers(question, x, join=sum),
)
exercise.mistake(
    "never_training",
    "In training each normalisation uses the statistics of its batch. Yours uses the moving ones in either mode, as with a "
    "hard-coded training=None or training=False. Pass on `training`.",
    misconception="M12",
    change={USE1: USE1.replace("=training", "=None"), USE2: USE2.replace("=training", "=None")},
    formula=lambda question, x: numbers(question, x, mode=lambda training: False),
)
exercise.mistake(
    "always_training",
    "At inference the moving statistics are used. Yours uses those of the batch in either mode. Pass on `training`.",
    change={USE1: USE1.replace("=training", "=True"), USE2: USE2.replace("=training", "=True")},
    formula=lambda question, x: numbers(question, x, mode=lambda training: True),
)
exercise.mistake(
    "still_shared",
    "The bug is still there: each view has statistics of its own, c means and c variances. Yours keeps half as many numbers, "
    "so both views share them. Make a second normalisation.",
    fails="weights",
    misconception="M10",
    change={SECOND: "", USE2: USE2.replace("norm2", "norm1")},
    formula=lambda question, x: told(question, x, shared=True),
)
exercise.mistake(
    "with_scale",
    "These normalisations have no shift and no scale. Keras counts trainable weights in yours. Keep center=False and "
    "scale=False.",
    fails="weights",
    change={
        FIRST: "self.norm1 = keras.layers.BatchNormalization()",
        SECOND: "self.norm2 = keras.layers.BatchNormalization()",
    },
    formula=lambda question, x: told(question, x, trainable=4),
)
exercise.mistake(
    "another_momentum",
    "The normalisations keep Keras's momentum, 0.99. Yours move by 0.1 of the way at each batch, as with momentum=0.9. Leave "
    "the argument out.",
    fails="state",
    change={FIRST: FIRST[:-1] + ", momentum=0.9)", SECOND: SECOND[:-1] + ", momentum=0.9)"},
    formula=lambda question, x: (
        numbers(question, x, momentum=0.9)
        if question in ("trained", "left out", "saved")
        else NOT_SAID
    ),
)
exercise.mistake(
    "one_for_all_layers",
    "A normalisation is made for one number of channels. One of yours was called with another number, as happens when all "
    "objects of the class share it. Make new ones in __init__, and use each in one place.",
    fails="runs",
    facts=dict(message="incompatible with the layer: expected axis"),
)
exercise.wrong(
    "two names for one layer",
    mistake="still_shared",
    change={SECOND: "self.norm2 = self.norm1"},
)
exercise.wrong(
    "the second one stays in inference",
    fails="values",
    change={USE2: USE2.replace("=training", "=False")},
)
exercise.wrong(
    "training unless told otherwise",
    fails="state",
    change={"training=None": "training=True"},
)
exercise.wrong(
    "it cannot be made again from the file",
    fails="runs",
    change={", **kwargs": "", "super().__init__(**kwargs)": "super().__init__()"},
)
exercise.right(
    "the mode is left out",
    change={USE1: "plain = self.norm1(inputs)", USE2: "squared = self.norm2(inputs**2)"},
)
exercise.right(
    "made in the other order, TensorFlow's concat",
    change={
        FIRST + "\n        " + SECOND: SECOND + "\n        " + FIRST,
        JOIN: "return tf.concat([plain, squared], -1)",
    },
)
for line in (FIRST, SECOND):
    for argument in ("center", "scale"):
        exercise.equivalent(
            line,
            line.replace(f"{argument}=False", f"{argument}=None"),
            reason="Keras takes None for no: the normalisation has no such weight either way.",
        )
for line in (USE1, USE2):
    exercise.equivalent(
        line,
        line.replace("training=training", ""),
        reason="A sublayer inherits the mode of the layer that calls it when the argument is left out.",
    )
exercise.equivalent(
    JOIN, JOIN.replace("-1", "+1"), reason="The input has two axes, so axis 1 is the last one."
)
