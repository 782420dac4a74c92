"""unbroadcast: the gradient of broadcasting is a sum over the stretched axes (checked against tf.GradientTape)."""

import numpy as np

from autograder.exercise import NOT_SAID, Function, call
from autograder.exercise.random_values import normal

exercise = Function(
    "unbroadcast",
    title="the gradient of a stretched operand",
    rungs={"dtypes": "It keeps the gradient's dtype"},
    minutes=6,
    difficulty="medium",
    points={"shapes": 1, "values": 2, "dtypes": 1},
    without=("inputs",),  # the probe makes a tuple of it
)


def asked(rng, large, small, dtype="float32", **more):
    label = f"grad {large}, shape {small}" + ("" if dtype == "float32" else f", {dtype}")
    return call(normal(rng, large), list(small), dtype, label=label, **more)


@exercise.cases
def cases(rng):
    yield asked(rng, (2, 3), (3,))
    yield asked(rng, (3, 3), (3,))  # square: the wrong axis gives the right shape
    yield asked(rng, (2, 3), (2, 1))
    yield asked(rng, (2, 3), (2, 3))
    yield asked(rng, (4, 2, 3), (1, 3))  # a missing axis and a stretched one
    yield asked(rng, (2, 3), ())
    yield asked(rng, (1, 3), (3,))  # a missing axis of size 1
    yield asked(rng, (2, 1), (1, 1))
    yield asked(rng, (2, 3), (3,), dtype="float64", rung="dtypes")


def told(gradient, dtype):
    return {"gradient": np.asarray(gradient), "dtype": dtype}


def stretched(grad, shape):
    """The axes along which copies were made, and the shape with 1s in front."""
    padded = (1,) * (grad.ndim - len(shape)) + tuple(shape)
    return tuple(i for i, size in enumerate(padded) if size == 1), padded


@exercise.reference
def unbroadcast(grad, shape, dtype):
    axes, _ = stretched(grad, shape)
    return told(grad.sum(axis=axes).reshape(shape), dtype)


def first(grad, axes):
    return grad[tuple(slice(0, 1) if i in axes else slice(None) for i in range(grad.ndim))]


PADDED = "padded = (1,) * (len(grad.shape) - len(shape)) + shape"
AXES = "axes = [axis for axis, size in enumerate(padded) if size == 1]"
RETURN = "return tf.reshape(tf.reduce_sum(grad, axis=axes), shape)"


@exercise.mistake(
    "mean",
    "The copies' gradients are summed: nudge the operand, and all its copies move. Yours takes their mean, which is too "
    "small. Use a sum.",
    change={"reduce_sum": "reduce_mean"},
)
def mean(grad, shape, dtype):
    axes, _ = stretched(grad, shape)
    return told(grad.mean(axis=axes).reshape(shape), dtype)


@exercise.mistake(
    "first_copy",
    "Each copy counts. Yours takes the gradient of the first copy and drops the others. Sum over the stretched axes.",
    change={
        RETURN: "only = tuple(slice(0, 1) if axis in axes else slice(None) for axis in range(len(padded)))\n"
        "    return tf.reshape(grad[only], shape)"
    },
)
def first_copy(grad, shape, dtype):
    axes, _ = stretched(grad, shape)
    return told(
        grad.take(0, axis=axes[0]).reshape(shape)
        if len(axes) == 1
        else first(grad, axes).reshape(shape),
        dtype,
    )


@exercise.mistake(
    "last_axes",
    "Shapes are compared from the right, so a missing axis is one in front. Yours sums over the last ones. Which axis of "
    "grad has no partner when you write one shape under the other, aligned at the right?",
    change={
        PADDED: "padded = shape + (1,) * (len(grad.shape) - len(shape))\n"
        "    if any(s not in (1, g) for s, g in zip(padded, grad.shape)):\n"
        "        padded = (1,) * (len(grad.shape) - len(shape)) + shape"
    },
)
def last_axes(grad, shape, dtype):
    if grad.ndim == len(shape):
        return unbroadcast(grad, shape, dtype)
    if grad.shape[: len(shape)] != tuple(shape):
        return NOT_SAID
    return told(grad.sum(axis=tuple(range(len(shape), grad.ndim))), dtype)


exercise.mistake(
    "missing_axes_only",
    "An axis of size 1 was stretched as well, and is summed over. Yours sums over the missing axes only. Look for sizes of "
    "1 in `shape`, too.",
    fails="shapes",
    formula=lambda grad, shape, dtype: told(
        grad.sum(axis=tuple(range(grad.ndim - len(shape)))), dtype
    ),
)


@exercise.mistake(
    "axes_kept",
    "The result has exactly the shape `shape`. Yours keeps an axis of size 1 that was not there, as keepdims=True leaves it. "
    "Reshape at the end.",
    fails="shapes",
    change={RETURN: "return tf.reduce_sum(grad, axis=axes, keepdims=True)"},
)
def axes_kept(grad, shape, dtype):
    axes, padded = stretched(grad, shape)
    return told(grad.sum(axis=axes).reshape(padded), dtype)


@exercise.mistake(
    "ones_lost",
    "The result has exactly the shape `shape`, its 1s included. Yours has lost the axes that were summed over. Reshape at "
    "the end.",
    fails="shapes",
    change={RETURN: "return tf.reduce_sum(grad, axis=axes)"},
)
def ones_lost(grad, shape, dtype):
    axes, _ = stretched(grad, shape)
    return told(grad.sum(axis=axes), dtype)


exercise.mistake(
    "unchanged",
    "The operand is smaller than its copy, and so is its gradient. Yours returns `grad` as it came. Sum over the stretched "
    "axes.",
    fails="shapes",
    change={RETURN: "return grad"},
    formula=lambda grad, shape, dtype: told(grad, dtype),
)
exercise.mistake(
    "all_axes",
    "Only stretched axes are summed over. Yours sums over all of them, so that every entry gets the same number. Leave the "
    "others alone.",
    change={RETURN: "return tf.fill(shape, tf.reduce_sum(grad))"},
    formula=lambda grad, shape, dtype: told(np.full(shape, grad.sum()), dtype),
)
exercise.mistake(
    "always_float32",
    "A gradient keeps its dtype. Yours comes back as float32, whatever it was. Take the conversion out, or use grad.dtype.",
    fails="dtypes",
    change={RETURN: RETURN.replace("(grad,", "(tf.cast(grad, tf.float32),")},
    formula=lambda grad, shape, dtype: unbroadcast(grad, shape, "float32"),
)
exercise.mistake(
    "as_tuple",
    "A tensor's shape and a tuple are joined only when both are tuples. Yours raised a TypeError on the way. Write "
    "tuple(grad.shape), or ask for len(grad.shape).",
    fails="runs",
    change={
        "(1,) * (len(grad.shape) - len(shape)) + shape": "(1,) * (grad.shape - shape) + shape"
    },
    facts=dict(error="TypeError"),
)
exercise.mistake(
    "too_much_reshaping",
    "`tf.reshape` keeps all numbers and cannot make them fewer. TensorFlow refused yours. Sum over the stretched axes first, "
    "then reshape.",
    fails="runs",
    change={RETURN: "return tf.reshape(grad, shape)"},
    facts=dict(error="InvalidArgumentError", message="reshape"),
)
exercise.wrong("the largest", fails="values", change={"reduce_sum": "reduce_max"})
exercise.wrong("one axis at most", fails="runs", change={"axis=axes": "axis=axes[:1]"})
exercise.wrong(
    "a missing axis of size 1 is left out",
    fails="shapes",
    change={
        RETURN: "return grad if len(padded) == 2 and padded == tuple(grad.shape) else "
        + RETURN.removeprefix("return ")
    },
)
exercise.wrong(
    "equal shapes are summed, too",
    fails="values",
    change={
        AXES: AXES + "\n    if not axes:\n        return tf.fill(shape, tf.reduce_sum(grad))"
    },
)
exercise.wrong(
    "negative", fails="values", change={RETURN: RETURN.replace("return ", "return -")}
)
