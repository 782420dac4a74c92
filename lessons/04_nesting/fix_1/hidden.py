"""fix_1: one batch normalisation used in two places mixes their statistics (Ioffe and Szegedy 2015, section 3.1)."""

import numpy as np

from autograder.exercise import Layer, Result
from autograder.exercise.numpy_layers import batch_norm
from autograder.exercise.random_values import normal, positive

exercise = Layer(
    "fix_1",
    title="two views, far off at inference",
    minutes=4,
    difficulty="medium",
    points={"weights": 2, "values": 1, "state": 1},
    core=False,
)
for part in ("norm1", "norm2"):
    exercise.weight(
        f"{part}.mean", lambda shape: (shape[-1],), start=0.0, trainable=False, draw=normal
    )
    exercise.weight(
        f"{part}.variance",
        lambda shape: (shape[-1],),
        start=1.0,
        trainable=False,
        draw=positive,
    )
exercise.case(7, 3)
exercise.case(5, 2)
exercise.case(3, 1)


def views(x, w, training, views=(lambda x: x, lambda x: x**2), join=None, order=(0, 1)):
    parts, state = [], {}
    for name, part, view in zip(("norm1", "norm2"), (w.norm1, w.norm2), views, strict=True):
        out, mean, variance = batch_norm(view(x), 1.0, 0.0, part.mean, part.variance, training)
        parts.append(out)
        state |= {f"{name}.mean": mean, f"{name}.variance": variance}
    if join is not None:
        return Result(join(*parts), state)
    return Result(np.concatenate([parts[k] for k in order], axis=-1), state)


@exercise.reference
def fix_1(x, w, training, **parts):
    return views(x, w, training, **parts)


FIRST = "self.norm1 = keras.layers.BatchNormalization(center=False, scale=False)"
SECOND = FIRST.replace("norm1", "norm2")
USE1 = "plain = self.norm1(inputs, training=training)"
USE2 = "squared = self.norm2(inputs**2, training=training)"
JOIN = "return keras.ops.concatenate([plain, squared], axis=-1)"

exercise.mistake(
    "other_order",
    "x comes first, and x² after it. Yours has them in the other order. Exchange the two in concatenate.",
    fails="starts",
    change={"[plain, squared]": "[squared, plain]"},
    parts=dict(order=(1, 0)),
)
exercise.mistake(
    "not_squared",
    "The second view is x². Yours normalises x twice. Square the input of the second one.",
    fails="starts",
    change={"inputs**2": "inputs"},
    parts=dict(views=(lambda x: x,) * 2),
)
exercise.mistake(
    "squared_late",
    "First square, then normalise. Yours squares what has been normalised. Move the square into the call's parentheses.",
    fails="starts",
    change={USE2: "squared = self.norm2(inputs, training=training) ** 2"},
    parts=dict(views=(lambda x: x,) * 2, join=lambda a, b: np.concatenate([a, b**2], axis=-1)),
)
exercise.mistake(
    "added",
    "The two views stand side by side: 2c channels. Yours adds them, so c channels come out. Keep concatenate.",
    fails="shapes",
    change={JOIN: "return plain + squared"},
    parts=dict(join=lambda a, b: a + b),
)
exercise.mistake(
    "never_training",
    "In training each normalisation uses the statistics of its batch. Yours uses the moving ones in either mode, as with a "
    "hard-coded training=None or training=False. Hand on `training`.",
    misconception="M12",
    change={USE1: USE1.replace("=training", "=None"), USE2: USE2.replace("=training", "=None")},
    formula=lambda x, w, training: views(x, w, False),
)
exercise.mistake(
    "always_training",
    "At inference the moving statistics are used. Yours uses those of the batch in either mode. Hand on `training`.",
    fails="starts",
    change={USE1: USE1.replace("=training", "=True"), USE2: USE2.replace("=training", "=True")},
    formula=lambda x, w, training: views(x, w, True),
)
exercise.mistake(
    "still_shared",
    "The bug is still there: each place has statistics of its own. Keras counts one moving mean and one moving variance in "
    "yours, so both places share them. Make a second normalisation.",
    fails="weights",
    misconception="M10",
    change={SECOND: "", USE2: USE2.replace("norm2", "norm1")},
    facts=dict(trainable=0, non_trainable=2),
)
exercise.mistake(
    "with_scale",
    "These normalisations have no shift and no scale. Keras counts trainable weights in yours. Keep center=False and "
    "scale=False in both.",
    fails="weights",
    change={
        FIRST: "self.norm1 = keras.layers.BatchNormalization()",
        SECOND: "self.norm2 = keras.layers.BatchNormalization()",
    },
    facts=dict(trainable=4, non_trainable=4),
)
exercise.wrong(
    "two names for one layer",
    mistake="still_shared",
    change={SECOND: "self.norm2 = self.norm1"},
)
exercise.wrong(
    "another momentum",
    fails="state",
    change={FIRST: FIRST[:-1] + ", momentum=0.9)", SECOND: SECOND[:-1] + ", momentum=0.9)"},
)
exercise.wrong(
    "the second one stays in inference",
    fails="values",
    change={USE2: USE2.replace("=training", "=False")},
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
