"""broadcast_shape: NumPy's rule of broadcasting (NumPy user guide, "Broadcasting"), on plain tuples."""

import math
from itertools import zip_longest

from autograder.exercise import Function, call, shape

exercise = Function(
    "broadcast_shape",
    title="the shape of a sum",
    rungs={"refuses": "It returns None where the sum would raise an error"},
    minutes=5,
    difficulty="easy",
    points={"values": 2, "refuses": 1, "everywhere": 1},
    takes=dict(a=shape(0, 1, 2, 3, 4), b=shape(0, 1, 2, 3, 4)),
    # The shapes may be built to be added.
    where=lambda a, b: math.prod(map(max, zip_longest(a, b, fillvalue=1))) < 1_000_000,
    without=("shapes",),  # None for a tuple is a wrong value here
)


@exercise.together
def together(rng):
    """Shapes that fit in most axes: one is made from the other by leaving out, ones, and now and then another size."""
    a = [int(n) for n in rng.choice((1, 2, 3, 5), rng.integers(0, 5))]
    b = [int(rng.choice((n, n, 1, 4 if rng.random() < 0.3 else n))) for n in a]
    b = b[int(rng.integers(len(b) + 1)) if rng.random() < 0.5 else 0 :]
    a, b = (a, b) if rng.random() < 0.5 else (b, a)
    return tuple(a), tuple(b)


@exercise.cases
def cases(rng):
    yield call((2, 3), (2, 3))
    yield call((2, 3), (3,))
    yield call((3,), (3, 1))
    yield call((5, 1, 2), (4, 1))
    yield call((5, 1, 3), (4, 3))
    yield call((), (7,))
    yield call((1, 1), (1,))
    yield call((3, 3), (3, 1))
    yield call((2, 3), (2,), rung="refuses")
    yield call((2,), (4,), rung="refuses")
    yield call((3, 2), (2, 3), rung="refuses")
    yield call((5, 2, 3), (5, 4, 3), rung="refuses")


def fitted(p, q, *, fits=lambda m, n: m == n or 1 in (m, n), larger=max):
    """The rule, with what fits or what is taken exchanged."""
    backward = list(zip_longest(p[::-1], q[::-1], fillvalue=1))
    if not all(fits(m, n) for m, n in backward):
        return None
    return tuple(larger(m, n) for m, n in backward)[::-1]


@exercise.reference
def broadcast_shape(a, b):
    return fitted(a, b)


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
    formula=lambda p, q: p if p == q else None,
)
exercise.mistake(
    "equal_rank_only",
    "A missing axis counts as 1, so shapes of different lengths may fit. Yours refuses them all. Put 1s in front of the "
    "shorter one.",
    misconception="M02",
    change={
        "rank = max(len(a), len(b))": "rank = max(len(a), len(b))\n    if len(a) != len(b):\n        return None"
    },
    formula=lambda p, q: fitted(p, q) if len(p) == len(q) else None,
)
exercise.mistake(
    "joined",
    "Tensors are added, not joined. Yours puts the two shapes one behind the other, which is what + does with tuples. "
    "Compare them size by size.",
    misconception="M01",
    formula=lambda p, q: p + q,
)
exercise.mistake(
    "from_the_left",
    "Shapes are compared from the right. Yours compares from the left. Put the 1s in front of the shorter shape, or turn "
    "both round first.",
    change={PAD_A: "a = a + (1,) * (rank - len(a))", PAD_B: "b = b + (1,) * (rank - len(b))"},
    formula=lambda p, q: turned(fitted(p[::-1], q[::-1])),
)
exercise.mistake(
    "not_turned_back",
    "The result is read from left to right, like every shape. Yours comes out the wrong way round. Turn it back at the end.",
    change={RESULT: RESULT + "[::-1]"},
    formula=lambda p, q: turned(fitted(p, q)),
)


@exercise.mistake(
    "cut_short",
    "The result has as many axes as the longer shape. Yours stops where the shorter one ends, as `zip` does. Make both "
    "equally long first.",
)
def cut_short(p, q):
    n = min(len(p), len(q))
    return fitted(p[len(p) - n :], q[len(q) - n :])


exercise.mistake(
    "smaller",
    "Of two sizes that fit, the result has the larger: what has the size 1 is stretched. Yours takes the smaller. Look at "
    "the last step.",
    change={LARGER: LARGER.replace("max", "min")},
    formula=lambda p, q: fitted(p, q, larger=min),
)
exercise.mistake(
    "never_none",
    "Two sizes fit only if they are equal or one of them is 1. Yours takes the larger of any two. Ask first whether they "
    "fit, and return None if not.",
    fails="refuses",
    change={FITS: "if False:"},
    formula=lambda p, q: fitted(p, q, fits=lambda m, n: True),
)
exercise.mistake(
    "repeated",
    "Only a size of 1 is stretched. Yours also repeats a shorter axis whose size divides the other. NumPy and TensorFlow "
    "refuse that. Ask for equal sizes or a 1.",
    fails="refuses",
    change={FITS: "if p % q and q % p:"},
    formula=lambda p, q: fitted(p, q, fits=lambda m, n: m % n == 0 or n % m == 0),
)


@exercise.mistake(
    "last_axis_only",
    "Each axis must fit. Yours looks at the last axis only. Go through all pairs of sizes.",
    fails="refuses",
    change={
        FITS: "if axis == rank - 1 and p != q and 1 not in (p, q):",
    },
)
def last_axis_only(p, q):
    good = not p or not q or p[-1] == q[-1] or 1 in (p[-1], q[-1])
    return fitted(p, q, fits=lambda m, n: True) if good else None


@exercise.mistake(
    "false_in_place_of_none",
    "For shapes that do not fit, the task promises None. Yours returns False. Return None instead.",
    fails="refuses",
    change={"return None": "return False"},
)
def false_in_place_of_none(p, q):
    found = fitted(p, q)
    return False if found is None else found


exercise.mistake(
    "raised",
    "For shapes that do not fit, the function returns None, so that the caller can ask on. Yours raises a ValueError. Catch "
    "it, or return None before it.",
    fails="runs",
    facts=dict(error="ValueError"),
)
exercise.wrong("always the second", fails="values", change={LARGER: "result.append(q)"})
exercise.wrong("the longer shape", fails="values", change={RESULT: "return max(a, b, key=len)"})
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
