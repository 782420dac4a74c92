"""strict_add: addition without broadcasting and without promotion of dtypes."""

import numpy as np

from autograder.exercise import NOT_SAID, Function, call, raises
from autograder.exercise.random_values import normal

exercise = Function(
    "strict_add",
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


@exercise.mistake(
    "Different shapes are refused with a ValueError. Yours hands them to +, which stretches what fits. Compare both shapes "
    "first.",
    rung="shapes differ",
    misconception="M02",
)
def plain_plus(kind, x, y, dtypes):
    return stretched(kind, x, y)


@exercise.mistake(
    "Shapes are compared, not sizes: (3,) and (3, 1) hold three numbers each and differ. Yours adds the two. Compare the "
    "whole shapes.",
    rung="shapes differ",
)
def by_size(kind, x, y, dtypes):
    return stretched(kind, x, y) if x.size == y.size else NOT_SAID


@exercise.mistake(
    "Shapes are compared, not numbers of axes: (2, 3) and (1, 3) have two each and differ. Yours adds the two. Compare "
    "the whole shapes.",
    rung="shapes differ",
)
def by_rank(kind, x, y, dtypes):
    return stretched(kind, x, y) if x.ndim == y.ndim else NOT_SAID


@exercise.mistake(
    "A difference is reported by raising an error. Yours returns None. Write raise ValueError(…) in that place."
)
def nothing_raised(kind, x, y, dtypes):
    if x.shape == y.shape and dtypes[0] == dtypes[1]:
        return NOT_SAID
    return {"sum": None, "left as they were": True}


@exercise.mistake(
    "Different dtypes are refused with a ValueError. Yours hands them to +: NumPy converts, TensorFlow raises an error of "
    "its own. Compare both dtypes first.",
    rung="dtypes differ",
)
def dtypes_unseen(kind, x, y, dtypes):
    if dtypes[0] == dtypes[1]:
        return NOT_SAID
    if kind == "tensors":
        return raises("InvalidArgumentError")
    first, second = cast(x, y, dtypes)
    return told(first + second)


@exercise.mistake(
    "Different dtypes are refused, not converted. Yours gives y the dtype of x, and with it digits may get lost. Raise a "
    "ValueError.",
    rung="dtypes differ",
)
def converted(kind, x, y, dtypes):
    if dtypes[0] == dtypes[1]:
        return NOT_SAID
    first, second = cast(x, y, dtypes)
    return told(first + second.astype(dtypes[0]))


@exercise.mistake(
    "The function leaves x and y as they are. Yours changes a NumPy array of the caller's, as += does. Write x + y, which "
    "makes a new one."
)
def in_place(kind, x, y, dtypes):
    return told(x + y, kept=kind == "tensors") if x.shape == y.shape else NOT_SAID


@exercise.mistake(
    "The two are added number by number. Yours joins them. Use + on the arrays themselves.",
    rung="shapes",
    misconception="M01",
)
def joined(kind, x, y, dtypes):
    if x.shape != y.shape or dtypes[0] != dtypes[1] or not x.ndim:
        return NOT_SAID
    return told(np.concatenate([x, y]))


shapes_unnamed = exercise.mistake_when(
    "shapes_unnamed",
    "The message holds both shapes, written as (2, 3), so that the reader need not search. At least one is missing in "
    "yours, or is written otherwise. Put both tuples into an f-string.",
    rung="shapes differ",
    error="ValueError",
)
dtypes_unnamed = exercise.mistake_when(
    "dtypes_unnamed",
    "The message holds the names of both dtypes. At least one is missing in yours. Put both into an f-string.",
    rung="dtypes differ",
    error="ValueError",
)
asserted = exercise.mistake_when(
    "asserted",
    "The task promises a ValueError. Yours raises an AssertionError, which a caller does not expect. Write an if and a "
    "raise.",
    rung="shapes differ",
    error="AssertionError",
)
other_error = exercise.mistake_when(
    "other_error",
    "For dtypes that differ, too, the task promises a ValueError. Yours raises a TypeError. Raise a ValueError.",
    rung="dtypes differ",
    error="TypeError",
)

# -- known answers ------------------------------------------------------------------------------------------------

SHAPES = "if shapes[0] != shapes[1]:"
DTYPES = "if dtypes[0] != dtypes[1]:"
RAISE_SHAPES = 'raise ValueError(f"shapes differ: {shapes[0]} and {shapes[1]}")'
RAISE_DTYPES = 'raise ValueError(f"dtypes differ: {dtypes[0]} and {dtypes[1]}")'

exercise.wrong(
    "plain plus",
    fails="shapes differ",
    as_=plain_plus,
    code="def strict_add(x, y):\n    return x + y\n",
)
exercise.wrong(
    "sizes compared",
    fails="shapes differ",
    as_=by_size,
    change={SHAPES: "if np.size(x) != np.size(y):"},
)
exercise.wrong(
    "ranks compared",
    fails="shapes differ",
    as_=by_rank,
    change={SHAPES: "if len(shapes[0]) != len(shapes[1]):"},
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
    "None in place of an error",
    fails="shapes differ",
    as_=nothing_raised,
    change={RAISE_SHAPES: "return None"},
)
exercise.wrong(
    "None for dtypes",
    fails="dtypes differ",
    as_=nothing_raised,
    change={RAISE_DTYPES: "return None"},
)
exercise.wrong(
    "dtypes unseen", fails="dtypes differ", as_=dtypes_unseen, change={DTYPES: "if False:"}
)
exercise.wrong(
    "y is converted",
    fails="dtypes differ",
    as_=converted,
    change={
        RAISE_DTYPES: "return x + (y.astype(x.dtype) if isinstance(y, np.ndarray) else tf.cast(y, x.dtype))"
    },
)
exercise.wrong(
    "only whole numbers are told from floats",
    fails="dtypes differ",
    change={DTYPES: "if dtypes[0][:3] != dtypes[1][:3]:"},
)
exercise.wrong(
    "in place",
    fails="values",
    as_=in_place,
    change={"return x + y": "x += y\n    return x"},
)
exercise.wrong(
    "joined",
    fails="shapes",
    as_=joined,
    change={"return x + y": "return np.concatenate([x, y]) if len(x.shape) else x + y"},
)
exercise.wrong(
    "the message names no shapes",
    fails="shapes differ",
    as_=shapes_unnamed,
    change={RAISE_SHAPES: 'raise ValueError("shapes differ")'},
)
exercise.wrong(
    "the message names one shape",
    fails="shapes differ",
    as_=shapes_unnamed,
    change={RAISE_SHAPES: 'raise ValueError(f"another shape was expected: {shapes[1]}")'},
)
exercise.wrong(
    "the message names no dtypes",
    fails="dtypes differ",
    as_=dtypes_unnamed,
    change={RAISE_DTYPES: 'raise ValueError("dtypes differ")'},
)
exercise.wrong(
    "assert",
    fails="shapes differ",
    as_=asserted,
    change={RAISE_SHAPES: "assert False, shapes"},
)
exercise.wrong(
    "a TypeError",
    fails="dtypes differ",
    as_=other_error,
    change={RAISE_DTYPES: RAISE_DTYPES.replace("ValueError", "TypeError")},
)
exercise.wrong("a difference", fails="values", change={"return x + y": "return x - y"})
exercise.wrong(
    "a single number is refused",
    fails="runs",
    change={SHAPES: "if shapes[0] != shapes[1] or not shapes[0]:"},
)
exercise.wrong("a fresh axis", fails="shapes", change={"return x + y": "return (x + y)[None]"})

exercise.right(
    "shapes as TensorFlow writes them",
    code="""
def strict_add(x, y):
    if x.shape != y.shape:
        raise ValueError(f"{x.shape} is not {y.shape}")
    if x.dtype != y.dtype:
        raise ValueError(f"{x.dtype!r} is not {y.dtype!r}")
    return tf.add(x, y)
""",
)
exercise.right(
    "an error class of its own",
    code="""
class Different(ValueError):
    pass

def strict_add(x, y):
    for of in ("shape", "dtype"):
        first, second = getattr(x, of), getattr(y, of)
        if first != second:
            raise Different(f"the two differ in {of}", str(first), str(second))
    return np.asarray(x) + np.asarray(y)
""",
)
exercise.right(
    "dtypes first, one test",
    code="""
def strict_add(x, y):
    of = [(str(np.asarray(z).dtype), tuple(z.shape)) for z in (x, y)]
    if of[0] != of[1]:
        raise ValueError(str(of))
    return keras.ops.add(x, y)
""",
)

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
