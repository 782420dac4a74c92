"""conv_out: the sizes of a convolution's output (Dumoulin and Visin 2016, sections 2.1 to 2.4)."""

from autograder.exercise import Function, call

exercise = Function(
    "conv_out", minutes=4, difficulty="easy", points={"values": 2, "every size": 2}
)

STEP = 7
"""Of the 1,560 questions with n up to 12, k up to 5 and strides up to 4, every seventh, from a drawn one on."""


@exercise.cases
def cases(rng):
    yield call(28, 3, 1, "valid")
    yield call(28, 3, 1, "same")
    yield call(8, 3, 2, "same")
    yield call(7, 3, 2, "same")
    yield call(8, 3, 2, "valid")
    yield call(7, 3, 2, "valid")
    yield call(9, 1, 4, "same")
    yield call(10, 1, 3, "valid")
    yield call(5, 5, 1, "valid")
    yield call(1, 3, 2, "same")
    yield call(
        STEP,
        int(rng.integers(STEP)),
        0,
        "both",
        label="many lengths, windows, strides and paddings",
        rung="every size",
    )


def questions(step, start):
    every = [
        (n, k, stride, padding)
        for n in range(1, 13)
        for k in range(1, 6)
        for stride in range(1, 5)
        for padding in ("same", "valid")
        if padding == "same" or k <= n
    ]
    return every[start::step]


def told(formula, n, k, stride, padding):
    if stride == 0:
        return [formula(*question) for question in questions(n, k)]
    return formula(n, k, stride, padding)


def same(n, k, stride):
    return -(-n // stride)


def valid(n, k, stride):
    return (n - k) // stride + 1


def by(first, second):
    """The function made of a formula for "same" and one for "valid"."""
    return lambda n, k, stride, padding: (first if padding == "same" else second)(n, k, stride)


@exercise.reference
def conv_out(n, k, stride, padding):
    return told(by(same, valid), n, k, stride, padding)


@exercise.mistake(
    '"same" keeps the length at stride 1 only: the result is n divided by the stride, rounded up. Yours is n at every '
    "stride. Divide.",
    misconception="M17",
)
def same_is_n(n, k, stride, padding):
    return told(by(lambda n, k, s: n, valid), n, k, stride, padding)


@exercise.mistake(
    'With "same", the window reaches over the edge, so a rest counts: n divided by the stride is rounded up. Yours rounds '
    "it down. Try 7 pixels at stride 2 with pencil and paper."
)
def same_rounds_down(n, k, stride, padding):
    return told(by(lambda n, k, s: n // s, valid), n, k, stride, padding)


@exercise.mistake(
    'With "valid", the window stays inside the image, so a rest is lost: the quotient is rounded down. Yours rounds it up. '
    "Use //."
)
def valid_rounds_up(n, k, stride, padding):
    return told(by(same, lambda n, k, s: -(-(n - k) // s) + 1), n, k, stride, padding)


@exercise.mistake(
    'With "valid", the window stands at the start as well as after each step. Yours counts the steps alone. Add 1.'
)
def start_not_counted(n, k, stride, padding):
    return told(by(same, lambda n, k, s: (n - k) // s), n, k, stride, padding)


@exercise.mistake(
    'With "valid", n − k is divided by the stride, and then 1 is added. Yours adds the 1 first. Look at the brackets.'
)
def one_added_first(n, k, stride, padding):
    return told(by(same, lambda n, k, s: (n - k + 1) // s), n, k, stride, padding)


@exercise.mistake(
    'The window moves by the stride with "valid" as well. Yours counts every place. Divide n − k by the stride.'
)
def valid_without_stride(n, k, stride, padding):
    return told(by(same, lambda n, k, s: n - k + 1), n, k, stride, padding)


@exercise.mistake(
    'The two paddings have formulas of their own. Yours gives those of "valid" to "same", and the other way round. '
    "Exchange the two cases."
)
def exchanged(n, k, stride, padding):
    return told(by(valid, same), n, k, stride, padding)


@exercise.mistake(
    'Without padding the window loses places at the end. Yours takes the formula of "same" for both. Treat "valid" by itself.'
)
def same_for_both(n, k, stride, padding):
    return told(by(same, same), n, k, stride, padding)


@exercise.mistake(
    'With "same", the window may reach over the edge. Yours takes the formula of "valid" for both. Treat "same" by itself.'
)
def valid_for_both(n, k, stride, padding):
    return told(by(valid, valid), n, k, stride, padding)


@exercise.mistake(
    "The answer is a whole number. Yours returns None: it ends without `return`. Write `return`.",
    rung="shapes",
)
def nothing_returned(n, k, stride, padding):
    return [None for _ in questions(n, k)] if stride == 0 else None


@exercise.mistake(
    "The answer is a whole number. Yours has a fraction. Round down for one padding and up for the other.",
    rung="shapes",
)
def not_rounded(n, k, stride, padding):
    return told(
        by(lambda n, k, s: n / s, lambda n, k, s: (n - k) / s + 1), n, k, stride, padding
    )


no_import = exercise.mistake_when(
    "no_import",
    "A module is imported before it is used. Yours uses a name that nobody has imported. Write `import` first, or use //.",
    rung="runs",
    error="NameError",
)

# -- known answers ------------------------------------------------------------------------------------------------

SAME = "return (n + stride - 1) // stride"
VALID = "return (n - k) // stride + 1"
BODY = f"""    if padding == "same":
        {SAME}
    {VALID}"""

exercise.wrong("n", fails="values", as_=same_is_n, change={SAME: "return n"})
exercise.wrong(
    "rounded down", fails="values", as_=same_rounds_down, change={SAME: "return n // stride"}
)
exercise.wrong(
    "rounded up",
    fails="values",
    as_=valid_rounds_up,
    change={VALID: "return -((k - n) // stride) + 1"},
)
exercise.wrong(
    "no first place",
    fails="values",
    as_=start_not_counted,
    change={VALID: "return (n - k) // stride"},
)
exercise.wrong(
    "the 1 is divided",
    fails="values",
    as_=one_added_first,
    change={VALID: "return (n - k + 1) // stride"},
)
exercise.wrong(
    "valid without its stride",
    fails="values",
    as_=valid_without_stride,
    change={VALID: "return n - k + 1"},
)
exercise.wrong("exchanged", fails="values", as_=exchanged, change={'== "same"': '== "valid"'})
exercise.wrong(
    "same for both", fails="values", as_=same_for_both, change={VALID: SAME + "  # again"}
)
exercise.wrong(
    "valid for both", fails="values", as_=valid_for_both, change={SAME: VALID + "  # again"}
)
exercise.wrong(
    "nothing is returned",
    fails="shapes",
    as_=nothing_returned,
    change={
        SAME: SAME.replace("return ", "size = "),
        VALID: VALID.replace("return ", "size = "),
    },
)
exercise.wrong(
    "fractions",
    fails="shapes",
    as_=not_rounded,
    change={SAME: "return n / stride", VALID: "return (n - k) / stride + 1"},
)
exercise.wrong(
    "not imported", fails="runs", as_=no_import, change={SAME: "return math.ceil(n / stride)"}
)
exercise.wrong(
    "right for stride 1 and 2 and windows of 3",
    fails="values",
    change={SAME: "return n - n // 2 if stride == 2 else n"},
)
exercise.wrong(
    "one more when the window just fits",
    fails="values",
    change={VALID: "return (n - k) // stride + (1 if k < n else 2)"},
)
exercise.wrong(
    "the window counts for same",
    fails="values",
    change={SAME: "return (n + k // 2 * 2 - k) // stride + 1 if k > 1 else n"},
)
exercise.wrong(
    "a border of k // 2 on both sides, as with odd windows",
    fails="every size",
    change={SAME: "return (n + 2 * (k // 2) - k) // stride + 1"},
)
exercise.wrong(
    "1 for one pixel",
    fails="values",
    change={SAME: "return (n + stride - 1) // stride if n > 1 else 0"},
)

exercise.right(
    "math.ceil and a floor",
    code="""
import math

def conv_out(n, k, stride, padding):
    places = n if padding == "same" else n - k + 1
    return math.ceil(places / stride)
""",
)
exercise.right(
    "the places are counted",
    code="""
def conv_out(n, k, stride, padding):
    last = n - 1 if padding == "same" else n - k
    return len(range(0, last + 1, stride))
""",
)
exercise.right(
    "Keras is asked",
    code="""
def conv_out(n, k, stride, padding):
    conv = keras.layers.Conv1D(1, k, strides=stride, padding=padding)
    return conv.compute_output_shape((1, n, 1))[1]
""",
)
