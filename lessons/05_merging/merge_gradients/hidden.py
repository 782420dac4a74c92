"""merge_gradients: backward through the elementwise merges (Goodfellow et al. 2016, "Deep Learning", section 6.5)."""

import numpy as np

from autograder.exercise import NOT_SAID, Function, call
from autograder.exercise.random_values import normal

exercise = Function(
    "merge_gradients",
    minutes=12,
    difficulty="medium",
    points={"shapes": 1, "values": 3, "broadcast": 2},
)
KINDS = ("add", "subtract", "multiply", "average", "maximum", "minimum")


def apart(rng, a, b):
    """Two arrays without near ties, and a gradient of the output's shape."""
    x, y = normal(rng, a), normal(rng, b)
    gap = np.abs(x - y).min()
    while gap < 1e-3:
        x = x + np.float32(0.0137)
        gap = np.abs(x - y).min()
    return x, y, normal(rng, np.broadcast_shapes(a, b))


@exercise.cases
def cases(rng):
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
def merge_gradients(kind, x, y, g):
    return back(kind, x, y, g)


@exercise.mistake(
    "The first gradient belongs to x, the second to y. Yours are exchanged. Look at the order of what you return."
)
def exchanged(kind, x, y, g):
    return (
        NOT_SAID
        if kind in ("add", "average") or x.shape != y.shape
        else back(kind, x, y, g)[::-1]
    )


@exercise.mistake(
    "In x − y a larger y makes the result smaller. Yours hands g to both. Look at the sign for y."
)
def no_minus(kind, x, y, g):
    return back(kind, x, y, g, {"subtract": (g, g)}) if kind == "subtract" else NOT_SAID


@exercise.mistake(
    "If x rises, the product x·y rises y times as much. Yours multiplies by the operand itself. Take the other one."
)
def own_factor(kind, x, y, g):
    return back(kind, x, y, g, {"multiply": (g * x, g * y)}) if kind == "multiply" else NOT_SAID


@exercise.mistake(
    "The mean rises half as much as one of its two numbers. Yours hands on the whole gradient. Divide by 2."
)
def not_halved(kind, x, y, g):
    return back(kind, x, y, g, {"average": (g, g)}) if kind == "average" else NOT_SAID


@exercise.mistake(
    "A maximum or minimum follows only one of its two numbers. Yours hands the gradient to both. Compare x and y, number by "
    "number."
)
def to_both(kind, x, y, g):
    one_of_two = kind in ("maximum", "minimum")
    return back(kind, x, y, g, {kind: (g, g)}) if one_of_two else NOT_SAID


@exercise.mistake(
    "A minimum follows the smaller of its two numbers. Yours takes the larger, as the maximum does. Turn the comparison for "
    "this kind."
)
def always_larger(kind, x, y, g):
    return back("maximum", x, y, g) if kind == "minimum" else NOT_SAID


@exercise.mistake(
    "Each gradient has the shape of its operand. Yours has the shape of the output. Sum over the axes that were stretched, "
    "and keep them with size 1.",
    rung="shapes",
)
def not_summed(kind, x, y, g):
    if x.shape == y.shape:
        return NOT_SAID
    x, y = np.broadcast_arrays(x, y)
    return back(kind, x, y, g)


@exercise.mistake(
    "A stretched number is used several times, so its gradients are added up. Yours takes their mean. Sum.",
    rung="broadcast",
)
def averaged(kind, x, y, g):
    return back(kind, x, y, g, reduce=np.mean)


# -- known answers ------------------------------------------------------------------------------------------------

RETURN = "return summed_back(pair[0], x.shape), summed_back(pair[1], y.shape)"
SUM = "return grad.sum(axis=axes, keepdims=True)"

exercise.wrong(
    "exchanged",
    fails="values",
    as_=exchanged,
    change={
        RETURN: "if x.shape == y.shape:\n        return pair[1], pair[0]\n    " + RETURN,
    },
)
exercise.wrong("no minus", fails="values", as_=no_minus, change={"g, -g": "g, g"})
exercise.wrong(
    "the own factor", fails="values", as_=own_factor, change={"g * y, g * x": "g * x, g * y"}
)
exercise.wrong("not halved", fails="values", as_=not_halved, change={"g / 2, g / 2": "g, g"})
exercise.wrong("to both", fails="values", as_=to_both, change={"g * to_x, g * ~to_x": "g, g"})
exercise.wrong(
    "always the larger",
    fails="values",
    as_=always_larger,
    change={'x > y if kind == "maximum" else x < y': "x > y"},
)
exercise.wrong(
    "always the smaller",
    fails="values",
    change={'x > y if kind == "maximum" else x < y': "x < y"},
)
exercise.wrong("not summed", fails="shapes", as_=not_summed, change={SUM: "return grad"})
exercise.wrong("axes lost", fails="shapes", change={"keepdims=True": "keepdims=False"})
exercise.wrong(
    "the mean over stretched axes",
    fails="broadcast",
    as_=averaged,
    change={SUM: "return grad.mean(axis=axes, keepdims=True)"},
)
exercise.wrong(
    "the first of the stretched",
    fails="broadcast",
    change={
        SUM: "return grad[tuple(slice(0, 1) if k in axes else slice(None) for k in range(grad.ndim))]"
    },
)
exercise.wrong(
    "an add divided",
    fails="values",
    change={"pair = g, g\n": "pair = g / 2, g / 2\n"},
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
    change={SUM: "return grad.sum(axis=axes, keepdims=True) * (1.0 if 0 not in axes else 0.5)"},
)

exercise.right(
    "the tape and Keras's layers",
    code="""
def merge_gradients(kind, x, y, g):
    x, y = tf.constant(x), tf.constant(y)
    ops = {"add": tf.add, "subtract": tf.subtract, "multiply": tf.multiply, "maximum": tf.maximum,
           "minimum": tf.minimum, "average": lambda a, b: (a + b) / 2}
    with tf.GradientTape() as tape:
        tape.watch([x, y])
        out = ops[kind](x, y)
    return tape.gradient(out, [x, y], output_gradients=g)
""",
)
exercise.right(
    "factors and TensorFlow",
    code="""
def back(grad, like):
    for axis, size in enumerate(like.shape):
        if size == 1:
            grad = tf.reduce_sum(grad, axis, keepdims=True)
    return grad

def merge_gradients(kind, x, y, g):
    one = tf.ones_like(g)
    larger = tf.cast(x > y, g.dtype)
    fx, fy = {
        "add": (one, one), "subtract": (one, -one), "multiply": (y, x), "average": (one / 2, one / 2),
        "maximum": (larger, 1 - larger), "minimum": (1 - larger, larger),
    }[kind]
    return [back(g * fx, x), back(g * fy, y)]
""",
)
exercise.right(
    "np.where, stretched first",
    code="""
def merge_gradients(kind, x, y, g):
    x, y, g = (np.array(a) for a in (x, y, g))
    shapes = x.shape, y.shape
    X, Y = np.broadcast_arrays(x, y)
    if kind in ("maximum", "minimum"):
        first = (X >= Y) == (kind == "maximum")
        grads = np.where(first, g, 0), np.where(first, 0, g)
    elif kind == "multiply":
        grads = Y * g, X * g
    else:
        a, b = {"add": (1, 1), "subtract": (1, -1), "average": (0.5, 0.5)}[kind]
        grads = a * g, b * g
    out = []
    for grad, shape in zip(grads, shapes):
        axes = tuple(i for i, n in enumerate(shape) if n != grad.shape[i])
        out.append(np.sum(grad, axes, keepdims=True) if axes else grad)
    return tuple(out)
""",
)

TO_X = 'to_x = x > y if kind == "maximum" else x < y'
for old, new in (("x > y", "x >= y"), ("x < y", "x <= y")):
    exercise.equivalent(
        TO_X, TO_X.replace(old, new), reason="Equal numbers do not occur, as the task says."
    )
