"""mlp_params: the numbers of a chain of Dense layers (keras.io, Dense)."""

import itertools

from autograder.exercise import Function, call, whole

exercise = Function(
    "mlp_params",
    title="counting a chain",
    minutes=3,
    difficulty="medium",
    points={"shapes": 1, "values": 2},
    takes=dict(n_in=whole(1), width=whole(1), depth=whole(1, 60)),
    where=lambda n_in, width, depth: (
        width * (n_in + width * depth) < 500_000 and depth * width < 3_000
    ),
    returns=int,
    core=False,
)


@exercise.cases
def cases(rng):
    yield call(2, 5, 3)
    yield call(2, 5, 1)
    yield call(int(rng.integers(20, 40)), int(rng.integers(5, 12)), 4, label="depth 4")
    yield call(int(rng.integers(20, 40)), int(rng.integers(5, 12)), 1, label="depth 1")
    yield call(1, int(rng.integers(5, 12)), 2, label="one channel, depth 2")


@exercise.reference
def mlp_params(n_in, width, depth):
    sides = [n_in] + [width] * depth
    return sum((a + 1) * b for a, b in itertools.pairwise(sides))


LINE = "return first + (depth - 1) * later"

exercise.mistake(
    "all_as_the_first",
    "The first Dense sees n_in channels, the later ones see `width`. Yours gives all of them n_in. Count the first one apart.",
    change={LINE: "return depth * first"},
    formula=lambda n_in, width, depth: depth * (n_in + 1) * width,
)
exercise.mistake(
    "all_as_the_later",
    "The first Dense sees n_in channels, the later ones see `width`. Yours gives all of them `width`. Count the first one "
    "apart.",
    change={LINE: "return depth * later"},
    formula=lambda n_in, width, depth: depth * (width + 1) * width,
)
exercise.mistake(
    "one_more",
    "`depth` counts the first Dense, too. Yours has that one and `depth` more. Take one less of the later ones.",
    change={LINE: "return first + depth * later"},
    formula=lambda n_in, width, depth: (n_in + 1) * width + depth * (width + 1) * width,
)
exercise.mistake(
    "kernels_alone",
    "Each Dense has a bias with `width` numbers. Yours has the kernels alone. Add the biases.",
    change={LINE: "return first - width + (depth - 1) * (later - width)"},
    formula=lambda n_in, width, depth: n_in * width + (depth - 1) * width**2,
)
exercise.mistake(
    "one_bias",
    "Each Dense has a bias of its own. Yours has one bias for the whole chain. Count one for each of the layers.",
    change={LINE: "return first + (depth - 1) * width * width"},
    formula=lambda n_in, width, depth: n_in * width + (depth - 1) * width**2 + width,
)
exercise.mistake(
    "later_counted_once",
    "The later layers are different ones, each with its own kernel and bias. Yours counts one of them for all. Multiply by "
    "their number.",
    change={LINE: "return first + (later if depth > 1 else 0)"},
    formula=lambda n_in, width, depth: (n_in + 1) * width + (depth > 1) * (width + 1) * width,
)
exercise.wrong("the first alone", fails="values", change={LINE: "return first"})
exercise.wrong(
    "the powers of the later",
    fails="values",
    change={LINE: "return first + later ** (depth - 1)"},
)
exercise.wrong("a pair", fails="shapes", change={LINE: "return first, (depth - 1) * later"})
exercise.wrong("a name that is not there", fails="runs", change={LINE: "return first + last"})
exercise.right(
    "a loop",
    change={
        LINE: "total = 0\n    for k in range(depth):\n        total += ((n_in if k == 0 else width) + 1) * width\n    return total"
    },
)
exercise.right(
    "one formula", change={LINE: "return width * (n_in + depth + (depth - 1) * width)"}
)
exercise.right(
    "Keras counts",
    change={
        LINE: "model = keras.Sequential([keras.Input((n_in,)), *(keras.layers.Dense(width) for _ in range(depth))])\n    return model.count_params()"
    },
)
