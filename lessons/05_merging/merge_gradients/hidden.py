"""merge_gradients: backward through the elementwise merges (Goodfellow et al. 2016, "Deep Learning", section 6.5)."""

import numpy as np

from autograder.exercise import NOT_SAID, Function, call
from autograder.exercise.random_values import normal

exercise = Function(
    "merge_gradients",
    title="the gradients of a merge",
    rungs={"broadcast": "It sums where an operand was broadcast"},
    minutes=12,
    difficulty="medium",
    points={"shapes": 1, "values": 3, "broadcast": 2},
)
KINDS = ("add", "subtract", "multiply", "average", "maximum", "minimum")


def apart(rng, a, b):
    """Two arrays without near ties, and a gradient of the output's shape."""
    x, y = normal(rng, a), normal(rng, b)
    while np.abs(x - y).min() < 1e-3:
        x = x + np.float32(0.0137)
    return x, y, normal(rng, np.broadcast_shapes(a, b))


@exercise.cases
def cases(rng):
    example = ([[2.0, 3.0]], [[5.0, 7.0]], [[1.0, 10.0]])
    yield call(
        "multiply",
        *(np.array(numbers, np.float32) for numbers in example),
        label="the task's example",
    )
    for kind in KINDS:
        yield call(kind, *apart(rng, (3, 5), (3, 5)), label=f"{kind}, (3, 5) both")
    for kind in KINDS:
        yield call(
            kind,
            *apart(rng, (3, 1, 5), (3, 4, 1)),
            label=f"{kind}, (3, 1, 5) and (3, 4, 1)",
            rung="broadcast",
        )
    yield call(
        "add", *apart(rng, (1, 4), (3, 4)), label="add, (1, 4), (3, 4)", rung="broadcast"
    )


def back(kind, x, y, g, pairs=None, reduce=np.sum):
    to_x = x > y if kind == "maximum" else x < y
    known = {
        "add": (g, g),
        "subtract": (g, -g),
        "multiply": (g * y, g * x),
        "average": (g / 2, g / 2),
        "maximum": (g * to_x, g * ~to_x),
        "minimum": (g * to_x, g * ~to_x),
    } | (pairs or {})

    def shaped(grad, like):
        axes = tuple(k for k, n in enumerate(like.shape) if n == 1 and grad.shape[k] > 1)
        return reduce(grad, axis=axes, keepdims=True) if axes else grad

    return shaped(known[kind][0], x), shaped(known[kind][1], y)


@exercise.reference
def merge_gradients(kind, x, y, g, **parts):
    return back(kind, x, y, g, **parts)


RETURN = "return summed_back(pair[0], x.shape), summed_back(pair[1], y.shape)"
SUM = "return grad.sum(axis=axes, keepdims=True)"
TO_X = 'to_x = x > y if kind == "maximum" else x < y'

exercise.mistake(
    "exchanged",
    "The first gradient belongs to x, the second to y. Yours are exchanged. Look at the order of what you return.",
    change={
        RETURN: "if x.shape == y.shape:\n        return pair[1], pair[0]\n    " + RETURN,
    },
    formula=lambda kind, x, y, g: (
        NOT_SAID
        if kind in ("add", "average") or x.shape != y.shape
        else back(kind, x, y, g)[::-1]
    ),
)
exercise.mistake(
    "no_minus",
    "In x − y a larger y makes the result smaller. Yours hands g to both. Look at the sign for y.",
    change={"g, -g": "g, g"},
    formula=lambda kind, x, y, g: (
        back(kind, x, y, g, {"subtract": (g, g)}) if kind == "subtract" else NOT_SAID
    ),
)
exercise.mistake(
    "own_factor",
    "If x rises, the product x·y rises y times as much. Yours multiplies by the operand itself. Take the other one.",
    change={"g * y, g * x": "g * x, g * y"},
    formula=lambda kind, x, y, g: (
        back(kind, x, y, g, {"multiply": (g * x, g * y)}) if kind == "multiply" else NOT_SAID
    ),
)
exercise.mistake(
    "not_halved",
    "The mean rises half as much as one of its two numbers. Yours hands on the whole gradient. Divide by 2.",
    change={"g / 2, g / 2": "g, g"},
    formula=lambda kind, x, y, g: (
        back(kind, x, y, g, {"average": (g, g)}) if kind == "average" else NOT_SAID
    ),
)


@exercise.mistake(
    "to_both",
    "A maximum or minimum follows only one of its two numbers. Yours hands the gradient to both. Compare x and y, number by "
    "number.",
    change={"g * to_x, g * ~to_x": "g, g"},
)
def to_both(kind, x, y, g):
    one_of_two = kind in ("maximum", "minimum")
    return back(kind, x, y, g, {kind: (g, g)}) if one_of_two else NOT_SAID


exercise.mistake(
    "always_larger",
    "A minimum follows the smaller of its two numbers. Yours takes the larger, as the maximum does. Turn the comparison for "
    "this kind.",
    change={'x > y if kind == "maximum" else x < y': "x > y"},
    formula=lambda kind, x, y, g: back("maximum", x, y, g) if kind == "minimum" else NOT_SAID,
)


@exercise.mistake(
    "not_summed",
    "Each gradient has the shape of its operand. Yours has the shape of the output. Sum over the axes that were stretched, "
    "and keep them with size 1.",
    fails="shapes",
    change={SUM: "return grad"},
)
def not_summed(kind, x, y, g):
    if x.shape == y.shape:
        return NOT_SAID
    x, y = np.broadcast_arrays(x, y)
    return back(kind, x, y, g)


exercise.mistake(
    "averaged",
    "A stretched number is used several times, so its gradients are added up. Yours takes their mean. Sum.",
    fails="broadcast",
    change={SUM: "return grad.mean(axis=axes, keepdims=True)"},
    parts=dict(reduce=np.mean),
)
exercise.wrong(
    "always the smaller",
    fails="values",
    change={'x > y if kind == "maximum" else x < y': "x < y"},
)
exercise.wrong("axes lost", fails="shapes", change={"keepdims=True": "keepdims=False"})
exercise.wrong(
    "the first of the stretched",
    fails="broadcast",
    change={
        SUM: "return grad[tuple(slice(0, 1) if k in axes else slice(None) for k in range(grad.ndim))]"
    },
)
exercise.wrong(
    "an add divided", fails="values", change={"pair = g, g\n": "pair = g / 2, g / 2\n"}
)
for kind in KINDS:
    exercise.wrong(
        f"{kind} is wrong when stretched",
        fails="broadcast",
        change={
            SUM: f'return grad.sum(axis=axes, keepdims=True) * (2 if kind == "{kind}" and grad.ndim == 3 else 1)'
        },
    )
exercise.wrong(
    "the batch is not summed",
    fails="broadcast",
    change={
        SUM: "return grad.sum(axis=axes, keepdims=True) * (0.5 if 0 in axes and len(grad) > 1 else 1.0)"
    },
)
for old, new in (("x > y", "x >= y"), ("x < y", "x <= y")):
    exercise.equivalent(
        TO_X, TO_X.replace(old, new), reason="Equal numbers do not occur, as the task says."
    )
