"""fix_2: += wrote into the caller's NumPy array (Python reference, "Augmented assignment statements")."""

from autograder.exercise import Function, call
from autograder.exercise.random_values import normal

exercise = Function(
    "fix_2",
    title="the picture that gets brighter",
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


SUM = "return picture + by"

exercise.mistake(
    "still_there",
    "The bug is still there: on a NumPy array, += writes into the array that the caller gave. Write a plus that makes a new "
    "one.",
    change={SUM: "picture += by\n    return picture"},
    formula=lambda kind, picture, by: {
        "brighter": picture + by,
        "left as it was": kind != "array",
    },
)
exercise.mistake(
    "unchanged",
    "The given picture stays, and the new one is brighter. Yours returns it as it was given. Return the sum.",
    change={SUM: "return picture"},
    formula=lambda kind, picture, by: {"brighter": picture, "left as it was": True},
)
exercise.mistake(
    "twice",
    "The number is added once. In yours the picture gets brighter by twice as much, as in the second epoch of the story. "
    "Add it once.",
    change={SUM: "return picture + by + by"},
    formula=lambda kind, picture, by: {"brighter": picture + 2 * by, "left as it was": True},
)
exercise.mistake(
    "nothing_returned",
    "The function returns the new picture. Yours returns None. Write `return` before it.",
    fails="shapes",
    change={SUM: "picture + by"},
    formula=lambda kind, picture, by: {"brighter": None, "left as it was": True},
)
exercise.mistake(
    "darker",
    "Brighter means larger numbers. Yours takes `by` away. Look at the sign.",
    change={SUM: "return picture - by"},
    formula=lambda kind, picture, by: {"brighter": picture - by, "left as it was": True},
)
exercise.mistake(
    "tensor_written",
    "A tensor has no place that can be written to. Yours writes into the picture by its index, which works on arrays only. "
    "Make a new picture.",
    fails="runs",
    change={SUM: "picture[:] = picture + by\n    return picture"},
    facts=dict(error="TypeError", message="item assignment"),
)
exercise.mistake(
    "no_copy",
    "The picture may be a tensor. Yours asks it for a method that only arrays have. A plus alone makes a new one of both "
    "kinds.",
    fails="runs",
    change={SUM: "brighter = picture.copy()\n    brighter += by\n    return brighter"},
    facts=dict(error="AttributeError"),
)
exercise.wrong(
    "a second name",
    mistake="still_there",
    change={SUM: "brighter = picture\n    brighter += by\n    return brighter"},
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
