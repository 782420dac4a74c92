"""fix_1: a kernel whose variance was given as a standard deviation."""

from autograder.exercise import NOT_SAID, Function, call

exercise = Function(
    "fix_1",
    title="the net whose outputs vanish",
    rungs={"seed": "The same seed gives the same kernel"},
    minutes=4,
    difficulty="easy",
    points={"values": 2, "seed": 1},
    core=False,
)
RIGHT = "the root of 2 / fan_in"


@exercise.cases
def cases(rng):
    seeds = [int(s) for s in rng.integers(1, 100_000, 3)]
    yield call("spread", 200, 60, seeds[0], label="200 inputs, 60 outputs")
    yield call("spread", 50, 240, seeds[1], label="50 inputs, 240 outputs")
    yield call("seed", 4, 3, seeds[2], label="three calls", rung="seed")


def told(asked, spread=RIGHT, mean=True, shape=None, same=True, other=True):
    question, fan_in, fan_out, _ = asked
    if question == "seed":
        return {"same": same, "other": other}
    return {"shape": shape or [fan_in, fan_out], "spread": spread, "mean 0": mean}


@exercise.reference
def fix_1(*asked, **parts):
    return told(asked, **parts)


SCALE = "np.sqrt(2 / fan_in)"
DRAW = "return rng.normal(0, np.sqrt(2 / fan_in), size=(fan_in, fan_out))"

exercise.mistake(
    "still_there",
    "The bug is still there: 2 / fan_in is the variance, and `normal` takes the standard deviation. Yours spreads far too little. Take "
    "the root.",
    change={SCALE: "2 / fan_in"},
    parts=dict(spread="2 / fan_in"),
)
exercise.mistake(
    "without_two",
    "The variance is 2 / fan_in: a ReLU throws away half. Yours is 1 / fan_in. Put the 2 back.",
    change={SCALE: "np.sqrt(1 / fan_in)"},
    parts=dict(spread="the root of 1 / fan_in"),
)
exercise.mistake(
    "by_outputs",
    "The number of *inputs* decides, for each output sums over them. Yours goes by the number of outputs. Use fan_in.",
    change={SCALE: "np.sqrt(2 / fan_out)"},
    parts=dict(spread="the root of 2 / fan_out"),
)
exercise.mistake(
    "glorot",
    "The variance is 2 / fan_in. Yours is 2 / (fan_in + fan_out), as in Glorot's initialisation, which was made without ReLUs in mind. "
    "Use fan_in alone.",
    change={SCALE: "np.sqrt(2 / (fan_in + fan_out))"},
    parts=dict(spread="the root of 2 / (fan_in + fan_out)"),
)
exercise.mistake(
    "exchanged",
    "The shape is (fan_in, fan_out). Yours has the two exchanged. Turn them round.",
    change={"size=(fan_in, fan_out)": "size=(fan_out, fan_in)"},
    formula=lambda *asked: (
        told(asked, shape=asked[2:0:-1]) if asked[0] == "spread" else NOT_SAID
    ),
)
exercise.mistake(
    "unseeded",
    "The same seed gives the same kernel. Yours gives another at each call. Make the generator from `seed`.",
    fails="seed",
    change={DRAW: DRAW.replace("rng.normal", "np.random.default_rng().normal")},
    parts=dict(same=False),
)
exercise.wrong(
    "a long vector", fails="shapes", change={"size=(fan_in, fan_out)": "size=fan_in * fan_out"}
)
exercise.wrong(
    "one seed",
    fails="seed",
    change={DRAW: DRAW.replace("rng.normal", "np.random.default_rng(1).normal")},
)
exercise.wrong(
    "a mean of its own", fails="values", change={"normal(0,": "normal(2 / np.sqrt(fan_in),"}
)
exercise.wrong("the square", fails="values", change={SCALE: "(2 / fan_in) ** 2"})
exercise.right(
    "a factor", change={DRAW: "return (2 / fan_in) ** 0.5 * rng.normal(size=(fan_in, fan_out))"}
)
exercise.right(
    "uniform",
    change={
        DRAW: "edge = np.sqrt(6 / fan_in)\n    return rng.uniform(-edge, edge, (fan_in, fan_out))"
    },
)
exercise.right(
    "Keras's own",
    change={DRAW: "return keras.initializers.HeNormal(seed=seed)((fan_in, fan_out))"},
)
