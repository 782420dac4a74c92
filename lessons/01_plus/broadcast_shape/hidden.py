"""broadcast_shape: NumPy's rule of broadcasting (NumPy user guide, "Broadcasting"), on plain tuples."""

from itertools import product, zip_longest

from autograder.exercise import Function, call

exercise = Function(
    "broadcast_shape",
    title="the shape of a sum",
    rungs={
        "refuses": "It returns None where the sum would raise an error",
        "many pairs": "It is right for many other pairs of shapes",
    },
    minutes=5,
    difficulty="easy",
    points={"values": 2, "refuses": 1, "many pairs": 1},
    without=(
        "inputs",
        "shapes",
    ),  # the probe makes tuples; None for a tuple is a wrong value here
)

SIZES = (1, 2, 3, 5)
SHAPES = [shape for rank in range(5) for shape in product(SIZES, repeat=rank)]
STEP = 211
"""116,281 pairs of rank up to 4 would take a second; every 211th, from a drawn one on, meets all pairs of ranks."""


@exercise.cases
def cases(rng):
    yield call([2, 3], [2, 3])
    yield call([2, 3], [3])
    yield call([3], [3, 1])
    yield call([5, 1, 2], [4, 1])
    yield call([5, 1, 3], [4, 3])
    yield call([], [7])
    yield call([1, 1], [1])
    yield call([3, 3], [3, 1])
    yield call([2, 3], [2], rung="refuses")
    yield call([2], [4], rung="refuses")
    yield call([3, 2], [2, 3], rung="refuses")
    yield call([5, 2, 3], [5, 4, 3], rung="refuses")
    yield call(STEP, int(rng.integers(20)), label="551 pairs of shapes", rung="many pairs")


def pairs(a, b):
    """One pair, or those that the probe goes through."""
    if isinstance(a, list):
        return [(tuple(a), tuple(b))]
    numbers = range(b, len(SHAPES) ** 2, a)
    return [(SHAPES[n // len(SHAPES)], SHAPES[n % len(SHAPES)]) for n in numbers]


def told(formula, a, b):
    found = [formula(p, q) for p, q in pairs(a, b)]
    return found[0] if isinstance(a, list) else found


def fitted(p, q, *, fits=lambda m, n: m == n or 1 in (m, n), larger=max):
    """The rule, with what fits or what is taken exchanged."""
    backward = list(zip_longest(p[::-1], q[::-1], fillvalue=1))
    if not all(fits(m, n) for m, n in backward):
        return None
    return tuple(larger(m, n) for m, n in backward)[::-1]


@exercise.reference
def broadcast_shape(a, b):
    return told(fitted, a, b)


def turned(shape):
    return None if shape is None else shape[::-1]


PAD_A = "a = (1,) * (rank - len(a)) + a"
PAD_B = "b = (1,) * (rank - len(b)) + b"
FITS = "if p != q and 1 not in (p, q):"
LARGER = "result.append(max(p, q))"
RESULT = "return tuple(result)"

exercise.mistake(
    "equal_only",
    "Different shapes may fit: an axis of size 1 is stretched, and so is a missing one. Yours accepts equal shapes only. "
    "Compare size by size.",
    misconception="M02",
    formula=lambda a, b: told(lambda p, q: p if p == q else None, a, b),
)
exercise.mistake(
    "equal_rank_only",
    "A missing axis counts as 1, so shapes of different lengths may fit. Yours refuses them all. Put 1s in front of the "
    "shorter one.",
    misconception="M02",
    change={
        "rank = max(len(a), len(b))": "rank = max(len(a), len(b))\n    if len(a) != len(b):\n        return None"
    },
    formula=lambda a, b: told(lambda p, q: fitted(p, q) if len(p) == len(q) else None, a, b),
)
exercise.mistake(
    "joined",
    "Tensors are added, not joined. Yours puts the two shapes one behind the other, which is what + does with tuples. "
    "Compare them size by size.",
    misconception="M01",
    formula=lambda a, b: told(lambda p, q: p + q, a, b),
)
exercise.mistake(
    "from_the_left",
    "Shapes are compared from the right. Yours compares from the left. Put the 1s in front of the shorter shape, or turn "
    "both round first.",
    change={PAD_A: "a = a + (1,) * (rank - len(a))", PAD_B: "b = b + (1,) * (rank - len(b))"},
    formula=lambda a, b: told(lambda p, q: turned(fitted(p[::-1], q[::-1])), a, b),
)
exercise.mistake(
    "not_turned_back",
    "The result is read from left to right, like every shape. Yours comes out the wrong way round. Turn it back at the end.",
    change={RESULT: RESULT + "[::-1]"},
    formula=lambda a, b: told(lambda p, q: turned(fitted(p, q)), a, b),
)


@exercise.mistake(
    "cut_short",
    "The result has as many axes as the longer shape. Yours stops where the shorter one ends, as `zip` does. Make both "
    "equally long first.",
)
def cut_short(a, b):
    def short(p, q):
        n = min(len(p), len(q))
        return fitted(p[len(p) - n :], q[len(q) - n :])

    return told(short, a, b)


exercise.mistake(
    "smaller",
    "Of two sizes that fit, the result has the larger: what has the size 1 is stretched. Yours takes the smaller. Look at "
    "the last step.",
    change={LARGER: LARGER.replace("max", "min")},
    formula=lambda a, b: told(lambda p, q: fitted(p, q, larger=min), a, b),
)
exercise.mistake(
    "never_none",
    "Two sizes fit only if they are equal or one of them is 1. Yours takes the larger of any two. Ask first whether they "
    "fit, and return None if not.",
    fails="refuses",
    change={FITS: "if False:"},
    formula=lambda a, b: told(lambda p, q: fitted(p, q, fits=lambda m, n: True), a, b),
)
exercise.mistake(
    "repeated",
    "Only a size of 1 is stretched. Yours also repeats a shorter axis whose size divides the other. NumPy and TensorFlow "
    "refuse that. Ask for equal sizes or a 1.",
    fails="refuses",
    change={FITS: "if p % q and q % p:"},
    formula=lambda a, b: told(
        lambda p, q: fitted(p, q, fits=lambda m, n: m % n == 0 or n % m == 0), a, b
    ),
)


@exercise.mistake(
    "last_axis_only",
    "Each axis must fit. Yours looks at the last axis only. Go through all pairs of sizes.",
    fails="refuses",
    change={
        FITS: "if axis == rank - 1 and p != q and 1 not in (p, q):",
    },
)
def last_axis_only(a, b):
    def last(p, q):
        good = not p or not q or p[-1] == q[-1] or 1 in (p[-1], q[-1])
        return fitted(p, q, fits=lambda m, n: True) if good else None

    return told(last, a, b)


@exercise.mistake(
    "false_in_place_of_none",
    "For shapes that do not fit, the task promises None. Yours returns False. Return None instead.",
    fails="refuses",
    change={"return None": "return False"},
)
def false_in_place_of_none(a, b):
    def or_false(p, q):
        found = fitted(p, q)
        return False if found is None else found

    return told(or_false, a, b)


exercise.mistake(
    "raised",
    "For shapes that do not fit, the function returns None, so that the caller can ask on. Yours raises a ValueError. Catch "
    "it, or return None before it.",
    fails="runs",
    facts=dict(error="ValueError"),
)
exercise.wrong("always the second", fails="values", change={LARGER: "result.append(q)"})
exercise.wrong("the longer shape", fails="values", change={RESULT: "return max(a, b, key=len)"})
exercise.wrong(
    "three axes at most",
    fails="many pairs",
    change={
        "rank = max(len(a), len(b))": "if len(a) + len(b) > 7:\n        return None\n    rank = max(len(a), len(b))"
    },
)
exercise.wrong(
    "a single number is refused",
    fails="values",
    change={
        "rank = max(len(a), len(b))": "if not a or not b:\n        return None\n    rank = max(len(a), len(b))"
    },
)
exercise.wrong(
    "a sum of 1s is 2",
    fails="values",
    change={LARGER: "result.append(2 if p == q == 1 else max(p, q))"},
)
exercise.equivalent(
    "max(len(a), len(b))",
    "max(len(b), len(a))",
    reason="The larger of two is the same in any order.",
)
exercise.equivalent(
    "max(p, q)", "max(q, p)", reason="The larger of two is the same in any order."
)
exercise.equivalent(
    RESULT, "return result", reason="The task allows a list in place of the tuple."
)
