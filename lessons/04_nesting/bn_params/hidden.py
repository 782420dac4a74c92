"""bn_params: gamma and beta are trained, moving mean and variance are not (keras.io, BatchNormalization)."""

from autograder.exercise import Function, call

exercise = Function(
    "bn_params", minutes=2, difficulty="easy", points={"shapes": 1, "values": 2}
)


@exercise.cases
def cases(rng):
    yield call(int(rng.integers(20, 90)), label="some channels")
    yield call(1, label="one channel")


@exercise.reference
def bn_params(c):
    return c * 2, c * 2


@exercise.mistake(
    "Two numbers a channel are trained, and two more are kept without training: the moving mean and variance. Yours has "
    "nothing in the second place. Count these as well.",
    misconception="M11",
)
def no_statistics(c):
    return 2 * c, 0


@exercise.mistake(
    "Of the four numbers a channel, the moving mean and variance are not trained. Yours counts all four as trainable. "
    "Divide them between the two places.",
    misconception="M11",
)
def all_trained(c):
    return 4 * c, 0


@exercise.mistake(
    "Each place has two numbers a channel: scale and shift, mean and variance. Yours has one in each, two a channel in all. "
    "Name the four weights.",
    misconception="M11",
)
def two_in_all(c):
    return c, c


@exercise.mistake(
    "Each weight has one number for each channel, and all numbers count. Yours counts the weights. Multiply by c."
)
def weights_counted(c):
    return 2, 2


@exercise.mistake(
    "The answer is a tuple of two: trainable, and not trainable. Yours is one number. Return the two apart.",
    rung="shapes",
)
def one_number(c):
    return 4 * c


# -- known answers ------------------------------------------------------------------------------------------------

LINE = "return 2 * c, 2 * c"

for name, line, found in (
    ("scale and shift only", "return 2 * c, 0", no_statistics),
    ("all four are trained", "return 4 * c, 0", all_trained),
    ("two in all", "return c, c", two_in_all),
    ("weights, not numbers", "return 2, 2", weights_counted),
    ("right for one channel only", "return c + 1, c + 1", None),
    ("the squares", "return 2 * c * c, 2 * c * c", None),
    ("twice as many that are kept", "return 2 * c, 4 * c", None),
):
    exercise.wrong(
        name, fails="values", change={LINE: line}, **({"as_": found} if found else {})
    )
exercise.wrong("one sum", fails="shapes", as_=one_number, change={LINE: "return 4 * c"})
exercise.wrong(
    "a dictionary", fails="shapes", change={LINE: 'return {"trainable": 2 * c, "rest": 2 * c}'}
)
exercise.wrong("a name that is not there", fails="runs", change={LINE: "return 2 * n, 2 * n"})

exercise.right("added up", change={LINE: "return c + c, c + c"})
exercise.right("a tuple twice", change={LINE: "return (2 * c,) * 2"})
exercise.right(
    "Keras counts",
    change={
        LINE: "layer = keras.layers.BatchNormalization()\n    layer.build((None, c))\n    return tuple(sum(int(np.prod(w.shape)) for w in ws) for ws in (layer.trainable_weights, layer.non_trainable_weights))"
    },
)
