"""merge_shape: what keras.layers.Add and Concatenate do to shapes (https://keras.io/api/layers/merging_layers/)."""

from itertools import zip_longest

from autograder.exercise import NOT_SAID, Function, call, drawn, one_of

KINDS = ("add", "subtract", "multiply", "average", "maximum", "minimum", "concatenate")


def draw_shapes(rng):
    """Shapes made from one another: an axis left out, ones, unknown sizes, now and then another size."""
    first = [int(n) for n in rng.choice((2, 3, 5), rng.integers(1, 4))]
    batch = int(rng.choice((2, 4)))
    few = rng.random() < 0.7
    shapes = []
    for _ in range(2 if rng.random() < 0.7 else 3):
        rest = [int(rng.choice((n, n, n if few else 1, n if few else 7))) for n in first]
        rest = [None if rng.random() < 0.1 else n for n in rest]
        rest = rest[1 if not few and rng.random() < 0.3 else 0 :]
        shapes.append((None if rng.random() < 0.15 else batch, *rest))
    return shapes


def is_asked(kind, shapes, axis):
    """What the task does not ask: an axis that is not there, and some sizes beside an unknown one."""
    rank = min(map(len, shapes))
    if kind != "concatenate":
        known = [
            {*sizes} - {1} for sizes in zip_longest(*(s[:0:-1] for s in shapes), fillvalue=1)
        ]
        return not any(None in sizes and len(sizes - {None}) > 1 for sizes in known)
    if not -rank <= axis < rank:
        return False
    sizes = zip(*shapes, strict=False) if len(set(map(len, shapes))) == 1 else ()
    return not any(
        k != axis % rank and None in each and len({*each}) > 1 for k, each in enumerate(sizes)
    )


exercise = Function(
    "merge_shape",
    title="the shape that a merge gives",
    rungs={
        "refuses": "It refuses shapes that do not fit",
        "unknown": "It copes with sizes that are not known",
        "concatenate": "It is right for Concatenate",
    },
    minutes=12,
    difficulty="medium",
    points={"values": 2, "refuses": 1, "unknown": 1, "concatenate": 2},
    without=("shapes",),  # None for a tuple is a wrong value
    takes=dict(kind=one_of(*KINDS), shapes=drawn(draw_shapes), axis=one_of(-1, 0, 1, -2)),
    where=is_asked,
)


@exercise.cases
def cases(rng):
    n = int(rng.integers(6, 30))
    yield call("add", [(n, 3), (n, 3)], label="add, two equal shapes")
    yield call("maximum", [(2, 4, 1), (2, 1, 3)])
    yield call("add", [(5, 4, 3), (5, 3)])
    yield call("minimum", [(3,), (3, 2, 1)])
    yield call("average", [(3, 3, 4), (3, 4)])
    yield call("multiply", [(2, 3), (2, 1), (2, 5, 1)])
    yield call("subtract", [(4, 7), (4, 7)])
    yield call("add", [(2, 3), (1, 3)], rung="refuses")
    yield call("multiply", [(2, 3), (2, 4)], rung="refuses")
    yield call("add", [(4, 4, 3), (4, 4)], rung="refuses")
    yield call("minimum", [(2, 3, 4), (2, 4, 4)], rung="refuses")
    yield call("maximum", [(2, 3), (2, 3), (5, 3)], rung="refuses")
    yield call("average", [(2, 3), (2, 3), (2, 2)], rung="refuses")
    yield call("subtract", [(2, 3), (2, 3), (2, 3)], rung="refuses")
    yield call("add", [(None, 8), (None, 1)], rung="unknown")
    yield call("add", [(None, 8), (7, 8)], rung="unknown")
    yield call("maximum", [(None, None, 3), (None, 5, 3)], rung="unknown")
    yield call("multiply", [(None, 1, 3), (None, None, 1)], rung="unknown")
    yield call("add", [(None, 3), (None, 4)], rung="unknown")
    yield call("add", [(None, 3), (4, 3), (5, 3)], rung="unknown")
    yield call("concatenate", [(2, 4, 3), (2, 4, 5)], rung="concatenate")
    yield call("concatenate", [(2, 4, 3), (2, 6, 3), (2, 1, 3)], 1, rung="concatenate")
    yield call("concatenate", [(2, 4, 3), (2, 5, 3)], -2, rung="concatenate")
    yield call("concatenate", [(2, 3), (5, 3)], 0, rung="concatenate")
    yield call("concatenate", [(2, 4, 3), (2, 1, 3)], rung="concatenate")
    yield call("concatenate", [(2, 4, 3), (2, 3)], rung="concatenate")
    yield call("concatenate", [(2, 3), (2, 4, 3)], 1, rung="concatenate")
    yield call("concatenate", [(2, 3), (5, 3)], rung="concatenate")
    yield call("concatenate", [(None, 3), (None, 5)], rung="concatenate")
    yield call("concatenate", [(None, None, 3), (None, 5, 3)], 1, rung="concatenate")
    yield call("concatenate", [(2, 3, 3), (2, None, 3)], 1, rung="concatenate")


def widened(p, q):
    """One axis of an elementwise merge: a size, None for unknown, or False where the sizes do not fit."""
    if p is False or q is False:
        return False
    if p is None or q is None:
        return None
    return max(p, q) if p == q or 1 in (p, q) else False


def elementwise(shapes, *, size=widened, turned=True):
    """The axes behind the batch, or None where they do not fit."""
    found = []
    for shape in shapes:
        pair = (found[::-1], shape[::-1]) if turned else (found, shape)
        found = [size(p, q) for p, q in zip_longest(*pair, fillvalue=1)]
        found = found[::-1] if turned else found
    return None if any(p is False for p in found) else found


def batch_of(shapes):
    """The batch size; False where there are two."""
    known = {shape[0] for shape in shapes} - {None}
    return False if len(known) > 1 else known.pop() if known else None


def merged(kind, shapes, two_only=True, **how):
    batch = batch_of(shapes)
    rest = elementwise([shape[1:] for shape in shapes], **how)
    if batch is False or rest is None or (two_only and kind == "subtract" and len(shapes) != 2):
        return None
    return [batch, *rest]


def joined(shapes, axis):
    first = list(shapes[0])
    axis %= len(first)
    for shape in shapes[1:]:
        if len(shape) != len(first):
            return None
        if any(p != q for k, (p, q) in enumerate(zip(first, shape, strict=True)) if k != axis):
            return None
    sizes = [shape[axis] for shape in shapes]
    first[axis] = None if None in sizes else sum(sizes)
    return first


@exercise.reference
def merge_shape(kind, shapes, axis=-1):
    return joined(shapes, axis) if kind == "concatenate" else merged(kind, shapes)


def of_elementwise(formula):
    """A mistake that says something of the elementwise kinds only."""

    def mistaken(kind, shapes, axis=-1):
        return NOT_SAID if kind == "concatenate" else formula(kind, shapes)

    mistaken.__name__ = formula.__name__
    return mistaken


def of_concatenate(formula):
    """A mistake that says something of concatenations only."""

    def mistaken(kind, shapes, axis=-1):
        return formula(shapes, axis) if kind == "concatenate" else NOT_SAID

    mistaken.__name__ = formula.__name__
    return mistaken


BATCHES = "batches = {shape[0] for shape in shapes} - {None}"
TWO_BATCHES = "if len(batches) > 1:\n        return None"
REST = "rest = list(shape[1:])"
PAD_REST = "rest = [1] * (rank - len(rest)) + rest"
PAD_RESULT = "result = [1] * (rank - len(result)) + result"
UNKNOWN = "if None in (p, result[k]):\n                result[k] = None"
FITS = "elif p != result[k] and 1 not in (p, result[k]):"
LAST = "return (batches.pop() if batches else None, *result)"
AXIS = "axis = axis % len(first)"
RANKS = "if len(shape) != len(first):"
SAME = "elif p != q:"
TWO = 'if kind == "subtract" and len(shapes) != 2:'
ALONG = "first[k] = None if None in (p, q) else p + q"


@exercise.mistake(
    "as_plus_does",
    "A merge layer keeps the first axis apart: it is the batch. Yours lines up all axes from the right, as + does. Take the "
    "batch off first, and compare the rest.",
    misconception="M13",
    change={REST: "rest = list(shape)", LAST: "return tuple(result)", TWO_BATCHES: ""},
)
@of_elementwise
def as_plus_does(kind, shapes):
    return elementwise(shapes)


@exercise.mistake(
    "equal_only",
    "The other axes may differ: a size of 1 is stretched, and a missing axis counts as 1. Yours asks for equal shapes. "
    "Compare size by size.",
    misconception="M14",
    change={BATCHES: "if len(set(shapes)) > 1:\n        return None\n    " + BATCHES},
)
@of_elementwise
def equal_only(kind, shapes):
    return shapes[0] if all(shape == shapes[0] for shape in shapes) else None


@exercise.mistake(
    "equal_rank_only",
    "Ranks may differ: a missing axis counts as 1, right behind the batch. Yours refuses inputs of different rank. Put 1s "
    "behind the batch of the shorter shape.",
    misconception="M14",
    change={BATCHES: "if len(set(map(len, shapes))) > 1:\n        return None\n    " + BATCHES},
)
@of_elementwise
def equal_rank_only(kind, shapes):
    return merged(kind, shapes) if len({len(shape) for shape in shapes}) == 1 else None


@exercise.mistake(
    "from_the_left",
    "Behind the batch, axes are compared from the right. Yours compares from the left, so missing axes come at the end. Put "
    "the 1s right behind the batch.",
    change={
        PAD_REST: "rest = rest + [1] * (rank - len(rest))",
        PAD_RESULT: "result = result + [1] * (rank - len(result))",
    },
)
@of_elementwise
def from_the_left(kind, shapes):
    return merged(kind, shapes, turned=False)


@exercise.mistake(
    "batch_stretched",
    "Batch sizes must be equal; a batch of 1 is not stretched. Yours takes the larger of two. Ask for one known batch size.",
    fails="refuses",
    misconception="M13",
    change={TWO_BATCHES: "", LAST: LAST.replace("batches.pop()", "max(batches)")},
)
@of_elementwise
def batch_stretched(kind, shapes):
    rest = merged(kind, [[None, *shape[1:]] for shape in shapes])
    return rest and [max((s[0] for s in shapes if s[0] is not None), default=None), *rest[1:]]


@exercise.mistake(
    "subtract_any",
    "Subtract takes exactly two inputs. Yours lets more of them pass. Count them for this one kind.",
    fails="refuses",
    change={TWO: 'if kind == "":'},
)
@of_elementwise
def subtract_any(kind, shapes):
    return merged(kind, shapes, two_only=False)


@exercise.mistake(
    "known_wins",
    "An unknown size beside a known one leaves the result's size unknown (the batch excepted). Yours takes the known one. "
    "Ask for None before you compare.",
    fails="unknown",
    change={
        UNKNOWN: "if None in (p, result[k]):\n                result[k] = p if result[k] is None else result[k]"
    },
)
@of_elementwise
def known_wins(kind, shapes):
    return merged(
        kind, shapes, size=lambda p, q: q if p is None else p if q is None else widened(p, q)
    )


@exercise.mistake(
    "batch_unknown",
    "A known batch size beside an unknown one is the result's. Yours leaves it unknown. Take the known one if there is one.",
    fails="unknown",
    change={
        LAST: "return (None if any(s[0] is None for s in shapes) else batches.pop(), *result)"
    },
)
@of_elementwise
def batch_unknown(kind, shapes):
    found = merged(kind, shapes)
    return found and [None if any(s[0] is None for s in shapes) else found[0], *found[1:]]


@exercise.mistake(
    "batch_not_counted",
    "`axis` counts the batch axis. Yours counts from the axis behind it. Use `axis` as it is given.",
    fails="concatenate",
    change={AXIS: "axis = axis % len(first) if axis < 0 else (axis + 1) % len(first)"},
)
@of_concatenate
def batch_not_counted(shapes, axis):
    return joined(shapes, axis if axis < 0 else axis + 1 - len(shapes[0]))


@exercise.mistake(
    "stretched",
    "Concatenation stretches nothing: all sizes but those along `axis` must be equal. Yours stretches a 1. Compare for "
    "equality.",
    fails="concatenate",
    change={SAME: "elif p != q and 1 not in (p, q):"},
)
@of_concatenate
def stretched(shapes, axis):
    if len({len(shape) for shape in shapes}) > 1:
        return None
    axis %= len(shapes[0])
    apart = [[*shape[:axis], 1, *shape[axis + 1 :]] for shape in shapes]
    sizes = [shape[axis] for shape in shapes]
    found = elementwise(apart)
    if found is not None:
        found[axis] = None if None in sizes else sum(sizes)
    return found


@exercise.mistake(
    "sizes_not_compared",
    "Concatenation needs equal sizes on the axes other than `axis`. Yours does not compare them. Return None where they "
    "differ.",
    fails="concatenate",
    change={SAME: "elif False:"},
)
@of_concatenate
def sizes_not_compared(shapes, axis):
    if len({len(shape) for shape in shapes}) > 1:
        return None
    sizes = [shape[axis] for shape in shapes]
    found = list(shapes[0])
    found[axis] = None if None in sizes else sum(sizes)
    return found


exercise.mistake(
    "raised",
    "Where Keras refuses, the function returns None, so that the caller can ask on. Yours raises a ValueError. Catch it, or "
    "return None before it.",
    fails="runs",
    change={TWO_BATCHES: 'if len(batches) > 1:\n        raise ValueError("two batch sizes")'},
    facts=dict(error="ValueError"),
)
exercise.wrong("any sizes fit", fails="refuses", change={FITS: "elif False:"})
exercise.wrong(
    "the kinds are exchanged",
    fails="values",
    change={'if kind == "concatenate":': 'if kind != "concatenate":'},
)
exercise.wrong(
    "a concatenation is elementwise",
    fails="concatenate",
    change={'if kind == "concatenate":': "if False:"},
)
exercise.wrong("subtract is refused", fails="values", change={TWO: 'if kind == "subtract":'})
exercise.wrong("ranks are not compared", fails="concatenate", change={RANKS: "if False:"})
exercise.wrong(
    "an unknown size adds nothing",
    fails="concatenate",
    change={ALONG: "first[k] = (p or 0) + (q or 0)"},
)
exercise.equivalent(ALONG, ALONG.replace("first[k]", "first[axis]"), reason="Here k is `axis`.")
exercise.equivalent(
    "return tuple(first)",
    "return first",
    reason="The task allows a list in place of the tuple.",
)
for old, new in (
    ("max(len(rest), len(result))", "max(len(result), len(rest))"),
    ("max(p, result[k])", "max(result[k], p)"),
):
    exercise.equivalent(old, new, reason="The larger of two is the same in any order.")
