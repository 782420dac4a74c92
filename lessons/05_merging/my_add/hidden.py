"""MyAdd: keras.layers.Add keeps the batch axis apart (https://keras.io/api/layers/merging_layers/add/)."""

import numpy as np

from autograder.exercise import NOT_SAID, Function, call, raises
from autograder.exercise.random_values import normal

exercise = Function(
    "MyAdd",
    title="Add, written by hand",
    rungs={
        "refuses": "It refuses what Add refuses",
        "model": "It works inside a model",
        "saves": "It comes back the same after saving and loading",
    },
    minutes=10,
    difficulty="medium",
    points={"values": 2, "refuses": 1, "model": 1, "saves": 1},
    without=("inputs", "shapes"),
)

SETS = 30


@exercise.cases
def cases(rng):
    def numbers(question, *shapes, rung="values"):
        label = f"{question}: {', '.join(map(str, shapes))}"
        return call(question, [normal(rng, s) for s in shapes], label=label, rung=rung)

    yield numbers("call", (5, 3), (5, 3))
    yield numbers("call", (2, 4, 1), (2, 1, 3))
    yield numbers("call", (3, 3, 3), (3, 3))
    yield numbers("call", (3, 4), (3, 3, 4))
    yield numbers("call", (5, 3), (5, 3), (5, 3))
    whole = [rng.integers(-9, 9, s).astype(np.int32) for s in ((3, 2, 4), (3, 4))]
    yield call("call", whole, label="call: whole numbers, (3, 2, 4), (3, 4)")
    yield call("many", int(rng.integers(2**30)), label=f"{SETS} sets of shapes")
    yield numbers("single", (5, 3), rung="refuses")
    yield numbers("single", (1, 1), rung="refuses")
    yield numbers("call", (2, 3), (1, 3), rung="refuses")
    yield numbers("call", (1, 3), (1, 3), (4, 3), rung="refuses")
    yield numbers("call", (3, 2, 4), (1, 4), rung="refuses")
    yield numbers("call", (2, 3), (2, 4), rung="refuses")
    yield numbers("model", (5, 3), (5, 1), rung="model")
    yield numbers("model", (3, 3, 3), (3, 3), (3, 1, 1), rung="model")
    yield numbers("saves", (4, 4, 3), (4, 3), rung="saves")


SHAPES = [
    [(1, 1), (1, 1)],
    [(5, 3), (5, 3)],
    [(5, 3), (5, 1)],
    [(5, 1), (5, 3)],
    [(2, 4, 3), (2, 4, 3)],
    [(2, 4, 1), (2, 1, 3)],
    [(2, 1, 1), (2, 4, 3)],
    [(2, 5, 5, 3), (2, 1, 1, 3)],
    [(2, 5, 5, 3), (2, 5, 5, 1)],
    [(7,), (7,)],
    [(3, 3, 4), (3, 4)],
    [(3, 4), (3, 3, 4)],
    [(3, 3, 3), (3, 3)],
    [(3, 3), (3, 3, 3)],
    [(4, 5, 3), (4, 3)],
    [(4, 5, 3), (4, 1)],
    [(3,), (3, 1)],
    [(3,), (3, 5)],
    [(2, 2, 2, 2), (2, 2)],
    [(2, 2, 2, 2), (2, 2, 2)],
    [(2, 4, 3, 5), (2, 5)],
    [(2, 4, 3, 5), (2, 3, 5)],
    [(2, 4, 3, 5), (2, 3, 1)],
    [(2,), (2, 3, 4)],
    [(5, 3), (5, 3), (5, 3)],
    [(5, 3), (5, 1), (5, 3)],
    [(2, 4, 1), (2, 1, 3), (2, 1, 1)],
    [(3, 2, 4), (3, 4), (3, 1)],
    [(3,), (3, 3), (3, 3, 3)],
    [(2, 3), (2, 3), (2, 3), (2, 1)],
]
"""As in probe.py."""


def told(question, xs, formula, dtype=np.float64):
    """What the probe gives, where ``formula`` adds a list of arrays."""
    if question == "many":
        source = np.random.default_rng(xs)
        drawn = [
            [source.normal(size=s).astype(np.float32) for s in shapes] for shapes in SHAPES
        ]
        return [formula([x.astype(dtype) for x in arrays]) for arrays in drawn]
    total = formula([x.astype(dtype) if x.dtype.kind == "f" else x for x in xs])
    if question == "model":
        return {"shape": [None, *total.shape[1:]], "numbers": total}
    return total


def lifted(arrays, place=1):
    """Axes of size 1 behind the batch, until the ranks agree."""
    rank = max(x.ndim for x in arrays)
    return [
        x.reshape(x.shape[:place] + (1,) * (rank - x.ndim) + x.shape[place:]) for x in arrays
    ]


def refused(question, xs):
    """True for what Add refuses."""
    if question == "many":
        return False
    return len({x.shape[0] for x in xs}) > 1 or len({x.shape[-1] for x in xs} - {1}) > 1


def tried(question, xs, formula):
    """What ``formula`` gives, or the error that it ends in."""
    try:
        return told(question, xs, formula)
    except ValueError:
        return raises("Exception")


@exercise.reference
def my_add(question, xs):
    if question == "single":
        return raises("ValueError")
    if refused(question, xs):
        return raises("Exception")
    return told(question, xs, lambda arrays: sum(lifted(arrays)))


LIST = """if not isinstance(inputs, (list, tuple)):
            raise ValueError("MyAdd takes a list of tensors.")"""
BATCH = """if len({x.shape[0] for x in inputs} - {None}) > 1:
            raise ValueError("The batch sizes differ.")"""
LIFT = """while len(x.shape) < rank:
                x = keras.ops.expand_dims(x, axis=1)"""
ADD = "total = x if total is None else total + x"
LOOP = "for x in inputs:"
RETURN = "return total"
LISTS, BATCHES = "MyAdd takes a list of tensors.", "The batch sizes differ."

exercise.mistake(
    "plain_plus",
    "Where ranks differ, the missing axes stand right behind the batch. Yours adds with + alone, which puts them in front, "
    "so one sample meets numbers of another. Use expand_dims with axis=1 first.",
    fails="runs",
    misconception="M13",
    change={LIFT: "pass"},
    formula=lambda question, xs: (
        NOT_SAID if question == "single" or refused(question, xs) else tried(question, xs, sum)
    ),
)


@exercise.mistake(
    "naive",
    "Add does three things that + does not: it asks for a list, compares batch sizes, and puts missing axes behind the batch. "
    "Yours sums with + alone. Write these three before the sum.",
    fails="runs",
    misconception="M13",
    change={LIST: "", BATCH: "", LIFT: "pass", "rank = max(len(x.shape) for x in inputs)": ""},
)
def naive(question, xs):
    if question == "single":
        return xs[0].astype(np.float64).sum(axis=0)
    return tried(question, xs, sum)


@exercise.mistake(
    "at_the_end",
    "The missing axes stand right behind the batch. Yours puts them at the end, so channels meet positions. Use axis=1.",
    fails="runs",
    change={"axis=1)": "axis=-1)"},
)
def at_the_end(question, xs):
    def summed(arrays):
        rank = max(x.ndim for x in arrays)
        return sum(x.reshape(x.shape + (1,) * (rank - x.ndim)) for x in arrays)

    return (
        NOT_SAID
        if question == "single" or refused(question, xs)
        else tried(question, xs, summed)
    )


@exercise.mistake(
    "two_only",
    "All inputs of the list are summed. Yours adds the first two. Let a loop go through the list.",
    change={LOOP: "for x in inputs[:2]:"},
)
def two_only(question, xs):
    if question == "single" or refused(question, xs[:2] if question != "many" else xs):
        return NOT_SAID
    return told(question, xs, lambda arrays: sum(lifted(arrays)[:2]))


@exercise.mistake(
    "mean",
    "The sum is not divided by anything. Yours gives the mean of the inputs. Leave the division out.",
    change={RETURN: "return total / len(inputs)"},
)
def mean(question, xs):
    if question == "single" or refused(question, xs):
        return NOT_SAID
    return told(question, xs, lambda arrays: sum(lifted(arrays)) / len(arrays))


exercise.mistake(
    "samples_summed",
    "A single tensor in place of a list is refused by a ValueError. Yours loops over it, so it adds up its samples. Ask "
    "whether you were given a list, before anything else.",
    fails="refuses",
    change={
        LIST: "",
        BATCH: """if isinstance(inputs, (list, tuple)) and len({x.shape[0] for x in inputs} - {None}) > 1:
            raise ValueError("The batch sizes differ.")""",
    },
    formula=lambda question, xs: (
        xs[0].astype(np.float64).sum(axis=0) if question == "single" else NOT_SAID
    ),
)
exercise.mistake(
    "handed_back",
    "A single tensor in place of a list is refused by a ValueError. Yours hands it back. Ask whether you were given a list, "
    "before anything else.",
    fails="refuses",
    change={LIST: "if not isinstance(inputs, (list, tuple)):\n            return inputs"},
    formula=lambda question, xs: xs[0] if question == "single" else NOT_SAID,
)


@exercise.mistake(
    "batch_stretched",
    "Batch sizes that are known and differ are refused. Yours stretches a batch of 1 over the other one, as + does. Compare the "
    "first sizes of all inputs.",
    fails="refuses",
    misconception="M13",
    change={BATCH: ""},
)
def batch_stretched(question, xs):
    fits = question == "call" and len({x.shape[-1] for x in xs}) == 1
    return told(question, xs, lambda arrays: sum(lifted(arrays))) if fits else NOT_SAID


exercise.mistake(
    "none_compared",
    "Inside a model the batch size is unknown: its size is None. Yours computes with it. Leave None out when you compare "
    "batch sizes, and do not reshape to fixed numbers.",
    fails="runs",
    change={
        LIFT: "shape = (x.shape[0] * 1,) + (1,) * (rank - len(x.shape)) + tuple(x.shape[1:])\n            x = keras.ops.reshape(x, shape)"
    },
    facts=dict(message="NoneType"),
)
exercise.mistake(
    "starts_at_a_float",
    "Tensors of whole numbers are summed as they are. Yours begins with a number that is no whole one, and TensorFlow adds no two "
    "dtypes. Begin with the first tensor in place of 0.0.",
    fails="runs",
    change={"total = None": "total = 0.0", ADD: "total = total + x"},
    facts=dict(message="Cannot convert 0.0 to EagerTensor of dtype int32"),
)
exercise.mistake(
    "always_float",
    "Tensors of whole numbers give whole numbers. Yours gives floats. Leave the conversion out, and begin with the first tensor.",
    change={LOOP: 'for x in [keras.ops.cast(x, "float32") for x in inputs]:'},
    formula=lambda question, xs: (
        told(question, [x.astype(np.float32) for x in xs], lambda arrays: sum(lifted(arrays)))
        if question == "call" and xs[0].dtype.kind == "i"
        else NOT_SAID
    ),
)
exercise.wrong(
    "plus alone for a batch of 3",
    fails="values",
    change={LIFT: LIFT.replace("< rank:", "< rank and inputs[0].shape != (3, 3, 3):")},
)
exercise.wrong("one more", fails="values", change={RETURN: "return total + x"})
exercise.wrong(
    "a sign",
    fails="values",
    change={ADD: "total = -x if total is None else total + x"},
)
exercise.wrong(
    "ranks beyond 3",
    fails="runs",
    change={"rank = max(": "rank = min(3, max(", "for x in inputs)\n": "for x in inputs))\n"},
)
exercise.wrong(
    "a tensor of one number passes",
    fails="refuses",
    change={
        LIST: LIST.replace(
            "if not isinstance(inputs, (list, tuple)):",
            "if keras.ops.is_tensor(inputs) and inputs.shape == (1, 1):\n            return inputs\n        if not isinstance(inputs, (list, tuple)):",
        )
    },
)
exercise.wrong(
    "a tensor is a TypeError", fails="refuses", change={'ValueError("MyAdd': 'TypeError("MyAdd'}
)
exercise.wrong(
    "the first two batches",
    fails="refuses",
    change={"{x.shape[0] for x in inputs}": "{x.shape[0] for x in inputs[:2]}"},
)
exercise.wrong(
    "batches of equal rank only",
    fails="refuses",
    change={BATCH: BATCH.replace("> 1:", "> 1 and len({len(x.shape) for x in inputs}) == 1:")},
)
exercise.wrong(
    "other sizes are cut",
    fails="refuses",
    change={
        BATCH: BATCH
        + "\n        if [tuple(x.shape) for x in inputs] == [(2, 3), (2, 4)]:\n            return inputs[0] + inputs[1][:, :3]"
    },
)
exercise.wrong(
    "another sum inside a model",
    fails="model",
    change={RETURN: "return total if inputs[0].shape[0] else total + 1.0"},
)
exercise.wrong(
    "another sum with three ranks in a model",
    fails="model",
    change={
        RETURN: "return total if tf.executing_eagerly() or len(inputs) < 3 else 2.0 * total"
    },
)
exercise.wrong(
    "not made again from the file",
    fails="saves",
    change={
        "def call(self, inputs):": """def __init__(self, sign=1, **kwargs):
        super().__init__(**kwargs)
        self.sign = -sign if "name" in kwargs else sign

    def call(self, inputs):""",
        RETURN: "return self.sign * total",
    },
)
for text in (LISTS, BATCHES):
    for other in (
        "ValueError(None)",
        "ValueError()",
        f'ValueError("XX{text}XX")',
        f'ValueError("{text.lower()}")',
        f'ValueError("{text.upper()}")',
    ):
        exercise.equivalent(
            f'ValueError("{text}")', other, reason="The task leaves the error's text free."
        )
exercise.equivalent(
    f'ValueError("{BATCHES}")',
    f'"{BATCHES}"',
    reason="Raising a text is a TypeError: an error of any kind will do.",
)
