"""fix_3: layers take tensors and arrays; nested lists are joined by + and refused by Keras."""

import numpy as np

from autograder.exercise import Function, call
from autograder.exercise.random_values import normal

exercise = Function(
    "fix_3",
    title="the sum of two lists",
    minutes=3,
    difficulty="easy",
    points={"shapes": 1, "values": 2},
    core=False,
)


@exercise.cases
def cases(rng):
    for shape in ((1, 3), (4, 2), (1, 1)):
        a, b = (normal(rng, shape).tolist() for _ in range(2))
        yield call(a, b, label=f"two tables of {shape[0]} × {shape[1]} numbers")


@exercise.reference
def fix_3(a, b):
    return np.array(a) + np.array(b)


LINE = "return keras.layers.Add()([np.array(a), np.array(b)])"

exercise.mistake(
    "rows_joined",
    "Lists are joined by +, tensors are added. Yours has the rows of both, one beneath the other. Make arrays of the lists "
    "first.",
    fails="shapes",
    misconception="M01",
    change={LINE: "return np.array(a + b)"},
    formula=lambda a, b: np.array(a + b),
)
exercise.mistake(
    "lists_joined",
    "Lists are joined by +, tensors are added. Yours is one list with the rows of both. Make arrays of the lists first.",
    fails="shapes",
    misconception="M01",
    change={LINE: "return a + b"},
    formula=lambda a, b: a + b,
)
exercise.mistake(
    "side_by_side",
    "The numbers are added, place by place. Yours puts the tables side by side. Use + or Add on arrays.",
    fails="shapes",
    change={LINE: LINE.replace("Add()", "Concatenate()")},
    formula=lambda a, b: np.concatenate([a, b], axis=-1),
)
exercise.mistake(
    "one_number",
    "Each number of a meets one of b. Yours adds everything up to a single number. Leave the axes alone.",
    fails="shapes",
    change={LINE: "return np.sum(a) + np.sum([b])"},
    formula=lambda a, b: float(np.sum(a) + np.sum(b)),
)
exercise.mistake(
    "mean",
    "The sum is asked for. Yours is half of it, the mean. Use Add.",
    change={LINE: LINE.replace("Add()", "Average()")},
    formula=lambda a, b: (np.array(a) + np.array(b)) / 2,
)
exercise.mistake(
    "still_lists",
    "A layer takes tensors or arrays, and numbers inside lists are neither. Yours still hands the nested lists to a layer. "
    "Turn each table into an array first.",
    fails="runs",
    change={LINE: "return keras.layers.Add()([a, b])"},
    facts=dict(message="Only input tensors may be passed"),
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
