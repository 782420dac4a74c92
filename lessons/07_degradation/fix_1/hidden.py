"""fix_1: a kernel whose variance was given as a standard deviation."""

from autograder.exercise import NOT_SAID, Function, call

exercise = Function(
    "fix_1",
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
def fix_1(*asked):
    return told(asked)


@exercise.mistake(
    "The bug is still there: 2 / fan_in is the variance, and `normal` takes the standard deviation. Yours spreads far too little. Take "
    "the root."
)
def still_there(*asked):
    return told(asked, spread="2 / fan_in")


@exercise.mistake(
    "The variance is 2 / fan_in: a ReLU throws away half. Yours is 1 / fan_in. Put the 2 back."
)
def without_two(*asked):
    return told(asked, spread="the root of 1 / fan_in")


@exercise.mistake(
    "The number of *inputs* decides, for each output sums over them. Yours goes by the number of outputs. Use fan_in."
)
def by_outputs(*asked):
    return told(asked, spread="the root of 2 / fan_out")


@exercise.mistake(
    "The variance is 2 / fan_in. Yours is 2 / (fan_in + fan_out), as in Glorot's initialisation, which was made without ReLUs in mind. "
    "Use fan_in alone."
)
def glorot(*asked):
    return told(asked, spread="the root of 2 / (fan_in + fan_out)")


@exercise.mistake(
    "The shape is (fan_in, fan_out). Yours has the two exchanged. Turn them round."
)
def exchanged(*asked):
    return told(asked, shape=asked[2:0:-1]) if asked[0] == "spread" else NOT_SAID


@exercise.mistake(
    "The same seed gives the same kernel. Yours gives another at each call. Make the generator from `seed`.",
    rung="seed",
)
def unseeded(*asked):
    return told(asked, same=False)


# -- known answers ------------------------------------------------------------------------------------------------

SCALE = "np.sqrt(2 / fan_in)"
DRAW = "return rng.normal(0, np.sqrt(2 / fan_in), size=(fan_in, fan_out))"

exercise.wrong("as found", fails="values", as_=still_there, change={SCALE: "2 / fan_in"})
exercise.wrong(
    "1 / fan_in", fails="values", as_=without_two, change={SCALE: "np.sqrt(1 / fan_in)"}
)
exercise.wrong(
    "by the outputs", fails="values", as_=by_outputs, change={SCALE: "np.sqrt(2 / fan_out)"}
)
exercise.wrong(
    "Glorot", fails="values", as_=glorot, change={SCALE: "np.sqrt(2 / (fan_in + fan_out))"}
)
exercise.wrong(
    "the shape exchanged",
    fails="values",
    as_=exchanged,
    change={"size=(fan_in, fan_out)": "size=(fan_out, fan_in)"},
)
exercise.wrong(
    "a long vector", fails="shapes", change={"size=(fan_in, fan_out)": "size=fan_in * fan_out"}
)
exercise.wrong(
    "without a seed",
    fails="seed",
    as_=unseeded,
    change={DRAW: DRAW.replace("rng.normal", "np.random.default_rng().normal")},
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
