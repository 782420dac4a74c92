"""bn_params: gamma and beta are trained, moving mean and variance are not (keras.io, BatchNormalization)."""

from autograder.exercise import Function, call, whole

exercise = Function(
    "bn_params",
    title="counting a batch normalisation",
    minutes=2,
    difficulty="easy",
    points={"shapes": 1, "values": 2},
    takes=dict(c=whole(1, 100_000)),
    returns=tuple,
)


@exercise.cases
def cases(rng):
    yield call(16)
    yield call(int(rng.integers(20, 90)), label="some channels")
    yield call(1, label="one channel")


@exercise.reference
def bn_params(c):
    return c * 2, c * 2


LINE = "return 2 * c, 2 * c"

exercise.mistake(
    "no_statistics",
    "Two numbers a channel are trained, and two more are kept without training: the moving mean and variance. Yours has "
    "nothing in the second place. Count these as well.",
    misconception="M11",
    change={LINE: "return 2 * c, 0"},
    formula=lambda c: (2 * c, 0),
)
exercise.mistake(
    "all_trained",
    "Of the four numbers a channel, the moving mean and variance are not trained. Yours counts all four as trainable. "
    "Divide them between the two places.",
    misconception="M11",
    change={LINE: "return 4 * c, 0"},
    formula=lambda c: (4 * c, 0),
)
exercise.mistake(
    "two_in_all",
    "Each place has two numbers a channel: scale and shift, mean and variance. Yours has one in each, two a channel in all. "
    "Name the four weights.",
    misconception="M11",
    change={LINE: "return c, c"},
    formula=lambda c: (c, c),
)
exercise.mistake(
    "weights_counted",
    "Each weight has one number for each channel, and all numbers count. Yours counts the weights. Multiply by c.",
    change={LINE: "return 2, 2"},
    formula=lambda c: (2, 2),
)
exercise.mistake(
    "one_number",
    "The answer is a tuple of two: trainable, and not trainable. Yours is one number. Return the two apart.",
    fails="shapes",
    change={LINE: "return 4 * c"},
    formula=lambda c: 4 * c,
)
exercise.wrong(
    "right for one channel only", fails="values", change={LINE: "return c + 1, c + 1"}
)
exercise.wrong("the squares", fails="values", change={LINE: "return 2 * c * c, 2 * c * c"})
exercise.wrong(
    "twice as many that are kept", fails="values", change={LINE: "return 2 * c, 4 * c"}
)
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
