"""fix_3: layers take tensors and arrays; nested lists are joined by + and refused by Keras."""

import numpy as np

from autograder.exercise import Function, call
from autograder.exercise.random_values import normal

exercise = Function(
    "fix_3", minutes=3, difficulty="easy", points={"shapes": 1, "values": 2}, core=False
)


@exercise.cases
def cases(rng):
    for shape in ((1, 3), (4, 2), (1, 1)):
        a, b = (normal(rng, shape).tolist() for _ in range(2))
        yield call(a, b, label=f"two tables of {shape[0]} × {shape[1]} numbers")


@exercise.reference
def fix_3(a, b):
    return np.array(a) + np.array(b)


@exercise.mistake(
    "Lists are joined by +, tensors are added. Yours has the rows of both, one beneath the other. Make arrays of the lists "
    "first.",
    rung="shapes",
    misconception="M01",
)
def rows_joined(a, b):
    return np.array(a + b)


@exercise.mistake(
    "Lists are joined by +, tensors are added. Yours is one list with the rows of both. Make arrays of the lists first.",
    rung="shapes",
    misconception="M01",
)
def lists_joined(a, b):
    return a + b


@exercise.mistake(
    "The numbers are added, place by place. Yours puts the tables side by side. Use + or Add on arrays.",
    rung="shapes",
)
def side_by_side(a, b):
    return np.concatenate([a, b], axis=-1)


@exercise.mistake(
    "Each number of a meets one of b. Yours adds everything up to a single number. Leave the axes alone.",
    rung="shapes",
)
def one_number(a, b):
    return float(np.sum(a) + np.sum(b))


@exercise.mistake("The sum is asked for. Yours is half of it, the mean. Use Add.")
def mean(a, b):
    return (np.array(a) + np.array(b)) / 2


still_lists = exercise.mistake_when(
    "still_lists",
    "A layer takes tensors or arrays, and numbers inside lists are neither. Yours still hands the nested lists to a layer. "
    "Turn each table into an array first.",
    rung="runs",
    message="Only input tensors may be passed",
)

# -- known answers ------------------------------------------------------------------------------------------------

LINE = "return keras.layers.Add()([np.array(a), np.array(b)])"

exercise.wrong(
    "left as it was",
    fails="runs",
    as_=still_lists,
    change={LINE: "return keras.layers.Add()([a, b])"},
)
exercise.wrong("lists with +", fails="shapes", as_=lists_joined, change={LINE: "return a + b"})
exercise.wrong(
    "an array too late",
    fails="shapes",
    as_=rows_joined,
    change={LINE: "return np.array(a + b)"},
)
exercise.wrong(
    "side by side",
    fails="shapes",
    as_=side_by_side,
    change={LINE: LINE.replace("Add()", "Concatenate()")},
)
exercise.wrong(
    "one number",
    fails="shapes",
    as_=one_number,
    change={LINE: "return np.sum(a) + np.sum([b])"},
)
exercise.wrong(
    "the mean", fails="values", as_=mean, change={LINE: LINE.replace("Add()", "Average()")}
)
exercise.wrong("twice the first", fails="values", change={"np.array(b)": "np.array(a)"})
exercise.wrong(
    "whole numbers", fails="shapes", change={LINE: "return np.array(a, int) + np.array(b, int)"}
)
exercise.wrong(
    "the first row for all",
    fails="values",
    change={LINE: "return np.array(a) + np.array(b)[:1]"},
)
exercise.wrong(
    "columns exchanged",
    fails="values",
    change={LINE: "return np.array(a) + np.array(b)[:, ::-1]"},
)
exercise.wrong(
    "wrong for one number",
    fails="values",
    change={LINE: "return np.array(a) + np.array(b) * (len(a[0]) > 1)"},
)

exercise.right("NumPy", change={LINE: "return np.add(a, b)"})
exercise.right("tensors", change={LINE: "return tf.constant(a) + tf.constant(b)"})
exercise.right(
    "keras.ops", change={LINE: "return keras.ops.add(keras.ops.array(a), keras.ops.array(b))"}
)
exercise.right(
    "by hand",
    code="""
def fix_3(a, b):
    return np.array([[p + q for p, q in zip(r, s)] for r, s in zip(a, b)])
""",
)
