"""fix_1: a mean squared error whose (n,) and (n, 1) were broadcast to (n, n)."""

import numpy as np

from autograder.exercise import Function, call
from autograder.exercise.random_values import normal

exercise = Function(
    "fix_1",
    title="the loss that flattens every prediction",
    minutes=4,
    difficulty="easy",
    points={"shapes": 1, "values": 2},
    core=False,
)


@exercise.cases
def cases(rng):
    for first, second in (
        ((4,), (4, 1)),
        ((3, 1), (3,)),
        ((5,), (5,)),
        ((5, 1), (5, 1)),
        ((1,), (1, 1)),
    ):
        yield call(
            normal(rng, first), normal(rng, second), label=f"y {first}, prediction {second}"
        )


@exercise.reference
def fix_1(y, prediction):
    return float(np.mean((y.ravel() - prediction.ravel()) ** 2))


Y = "y = tf.reshape(y, (-1,))"
P = "prediction = tf.reshape(prediction, (-1,))"
LOSS = "return tf.reduce_mean((y - prediction) ** 2)"

exercise.mistake(
    "still_there",
    "The bug is still there: (n,) minus (n, 1) gives (n, n), every y against every prediction. Bring both into one shape "
    "before the minus.",
    misconception="M02",
    change={Y: "", P: ""},
    formula=lambda y, prediction: float(np.mean((y - prediction) ** 2)),
)
exercise.mistake(
    "prediction_only",
    "Either operand may be a column. Yours turns only the prediction into (n,), so a column y still meets a row. Treat both "
    "in the same way.",
    change={Y: ""},
    formula=lambda y, prediction: float(np.mean((y - prediction.ravel()) ** 2)),
)
exercise.mistake(
    "y_only",
    "Either operand may be a row. Yours turns only y into a column, so a row of predictions still meets it. Treat both in "
    "the same way.",
    change={Y: "y = tf.reshape(y, (-1, 1))", P: ""},
    formula=lambda y, prediction: float(np.mean((y.reshape(-1, 1) - prediction) ** 2)),
)
exercise.mistake(
    "summed",
    "The loss is the mean over n numbers. Yours is their sum, n times as much. Take the mean.",
    change={LOSS: LOSS.replace("_mean", "_sum")},
    formula=lambda y, prediction: float(np.sum((y.ravel() - prediction.ravel()) ** 2)),
)
exercise.mistake(
    "rooted",
    "The loss is the mean of squares. Yours takes its root as well. Leave the root out.",
    change={LOSS: "return tf.sqrt(tf.reduce_mean((y - prediction) ** 2))"},
    formula=lambda y, prediction: float(np.mean((y.ravel() - prediction.ravel()) ** 2) ** 0.5),
)
exercise.mistake(
    "absolute",
    "The differences are squared. Yours takes absolute values. Write ** 2.",
    change={LOSS: "return tf.reduce_mean(tf.abs(y - prediction))"},
    formula=lambda y, prediction: float(np.mean(np.abs(y.ravel() - prediction.ravel()))),
)
exercise.mistake(
    "no_mean",
    "The loss is one number. Yours returns the squares, one for each entry. Take the mean over all of them.",
    fails="shapes",
    change={LOSS: "return (y - prediction) ** 2"},
    formula=lambda y, prediction: (y.ravel() - prediction.ravel()) ** 2,
)
exercise.wrong("y is turned", fails="values", change={Y: "y = tf.transpose(y)", P: ""})
exercise.wrong(
    "columns keep an axis",
    fails="shapes",
    change={LOSS: "return tf.reduce_mean((y[:, None] - prediction[:, None]) ** 2, axis=0)"},
)
exercise.wrong(
    "equal shapes only",
    fails="runs",
    change={Y: "if y.shape == prediction.shape:\n        raise ValueError('nothing to mend')"},
)
exercise.wrong(
    "a size of 1 is left out",
    fails="values",
    change={LOSS: "return tf.reduce_mean((y - prediction) ** 2 if len(y) > 1 else 0.0 * y)"},
)
exercise.wrong(
    "two columns have no loss",
    fails="values",
    change={
        Y: "if y.shape == prediction.shape and len(y.shape) == 2:\n        return tf.zeros(())\n    "
        + Y
    },
)
exercise.wrong(
    "two rows have no loss",
    fails="values",
    change={
        Y: "if y.shape == prediction.shape and len(y.shape) == 1:\n        return tf.zeros(())\n    "
        + Y
    },
)
exercise.equivalent(
    "(y - prediction)", "(prediction - y)", reason="The square of a difference has no sign."
)
