"""strict_add: addition without broadcasting and without promotion of dtypes."""

import numpy as np

from autograder.exercise import NOT_SAID, Function, call, raises
from autograder.exercise.random_values import normal

exercise = Function(
    "strict_add",
    title="a plus that never stretches",
    rungs={
        "shapes differ": "It refuses shapes that differ",
        "dtypes differ": "It refuses dtypes that differ",
    },
    minutes=4,
    difficulty="easy",
    points={"values": 1, "shapes differ": 2, "dtypes differ": 1},
    without=("inputs",),  # the probe makes them
)

FLOATS = ["float32", "float32"]
# Both refused and stretched by +; equal in size, in rank, in length, in the last axis: no short cut tells all of them.
DIFFERENT = (
    ("tensors", (3,), (3, 1)),
    ("tensors", (2, 3), (3,)),
    ("arrays", (2, 3), (1, 3)),
    ("tensors", (4,), ()),
    ("tensors", (2, 3), (3, 2)),
)


@exercise.cases
def cases(rng):
    yield call(
        "tensors", normal(rng, (2, 3)), normal(rng, (2, 3)), FLOATS, label="two tensors (2, 3)"
    )
    yield call("arrays", normal(rng, (3,)), normal(rng, (3,)), FLOATS, label="two arrays (3,)")
    yield call("tensors", normal(rng, ()), normal(rng, ()), FLOATS, label="two tensors ()")
    for kind, first, second in DIFFERENT:
        yield call(
            kind,
            normal(rng, first),
            normal(rng, second),
            FLOATS,
            label=f"two {kind} {first}, {second}",
            rung="shapes differ",
        )
    for kind, dtypes in (
        ("arrays", ["float32", "int32"]),
        ("tensors", ["int32", "float32"]),
        ("arrays", ["float32", "float64"]),
    ):
        yield call(
            kind,
            normal(rng, (2,)) * 4,
            normal(rng, (2,)) * 4,
            dtypes,
            label=f"two {kind} of {dtypes[0]}, {dtypes[1]}",
            rung="dtypes differ",
        )


def told(total, kept=True):
    return {"sum": np.asarray(total), "left as they were": kept}


def stretched(kind, x, y):
    """What + gives: a sum, or TensorFlow's error."""
    try:
        return told(x + y)
    except ValueError:
        return raises("InvalidArgumentError" if kind == "tensors" else "ValueError")


def cast(x, y, dtypes):
    return x.astype(dtypes[0]), y.astype(dtypes[1])


@exercise.reference
def strict_add(kind, x, y, dtypes):
    if x.shape != y.shape:
        return raises("ValueError", contains=(str(x.shape), str(y.shape)))
    if dtypes[0] != dtypes[1]:
        return raises("ValueError", contains=tuple(dtypes))
    return told(x + y)


SHAPES = "if shapes[0] != shapes[1]:"
DTYPES = "if dtypes[0] != dtypes[1]:"
RAISE_SHAPES = 'raise ValueError(f"shapes differ: {shapes[0]} and {shapes[1]}")'
RAISE_DTYPES = 'raise ValueError(f"dtypes differ: {dtypes[0]} and {dtypes[1]}")'

exercise.mistake(
    "plain_plus",
    "Different shapes are refused with a ValueError. Yours hands them to +, which stretches what fits. Compare both shapes "
    "first.",
    fails="shapes differ",
    misconception="M02",
    formula=lambda kind, x, y, dtypes: stretched(kind, x, y),
)
exercise.mistake(
    "by_size",
    "Shapes are compared, not sizes: (3,) and (3, 1) hold three numbers each and differ. Yours adds the two. Compare the "
    "whole shapes.",
    fails="shapes differ",
    change={SHAPES: "if np.size(x) != np.size(y):"},
    formula=lambda kind, x, y, dtypes: stretched(kind, x, y) if x.size == y.size else NOT_SAID,
)
exercise.mistake(
    "by_rank",
    "Shapes are compared, not numbers of axes: (2, 3) and (1, 3) have two each and differ. Yours adds the two. Compare "
    "the whole shapes.",
    fails="shapes differ",
    change={SHAPES: "if len(shapes[0]) != len(shapes[1]):"},
    formula=lambda kind, x, y, dtypes: stretched(kind, x, y) if x.ndim == y.ndim else NOT_SAID,
)


@exercise.mistake(
    "nothing_raised",
    "A difference is reported by raising an error. Yours returns None. Write raise ValueError(…) in that place.",
    fails="shapes differ",
    change={RAISE_SHAPES: "return None"},
)
def nothing_raised(kind, x, y, dtypes):
    if x.shape == y.shape and dtypes[0] == dtypes[1]:
        return NOT_SAID
    return {"sum": None, "left as they were": True}


@exercise.mistake(
    "dtypes_unseen",
    "Different dtypes are refused with a ValueError. Yours hands them to +: NumPy converts, TensorFlow raises an error of "
    "its own. Compare both dtypes first.",
    fails="dtypes differ",
    change={DTYPES: "if False:"},
)
def dtypes_unseen(kind, x, y, dtypes):
    if dtypes[0] == dtypes[1]:
        return NOT_SAID
    if kind == "tensors":
        return raises("InvalidArgumentError")
    first, second = cast(x, y, dtypes)
    return told(first + second)


@exercise.mistake(
    "converted",
    "Different dtypes are refused, not converted. Yours gives y the dtype of x, and with it digits may get lost. Raise a "
    "ValueError.",
    fails="dtypes differ",
    change={
        RAISE_DTYPES: "return x + (y.astype(x.dtype) if isinstance(y, np.ndarray) else tf.cast(y, x.dtype))"
    },
)
def converted(kind, x, y, dtypes):
    if dtypes[0] == dtypes[1]:
        return NOT_SAID
    first, second = cast(x, y, dtypes)
    return told(first + second.astype(dtypes[0]))


exercise.mistake(
    "in_place",
    "The function leaves x and y as they are. Yours changes a NumPy array of the caller's, as += does. Write x + y, which "
    "makes a new one.",
    change={"return x + y": "x += y\n    return x"},
    formula=lambda kind, x, y, dtypes: (
        told(x + y, kept=kind == "tensors") if x.shape == y.shape else NOT_SAID
    ),
)


@exercise.mistake(
    "joined",
    "The two are added number by number. Yours joins them. Use + on the arrays themselves.",
    fails="shapes",
    misconception="M01",
    change={"return x + y": "return np.concatenate([x, y]) if len(x.shape) else x + y"},
)
def joined(kind, x, y, dtypes):
    if x.shape != y.shape or dtypes[0] != dtypes[1] or not x.ndim:
        return NOT_SAID
    return told(np.concatenate([x, y]))


exercise.mistake(
    "shapes_unnamed",
    "The message holds both shapes, written as (2, 3), so that the reader need not search. At least one is missing in "
    "yours, or is written otherwise. Put both tuples into an f-string.",
    fails="shapes differ",
    change={RAISE_SHAPES: 'raise ValueError("shapes differ")'},
    facts=dict(error="ValueError"),
)
exercise.mistake(
    "dtypes_unnamed",
    "The message holds the names of both dtypes. At least one is missing in yours. Put both into an f-string.",
    fails="dtypes differ",
    change={RAISE_DTYPES: 'raise ValueError("dtypes differ")'},
    facts=dict(error="ValueError"),
)
exercise.mistake(
    "asserted",
    "The task promises a ValueError. Yours raises an AssertionError, which a caller does not expect. Write an if and a "
    "raise.",
    fails="shapes differ",
    change={RAISE_SHAPES: "assert False, shapes"},
    facts=dict(error="AssertionError"),
)
exercise.mistake(
    "other_error",
    "For dtypes that differ, too, the task promises a ValueError. Yours raises a TypeError. Raise a ValueError.",
    fails="dtypes differ",
    change={RAISE_DTYPES: RAISE_DTYPES.replace("ValueError", "TypeError")},
    facts=dict(error="TypeError"),
)
exercise.wrong(
    "first axes compared",
    fails="shapes differ",
    change={SHAPES: "if shapes[0][:1] != shapes[1][:1]:"},
)
exercise.wrong(
    "last axes compared",
    fails="shapes differ",
    change={SHAPES: "if shapes[0][-1:] != shapes[1][-1:]:"},
)
exercise.wrong(
    "None for dtypes",
    fails="dtypes differ",
    mistake="nothing_raised",
    change={RAISE_DTYPES: "return None"},
)
exercise.wrong(
    "only whole numbers are told from floats",
    fails="dtypes differ",
    change={DTYPES: "if dtypes[0][:3] != dtypes[1][:3]:"},
)
exercise.wrong(
    "the message names one shape",
    mistake="shapes_unnamed",
    change={RAISE_SHAPES: 'raise ValueError(f"another shape was expected: {shapes[1]}")'},
)
exercise.wrong("a difference", fails="values", change={"return x + y": "return x - y"})
exercise.wrong(
    "a single number is refused",
    fails="runs",
    change={SHAPES: "if shapes[0] != shapes[1] or not shapes[0]:"},
)
exercise.wrong("a fresh axis", fails="shapes", change={"return x + y": "return (x + y)[None]"})
for old, new in (
    ("shapes = tuple(x.shape),", "shapes = x.shape,"),
    (", tuple(y.shape)", ", y.shape"),
):
    exercise.equivalent(
        old,
        new,
        reason="A TensorShape is written as a tuple is, and compared with one as a tuple.",
    )
exercise.equivalent(
    "keras.backend.standardize_dtype(z.dtype)",
    "z.dtype",
    reason="A dtype's own text holds its name, and dtypes are compared as their names are.",
)
