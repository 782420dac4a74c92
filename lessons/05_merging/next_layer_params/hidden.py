"""next_layer_params: a merge has no weights; the kernel behind it has as many rows as the merge has channels."""

from autograder.exercise import NOT_SAID, Function, call, one_of, raises, whole

KINDS = ("add", "subtract", "multiply", "average", "maximum", "minimum", "concatenate")

exercise = Function(
    "next_layer_params",
    title="what a merge costs the next layer",
    rungs={"refuses": "It refuses channels that cannot be merged"},
    minutes=5,
    difficulty="easy",
    points={"values": 3, "refuses": 1},
    takes=dict(
        kind=one_of(*KINDS),
        c_x=whole(1),
        c_y=whole(1),
        k=whole(1, 9),
        filters=whole(1),
    ),
    # Keras may be asked: the weights are made then.
    where=lambda kind, c_x, c_y, k, filters: k * k * (c_x + c_y) * filters < 100_000,
)


@exercise.together
def together(rng):
    """Channels that can be merged, as often as not."""
    kind = KINDS[int(rng.integers(len(KINDS)))]
    c = int(rng.integers(2, 9))
    c_x, c_y = [(c, c), (1, c), (c, 1), (c, c + 1), (1, 1)][int(rng.integers(5))]
    return kind, c_x, c_y, int(rng.integers(1, 6)), int(rng.integers(1, 12))


@exercise.cases
def cases(rng):
    yield call("add", 16, 16, 3, 32)
    n = int(rng.integers(12, 30))
    yield call("add", n, n, 3, 7, label="add, equal widths")
    yield call("concatenate", n, n, 3, 7, label="concatenate, equal widths")
    yield call("concatenate", 11, n, 5, 2, label="concatenate, two widths")
    yield call("add", 13, 1, 3, 8)
    yield call("multiply", 1, 17, 2, 3)
    yield call("average", 6, 6, 1, 5)
    yield call("maximum", 1, 1, 3, 4)
    yield call("add", 4, 8, 3, 5, rung="refuses")
    yield call("minimum", 9, 2, 1, 3, rung="refuses")


def fits(kind, c_x, c_y):
    return kind == "concatenate" or c_x == c_y or 1 in (c_x, c_y)


def width(kind, c_x, c_y):
    return c_x + c_y if kind == "concatenate" else max(c_x, c_y)


def counted(kind, c_x, c_y, k, filters, *, of=width, merge=0, window=2, bias=1):
    channels = of(kind, c_x, c_y)
    return k**window * channels * filters + bias * filters + merge


@exercise.reference
def next_layer_params(kind, c_x, c_y, k, filters):
    if not fits(kind, c_x, c_y):
        return raises("ValueError")
    return counted(kind, c_x, c_y, k, filters)


SUM = "channels = c_x + c_y"
MAX = "channels = max(c_x, c_y)"
FITS = "elif c_x == c_y or 1 in (c_x, c_y):"
LAST = "return k * k * channels * filters + filters"
TEXT = "These channels cannot be merged."


@exercise.mistake(
    "free_of_charge",
    "A concatenation has as many channels as both inputs together. Yours counts the kernel for one input, as if it were "
    "free. Add the widths.",
    misconception="M16",
    change={SUM: "channels = max(c_y, c_x)"},
)
def free_of_charge(kind, c_x, c_y, k, filters):
    if kind != "concatenate":
        return NOT_SAID
    return counted(kind, c_x, c_y, k, filters, of=lambda kind, a, b: max(a, b))


@exercise.mistake(
    "always_summed",
    "The elementwise kinds keep the width: number is merged with number. Yours adds the two widths for them as well. Do that for "
    "concatenate only.",
    change={MAX: "channels = c_y + c_x"},
)
def always_summed(kind, c_x, c_y, k, filters):
    if kind == "concatenate":
        return NOT_SAID
    return counted(kind, c_x, c_y, k, filters, of=lambda kind, a, b: a + b)


exercise.mistake(
    "merge_has_weights",
    "A merge layer has no parameters. Yours gives it one for each channel. Count the convolution alone.",
    misconception="M15",
    change={LAST: LAST + " + channels"},
    formula=lambda kind, c_x, c_y, k, filters: counted(
        kind, c_x, c_y, k, filters, merge=width(kind, c_x, c_y)
    ),
)
exercise.mistake(
    "two_more",
    "A merge layer has no parameters. Yours gives it one for each input. Count the convolution alone.",
    misconception="M15",
    change={LAST: LAST + " + 2"},
    formula=lambda kind, c_x, c_y, k, filters: counted(kind, c_x, c_y, k, filters, merge=2),
)
exercise.mistake(
    "no_bias",
    "The convolution has a bias, one number for each filter. Yours leaves it out. Add it.",
    change={LAST: "return k * k * channels * filters"},
    formula=lambda kind, c_x, c_y, k, filters: counted(kind, c_x, c_y, k, filters, bias=0),
)
exercise.mistake(
    "bias_doubled",
    "Only the kernel doubles with the channels; the bias has one number for each filter either way. Yours doubles the bias of "
    "a concatenation, too. Count two inputs, but one layer.",
    change={LAST: LAST + ' * (1 + (kind == "concatenate"))'},
    formula=lambda kind, c_x, c_y, k, filters: (
        NOT_SAID if kind != "concatenate" else counted(kind, c_x, c_y, k, filters, bias=2)
    ),
)
exercise.mistake(
    "one_side",
    "The window has k rows and k columns. Yours counts one side. Multiply by k twice.",
    change={"k * k": "k"},
    formula=lambda kind, c_x, c_y, k, filters: counted(kind, c_x, c_y, k, filters, window=1),
)


@exercise.mistake(
    "narrower",
    "A width of 1 is stretched to the other one. Yours takes the narrower of the two. Take the wider.",
    change={MAX: "channels = min(c_x, c_y)"},
)
def narrower(kind, c_x, c_y, k, filters):
    if kind == "concatenate":
        return NOT_SAID
    return counted(kind, c_x, c_y, k, filters, of=lambda kind, a, b: min(a, b))


exercise.mistake(
    "never_refused",
    "Widths that differ, none of them 1, cannot be merged number by number. Yours counts all the same. Raise a ValueError "
    "first.",
    fails="refuses",
    change={FITS: "elif True:"},
    formula=lambda kind, c_x, c_y, k, filters: counted(kind, c_x, c_y, k, filters),
)
exercise.mistake(
    "one_refused",
    "A width of 1 is stretched, so it fits any other. Yours refuses something that Keras takes. Refuse only where widths "
    "differ and none is 1, and never for concatenate.",
    fails="runs",
    change={FITS: "elif c_x == c_y:"},
    facts=dict(error="ValueError"),
)
exercise.wrong(
    "another error", fails="refuses", change={"raise ValueError(": "raise TypeError("}
)
exercise.wrong("twice the first", fails="values", change={SUM: "channels = 2 * c_x"})
exercise.wrong(
    "a float", fails="shapes", change={LAST: "return str(k * k * channels * filters + filters)"}
)
exercise.wrong(
    "only the second may be 1",
    mistake="one_refused",
    change={FITS: "elif c_x == c_y or c_y == 1:"},
)
exercise.equivalent(
    "max(c_x, c_y)", "max(c_y, c_x)", reason="The larger of two is the same in any order."
)
for other in ("None", "", f'"XX{TEXT}XX"', f'"{TEXT.lower()}"', f'"{TEXT.upper()}"'):
    exercise.equivalent(
        f'ValueError("{TEXT}")',
        f"ValueError({other})",
        reason="The task leaves the error's text free.",
    )
