"""conv_out: the sizes of a convolution's output (Dumoulin and Visin 2016, sections 2.1 to 2.4)."""

from autograder.exercise import Function, call, one_of, whole

exercise = Function(
    "conv_out",
    title="the length after a convolution",
    minutes=4,
    difficulty="easy",
    points={"values": 2, "everywhere": 2},
    takes=dict(n=whole(1), k=whole(1), stride=whole(1), padding=one_of("same", "valid")),
    where=lambda n, k, stride, padding: padding == "same" or k <= n,
)


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


def same(n, k, stride):
    return -(-n // stride)


def valid(n, k, stride):
    return (n - k) // stride + 1


def by(first, second):
    """The function made of a formula for "same" and one for "valid"."""
    return lambda n, k, stride, padding: (first if padding == "same" else second)(n, k, stride)


@exercise.reference
def conv_out(n, k, stride, padding):
    return by(same, valid)(n, k, stride, padding)


SAME = "return (n + stride - 1) // stride"
VALID = "return (n - k) // stride + 1"
BODY = f"""    if padding == "same":
        {SAME}
    {VALID}"""

exercise.mistake(
    "same_is_n",
    '"same" keeps the length at stride 1 only: the result is n divided by the stride, rounded up. Yours is n at every '
    "stride. Divide.",
    misconception="M17",
    change={SAME: "return n"},
    formula=by(lambda n, k, s: n, valid),
)
exercise.mistake(
    "same_rounds_down",
    'With "same", the window reaches over the edge, so a rest counts: n divided by the stride is rounded up. Yours rounds '
    "it down. Try 7 pixels at stride 2 with pencil and paper.",
    change={SAME: "return n // stride"},
    formula=by(lambda n, k, s: n // s, valid),
)
exercise.mistake(
    "valid_rounds_up",
    'With "valid", the window stays inside the image, so a rest is lost: the quotient is rounded down. Yours rounds it up. '
    "Use //.",
    change={VALID: "return -((k - n) // stride) + 1"},
    formula=by(same, lambda n, k, s: -(-(n - k) // s) + 1),
)
exercise.mistake(
    "start_not_counted",
    'With "valid", the window stands at the start as well as after each step. Yours counts the steps alone. Add 1.',
    change={VALID: "return (n - k) // stride"},
    formula=by(same, lambda n, k, s: (n - k) // s),
)
exercise.mistake(
    "one_added_first",
    'With "valid", n − k is divided by the stride, and then 1 is added. Yours adds the 1 first. Look at the brackets.',
    change={VALID: "return (n - k + 1) // stride"},
    formula=by(same, lambda n, k, s: (n - k + 1) // s),
)
exercise.mistake(
    "valid_without_stride",
    'The window moves by the stride with "valid" as well. Yours counts every place. Divide n − k by the stride.',
    change={VALID: "return n - k + 1"},
    formula=by(same, lambda n, k, s: n - k + 1),
)
exercise.mistake(
    "exchanged",
    'The two paddings have formulas of their own. Yours gives those of "valid" to "same", and the other way round. '
    "Exchange the two cases.",
    change={'== "same"': '== "valid"'},
    formula=by(valid, same),
)
exercise.mistake(
    "same_for_both",
    'Without padding the window loses places at the end. Yours takes the formula of "same" for both. Treat "valid" by itself.',
    change={VALID: SAME + "  # again"},
    formula=by(same, same),
)
exercise.mistake(
    "valid_for_both",
    'With "same", the window may reach over the edge. Yours takes the formula of "valid" for both. Treat "same" by itself.',
    change={SAME: VALID + "  # again"},
    formula=by(valid, valid),
)
exercise.mistake(
    "nothing_returned",
    "The answer is a whole number. Yours returns None: it ends without `return`. Write `return`.",
    fails="shapes",
    change={
        SAME: SAME.replace("return ", "size = "),
        VALID: VALID.replace("return ", "size = "),
    },
    formula=lambda n, k, stride, padding: None,
)
exercise.mistake(
    "not_rounded",
    "The answer is a whole number. Yours has a fraction. Round down for one padding and up for the other.",
    fails="shapes",
    change={SAME: "return n / stride", VALID: "return (n - k) / stride + 1"},
    formula=by(lambda n, k, s: n / s, lambda n, k, s: (n - k) / s + 1),
)
exercise.mistake(
    "no_import",
    "A module is imported before it is used. Yours uses a name that nobody has imported. Write `import` first, or use //.",
    fails="runs",
    change={SAME: "return math.ceil(n / stride)"},
    facts=dict(error="NameError"),
)
exercise.wrong(
    "a border of k // 2 on both sides, as with odd windows",
    fails="everywhere",
    change={SAME: "return (n + 2 * (k // 2) - k) // stride + 1"},
)
