"""fix_2: += wrote into the caller's NumPy array (Python reference, "Augmented assignment statements")."""

from autograder.exercise import Function, call
from autograder.exercise.random_values import normal

exercise = Function(
    "fix_2",
    minutes=3,
    difficulty="easy",
    points={"shapes": 1, "values": 2},
    core=False,
    without=("inputs",),
)


@exercise.cases
def cases(rng):
    for kind in ("array", "tensor"):
        yield call(kind, normal(rng, (2, 3)), 0.5, label=f"a picture of (2, 3), {kind}")
    yield call("array", normal(rng, (4,)), -1.5, label="darker by 1.5, array")


@exercise.reference
def fix_2(kind, picture, by):
    return {"brighter": picture + by, "left as it was": True}


@exercise.mistake(
    "The bug is still there: on a NumPy array, += writes into the array that the caller gave. Write a plus that makes a new "
    "one."
)
def still_there(kind, picture, by):
    return {"brighter": picture + by, "left as it was": kind != "array"}


@exercise.mistake(
    "The given picture stays, and the new one is brighter. Yours returns it as it was given. Return the sum."
)
def unchanged(kind, picture, by):
    return {"brighter": picture, "left as it was": True}


@exercise.mistake(
    "The number is added once. In yours the picture gets brighter by twice as much, as in the second epoch of the story. "
    "Add it once."
)
def twice(kind, picture, by):
    return {"brighter": picture + 2 * by, "left as it was": True}


@exercise.mistake(
    "The function returns the new picture. Yours returns None. Write `return` before it.",
    rung="shapes",
)
def nothing_returned(kind, picture, by):
    return {"brighter": None, "left as it was": True}


@exercise.mistake("Brighter means larger numbers. Yours takes `by` away. Look at the sign.")
def darker(kind, picture, by):
    return {"brighter": picture - by, "left as it was": True}


tensor_written = exercise.mistake_when(
    "tensor_written",
    "A tensor has no place that can be written to. Yours writes into the picture by its index, which works on arrays only. "
    "Make a new picture.",
    rung="runs",
    error="TypeError",
    message="item assignment",
)
no_copy = exercise.mistake_when(
    "no_copy",
    "The picture may be a tensor. Yours asks it for a method that only arrays have. A plus alone makes a new one of both "
    "kinds.",
    rung="runs",
    error="AttributeError",
)

# -- known answers ------------------------------------------------------------------------------------------------

SUM = "return picture + by"

exercise.wrong(
    "as published",
    fails="values",
    as_=still_there,
    change={SUM: "picture += by\n    return picture"},
)
exercise.wrong(
    "a second name",
    fails="values",
    as_=still_there,
    change={SUM: "brighter = picture\n    brighter += by\n    return brighter"},
)
exercise.wrong("unchanged", fails="values", as_=unchanged, change={SUM: "return picture"})
exercise.wrong("twice", fails="values", as_=twice, change={SUM: "return picture + by + by"})
exercise.wrong(
    "nothing is returned", fails="shapes", as_=nothing_returned, change={SUM: "picture + by"}
)
exercise.wrong("darker", fails="values", as_=darker, change={SUM: "return picture - by"})
exercise.wrong(
    "written by index",
    fails="runs",
    as_=tensor_written,
    change={SUM: "picture[:] = picture + by\n    return picture"},
)
exercise.wrong(
    "copied as arrays are",
    fails="runs",
    as_=no_copy,
    change={SUM: "brighter = picture.copy()\n    brighter += by\n    return brighter"},
)
exercise.wrong("never darker", fails="values", change={SUM: "return picture + abs(by)"})
exercise.wrong(
    "tensors stay as they are",
    fails="values",
    change={SUM: "return picture + by if isinstance(picture, np.ndarray) else picture"},
)

exercise.right("tf.add", change={SUM: "return tf.add(picture, by)"})
exercise.right(
    "a copy, then +=",
    change={SUM: "brighter = np.array(picture)\n    brighter += by\n    return brighter"},
)
exercise.right("the name moves", change={SUM: "picture = picture + by\n    return picture"})
