"""variance_profile: how the variance of a stream grows by depth (Zhang et al. 2019, "Fixup initialization", section 2)."""

from autograder.exercise import NOT_SAID, Function, call

exercise = Function(
    "variance_profile",
    minutes=11,
    difficulty="medium",
    points={"plain": 2, "residual": 2, "size": 1},
)


@exercise.cases
def cases(rng):
    def asked(question, kind, depth, width, batch, label, rung):
        seed = int(rng.integers(1, 100_000))
        return call(question, kind, depth, width, batch, seed, label=label, rung=rung)

    yield asked("growth", "plain", 10, 256, 128, '"plain", 10 blocks', "plain")
    yield asked("growth", "residual", 10, 256, 128, '"residual", 10 blocks', "residual")
    yield asked("size", "residual", 1, 3, 2, "batch 2, width 3, several seeds", "size")
    yield asked("others", "", 20, 256, 128, "the other kinds, 20 blocks", "others")


def grown(asked, first="about 1", plain="about 1", residual="about 2", missing=0, changes=True):
    """What is told of one kind. plain and residual: the first step and the mean step, or one word for both."""
    question, kind, depth = asked[:3]
    if question != "growth":
        return NOT_SAID
    steps = plain if kind == "plain" else residual
    step, mean = steps if isinstance(steps, tuple) else (steps, steps)
    return {
        "entries": depth + 1 - missing,
        "first": first,
        "first step": step,
        "mean step": mean,
        "changes": changes,
    }


def laws(asked, **changed):
    if asked[0] != "others":
        return NOT_SAID
    right = {
        "grows from one sample": False,
        "prenorm": "depth + 1",
        "average": "below 1e-5",
        "scaled": "between 2 and 3",
    }
    return right | {name.replace("_", " "): value for name, value in changed.items()}


def sized(asked, **changed):
    if asked[0] != "size":
        return NOT_SAID
    right = {
        "small streams vary": True,
        "same seed, same numbers": True,
        "other seed, other numbers": True,
    }
    return right | {
        name.replace("_", " ").replace("seed ", "seed, "): v for name, v in changed.items()
    }


@exercise.reference
def variance_profile(*asked):
    return {"growth": grown, "size": sized, "others": laws}[asked[0]](asked)


@exercise.mistake(
    "He's kernel has the variance 2 / width. Yours has 1 / width: at each block the ReLU throws away half, and nothing makes up for "
    "it. Look at the factor before the random numbers.",
)
def half_the_variance(*asked):
    return grown(asked, plain="about 1/2", residual="about 1.5")


@exercise.mistake(
    "The *variance* of the kernel is 2 / width. Yours takes that for its standard deviation, so almost nothing gets through. Take "
    "the root.",
)
def variance_for_deviation(*asked):
    return grown(asked, plain="almost 0", residual="about 1")


@exercise.mistake(
    "The branch is relu(x)·W. Yours has no ReLU, so that twice as much gets through. Cut x at 0 before the product.",
)
def no_relu(*asked):
    return grown(asked, plain="about 2", residual="about 3")


@exercise.mistake(
    "The branch is relu(x)·W: the ReLU stands before the product. In yours it stands after it, so a block hands on no negative "
    "number. Exchange the two.",
    rung="plain",
)
def relu_after(*asked):
    return grown(asked, plain=("about 0.68", "about 1")) if asked[1] == "plain" else NOT_SAID


@exercise.mistake(
    "Each block has a new kernel. In yours the stream grows faster block by block, as it does when one kernel is used again and "
    "again. Draw it inside the loop.",
    rung="residual",
)
def one_kernel(*asked):
    return grown(asked, residual=("about 2", "about 3")) if asked[1] == "residual" else NOT_SAID


@exercise.mistake(
    "A plain block hands on F(x). Yours hands on x as it came, so the variance is the same number in every entry. Let the branch "
    "take the place of x.",
    rung="plain",
)
def handed_on(*asked):
    return grown(asked, changes=False) if asked[1] == "plain" else NOT_SAID


@exercise.mistake(
    "The result has depth + 1 entries, the input's variance first. Yours has one less. Begin the list before the loop.",
)
def input_missing(*asked):
    return grown(asked, first=level_of(asked), missing=1)


def level_of(asked):
    return "about 2" if asked[1] == "residual" else "about 1"


@exercise.mistake(
    "A residual block hands on x + F(x). Yours hands on F(x) alone, as a plain one does. Add x.",
    rung="residual",
)
def nothing_added(*asked):
    return grown(asked, residual="about 1") if asked[1] == "residual" else NOT_SAID


@exercise.mistake(
    "The profile holds variances. Yours holds standard deviations, their roots. Use np.var.",
    rung="residual",
)
def deviations(*asked):
    return grown(asked, residual="about 1.4") if asked[1] == "residual" else NOT_SAID


@exercise.mistake(
    "The stream has the shape (batch, width), as the arguments say. Yours varies too little for six numbers, as if its size were "
    "fixed. Use the two arguments.",
    rung="size",
)
def fixed_size(*asked):
    return sized(asked, small_streams_vary=False)


@exercise.mistake(
    "The same seed gives the same numbers. Yours gives others at each call. Make the generator from the argument `seed`.",
    rung="size",
)
def unseeded(*asked):
    return sized(asked, same_seed_same_numbers=False)


@exercise.mistake(
    "Another seed gives other numbers. Yours gives the same for all seeds. Make the generator from the argument `seed`.",
    rung="size",
)
def one_seed(*asked):
    return sized(asked, small_streams_vary=False, other_seed_other_numbers=False)


@exercise.mistake(
    "All points are earned: the two core kinds are right. The three other kinds are extra; yours raises an error for them. If you "
    "like, add them one by one.",
    rung="others",
)
def left_out(*asked):
    return laws(asked, prenorm="left out", average="left out", scaled="left out")


@exercise.mistake(
    'All points are earned. In the extra kind "scaled" the branch is divided by the root of depth. Yours is divided by depth itself, '
    "and the stream hardly grows. Take the root.",
    rung="others",
)
def divided_by_depth(*asked):
    return laws(asked, scaled="about 1")


@exercise.mistake(
    'All points are earned. In the extra kind "prenorm" the branch sees x normalised. In yours the stream doubles, as if the branch '
    "saw x as it is. Normalise before the ReLU.",
    rung="others",
)
def not_normalised(*asked):
    return laws(asked, prenorm="doubles", grows_from_one_sample=True)


@exercise.mistake(
    'All points are earned. In the extra kind "prenorm", x is normalised over the batch, each column by itself. Yours normalises '
    "within a sample, or all numbers together: a batch of one sample shows it. Look at the axis.",
    rung="others",
)
def not_over_the_batch(*asked):
    return laws(asked, grows_from_one_sample=True)


# -- known answers ------------------------------------------------------------------------------------------------

FACTOR = "np.sqrt(2 / width) * rng"
BRANCH = "np.maximum(z, 0) @ kernel"
DRAW = "kernel = np.sqrt(2 / width) * rng.normal(size=(width, width))"
LOOP = "for _ in range(depth):"
PRENORM = "(x - np.mean(x, axis=0)) / np.std(x, axis=0)"

exercise.wrong(
    "1 / width",
    fails="plain",
    as_=half_the_variance,
    change={FACTOR: "np.sqrt(1 / width) * rng"},
)
exercise.wrong(
    "variance for deviation",
    fails="plain",
    as_=variance_for_deviation,
    change={FACTOR: "2 / width * rng"},
)
exercise.wrong("no ReLU", fails="plain", as_=no_relu, change={BRANCH: "z @ kernel"})
exercise.wrong(
    "ReLU after the product",
    fails="plain",
    as_=relu_after,
    change={BRANCH: "np.maximum(z @ kernel, 0)"},
)
exercise.wrong(
    "one kernel for all",
    fails="residual",
    as_=one_kernel,
    change={DRAW: "pass", LOOP: DRAW + "\n    " + LOOP},
)
exercise.wrong(
    "without the input",
    fails="plain",
    as_=input_missing,
    change={"[np.var(x)]": "[]"},
)
exercise.wrong(
    "a plain block does nothing", fails="plain", as_=handed_on, change={"x = branch": "x = x"}
)
exercise.wrong(
    "nothing is added",
    fails="residual",
    as_=nothing_added,
    change={'kind == "plain":': 'kind in ("plain", "residual"):'},
)
exercise.wrong(
    "standard deviations",
    fails="residual",
    as_=deviations,
    change={"[np.var(x)]": "[np.std(x)]", "append(np.var(x))": "append(np.std(x))"},
)
exercise.wrong(
    "a fixed size",
    fails="size",
    as_=fixed_size,
    change={"rng = np": "batch, width = 512, 256\n    rng = np"},
)
exercise.wrong(
    "without a seed",
    fails="size",
    as_=unseeded,
    change={"default_rng(seed)": "default_rng()"},
)
exercise.wrong(
    "one seed for all",
    fails="size",
    as_=one_seed,
    change={"default_rng(seed)": "default_rng(seed * 0)"},
)
exercise.wrong(
    "two kinds only",
    fails="others",
    as_=left_out,
    code="""
def variance_profile(kind, depth, width=256, batch=512, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(batch, width))
    variances = [x.var()]
    for _ in range(depth):
        f = np.maximum(x, 0) @ rng.normal(scale=np.sqrt(2 / width), size=(width, width))
        x = {"plain": f, "residual": x + f}[kind]
        variances.append(x.var())
    return variances
""",
)
exercise.wrong(
    "divided by depth",
    fails="others",
    as_=divided_by_depth,
    change={"/ np.sqrt(depth)": "/ depth"},
)
exercise.wrong(
    "prenorm without the norm",
    fails="others",
    as_=not_normalised,
    change={'if kind == "prenorm" else x': "if kind == 0 else x"},
)
exercise.wrong(
    "normalised row by row",
    fails="others",
    as_=not_over_the_batch,
    change={
        PRENORM: "(x - np.mean(x, axis=1, keepdims=True)) / np.std(x, axis=1, keepdims=True)"
    },
)
exercise.wrong(
    "normalised all together",
    fails="others",
    as_=not_over_the_batch,
    change={PRENORM: "(x - np.mean(x)) / np.std(x)"},
)
exercise.wrong(
    "the mean of all, the spread of each column",
    fails="others",
    change={"np.mean(x, axis=0)": "np.mean(x)"},
)
exercise.wrong(
    "the mean of each column, the spread of all",
    fails="others",
    change={"np.std(x, axis=0)": "np.std(x)"},
)
exercise.wrong(
    "average without the half",
    fails="others",
    change={"x = (x + branch) / 2": "x = x + branch"},
)
exercise.wrong(
    "one number",
    fails="shapes",
    change={"return np.array(variances)": "return variances[-1]"},
)

exercise.right(
    "TensorFlow, a list",
    code="""
def variance_profile(kind, depth, width=256, batch=512, seed=0):
    keras.utils.set_random_seed(seed)
    x = tf.random.normal((batch, width))
    found = [tf.math.reduce_variance(x)]
    for _ in range(depth):
        w = keras.initializers.HeNormal()((width, width))
        if kind == "prenorm":
            mean, var = tf.nn.moments(x, axes=[0])
            x = x + tf.nn.relu((x - mean) / tf.sqrt(var + 1e-3)) @ w
        else:
            f = tf.nn.relu(x) @ w
            x = {"plain": f, "residual": x + f, "average": (x + f) / 2, "scaled": x + f / depth**0.5}[kind]
        found.append(tf.math.reduce_variance(x))
    return found
""",
)
exercise.right(
    "scale as an argument",
    change={
        DRAW: "kernel = rng.normal(0, (2 / width) ** 0.5, (width, width))",
        "np.maximum(z, 0)": "np.where(z > 0, z, 0)",
    },
)
exercise.right(
    "Keras's own normalisation",
    change={
        PRENORM: 'np.asarray(keras.layers.BatchNormalization()(x.astype("float32"), training=True))'
    },
)
exercise.right(
    "one list of kernels",
    code="""
def variance_profile(kind, depth, width=256, batch=512, seed=0):
    rng = np.random.default_rng(seed + 7)
    kernels = rng.normal(size=(depth, width, width)) * np.sqrt(2.0 / width)
    x = rng.normal(size=(batch, width)).astype("float32")
    out = np.zeros(depth + 1)
    out[0] = x.var()
    keep = 0 if kind == "plain" else 0.5 if kind == "average" else 1
    take = 0.5 if kind == "average" else depth**-0.5 if kind == "scaled" else 1
    for k, kernel in enumerate(kernels, 1):
        z = (x - x.mean(0)) / x.std(0) if kind == "prenorm" else x
        x = keep * x + take * (np.maximum(z, 0) @ kernel)
        out[k] = x.var()
    return out
""",
)

SIGN = "The kernel −W is drawn by the same law as W, so this is the same experiment with other random numbers."
SAME = "In this kind z is x."
AVERAGE, SCALED = "x = (x + branch) / 2", "x = x + branch / np.sqrt(depth)"

exercise.equivalent(
    PRENORM,
    "(np.mean(x, axis=0) - x) / np.std(x, axis=0)",
    reason="With −x and −W in place of x and W it is the same formula, and both are drawn by the same law.",
)
exercise.equivalent(
    BRANCH, "np.maximum(0, z) @ kernel", reason="The larger of two, either way."
)
exercise.equivalent(AVERAGE, "x = (x - branch) / 2", reason=SIGN)
exercise.equivalent(AVERAGE, "x = (z + branch) / 2", reason=SAME)
exercise.equivalent(SCALED, SCALED.replace("+", "-"), reason=SIGN)
exercise.equivalent(SCALED, SCALED.replace("x +", "z +"), reason=SAME)
exercise.equivalent(
    "x = x + branch\n        variances", "x = x - branch\n        variances", reason=SIGN
)
exercise.equivalent(
    "return np.array(variances)", "return variances", reason="A list is as good as an array."
)
