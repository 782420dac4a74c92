"""variance_profile: how the variance of a stream grows by depth (Zhang et al. 2019, "Fixup initialization", section 2)."""

from autograder.exercise import NOT_SAID, Function, call

exercise = Function(
    "variance_profile",
    title="the variance from block to block",
    rungs={
        "plain": "It is right for plain blocks",
        "residual": "It is right for residual blocks",
        "size": "It follows batch, width and seed",
        "others": "It is right for the other kinds of block",
    },
    minutes=11,
    difficulty="medium",
    points={"plain": 2, "residual": 2, "size": 1},
    optional=("others",),
)


@exercise.cases
def cases(rng):
    def asked(question, kind, depth, width, batch, label, rung):
        seed = int(rng.integers(1, 100_000))
        return call(question, kind, depth, width, batch, seed, label=label, rung=rung)

    yield asked("growth", "plain", 10, 256, 128, '"plain", 10 blocks', "plain")
    yield asked("growth", "residual", 10, 256, 128, '"residual", 10 blocks', "residual")
    yield asked("size", "residual", 1, 3, 2, "small batch, small width, several seeds", "size")
    yield asked("others", "", 20, 256, 128, "the other kinds, 20 blocks", "others")


SOME, NEVER = "for some seeds", "never"


def grown(
    asked,
    first="about 1",
    plain="about 1",
    residual="about 2",
    missing=0,
    changes=True,
    one_unit=SOME,
):
    """What is told of one kind. plain and residual: the first step and the mean step, or one word for both. one_unit: for
    which seeds a stream of width 1 ends at 0, or shrinks.
    """
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
        f"at width 1 {'ends at 0' if kind == 'plain' else 'shrinks'}": one_unit,
    }


LAW, SMALL = "by the law", "too small"


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
        "spread with one sample": LAW,
        "spread with one column": LAW,
    }
    return right | {
        name.replace("_", " ").replace("seed ", "seed, "): v for name, v in changed.items()
    }


@exercise.reference
def variance_profile(*asked):
    return {"growth": grown, "size": sized, "others": laws}[asked[0]](asked)


def level_of(asked):
    return "about 2" if asked[1] == "residual" else "about 1"


FACTOR = "np.sqrt(2 / width) * rng"
BRANCH = "np.maximum(z, 0) @ kernel"
DRAW = "kernel = np.sqrt(2 / width) * rng.normal(size=(width, width))"
LOOP = "for _ in range(depth):"
PRENORM = "(x - np.mean(x, axis=0)) / np.std(x, axis=0)"
SIGN = "The kernel −W is drawn by the same law as W, so this is the same experiment with other random numbers."
SAME = "In this kind z is x."
AVERAGE, SCALED = "x = (x + branch) / 2", "x = x + branch / np.sqrt(depth)"

exercise.mistake(
    "half_the_variance",
    "He's kernel has the variance 2 / width. Yours has 1 / width: at each block the ReLU throws away half, and nothing makes up for "
    "it. Look at the factor before the random numbers.",
    fails="plain",
    change={FACTOR: "np.sqrt(1 / width) * rng"},
    formula=lambda *asked: grown(asked, plain="about 1/2", residual="about 1.5"),
)
exercise.mistake(
    "variance_for_deviation",
    "The *variance* of the kernel is 2 / width. Yours takes that for its standard deviation, so almost nothing gets through. Take "
    "the root.",
    fails="plain",
    change={FACTOR: "2 / width * rng"},
    formula=lambda *asked: grown(asked, plain="almost 0", residual="about 1"),
)
exercise.mistake(
    "no_relu",
    "The branch is relu(x)·W. Yours has no ReLU, so that twice as much gets through. Cut x at 0 before the product.",
    fails="plain",
    change={BRANCH: "z @ kernel"},
    formula=lambda *asked: grown(asked, plain="about 2", residual="about 3", one_unit=NEVER),
)
exercise.mistake(
    "relu_after",
    "The branch is relu(x)·W: the ReLU stands before the product. In yours it stands after it, so a block hands on no negative "
    "number. Exchange the two.",
    fails="plain",
    change={BRANCH: "np.maximum(z @ kernel, 0)"},
    formula=lambda *asked: (
        grown(asked, plain=("about 0.68", "about 1")) if asked[1] == "plain" else NOT_SAID
    ),
)
exercise.mistake(
    "one_kernel",
    "Each block has a new kernel. In yours the stream grows faster block by block, as it does when one kernel is used again and "
    "again. Draw it inside the loop.",
    fails="residual",
    change={DRAW: "pass", LOOP: DRAW + "\n    " + LOOP},
    formula=lambda *asked: (
        grown(asked, residual=("about 2", "about 3")) if asked[1] == "residual" else NOT_SAID
    ),
)
exercise.mistake(
    "handed_on",
    "A plain block hands on F(x). Yours hands on x as it came, so the variance is the same number in every entry. Let the branch "
    "take the place of x.",
    fails="plain",
    change={"x = branch": "x = x"},
    formula=lambda *asked: (
        grown(asked, changes=False, one_unit=NEVER) if asked[1] == "plain" else NOT_SAID
    ),
)
exercise.mistake(
    "input_missing",
    "The result has depth + 1 entries, the input's variance first. Yours has one less. Begin the list before the loop.",
    fails="plain",
    change={"[np.var(x)]": "[]"},
    formula=lambda *asked: grown(asked, first=level_of(asked), missing=1),
)
exercise.mistake(
    "nothing_added",
    "A residual block hands on x + F(x). Yours hands on F(x) alone, as a plain one does. Add x.",
    fails="residual",
    change={'kind == "plain":': 'kind in ("plain", "residual"):'},
    formula=lambda *asked: (
        grown(asked, residual="about 1") if asked[1] == "residual" else NOT_SAID
    ),
)
exercise.mistake(
    "deviations",
    "The profile holds variances. Yours holds standard deviations, their roots. Use np.var.",
    fails="residual",
    change={"[np.var(x)]": "[np.std(x)]", "append(np.var(x))": "append(np.std(x))"},
    formula=lambda *asked: (
        grown(asked, residual="about 1.4") if asked[1] == "residual" else NOT_SAID
    ),
)
exercise.mistake(
    "not_simulated",
    "At width 1, W is one number: if it is negative, a plain stream ends at 0, and a residual one mostly shrinks. In yours this "
    "happens for no seed, as if the width were fixed, or the curve drawn without a stream. Use `width`, and measure x itself.",
    fails="plain",
    change={"rng = np": "width = 256\n    rng = np"},
    formula=lambda *asked: grown(asked, one_unit=NEVER),
)
exercise.wrong(
    "batch and width fixed",
    mistake="not_simulated",
    change={"rng = np": "batch, width = 512, 256\n    rng = np"},
)
exercise.mistake(
    "fixed_batch",
    "The stream has `batch` rows. With a single row its variance differs much from seed to seed; yours differs too little, as if "
    "the number of rows were fixed. Use the argument.",
    fails="size",
    change={"rng = np": "batch = 4096\n    rng = np"},
    formula=lambda *asked: sized(
        asked,
        small_streams_vary=False,
        spread_with_one_sample=SMALL,
        spread_with_one_column=SMALL,
    ),
)
exercise.mistake(
    "unseeded",
    "The same seed gives the same numbers. Yours gives others at each call. Make the generator from the argument `seed`.",
    fails="size",
    change={"default_rng(seed)": "default_rng()"},
    formula=lambda *asked: sized(asked, same_seed_same_numbers=False),
)
exercise.mistake(
    "one_seed",
    "Another seed gives other numbers. Yours gives the same for all seeds. Make the generator from the argument `seed`.",
    fails="plain",
    change={"default_rng(seed)": "default_rng(seed * 0)"},
    formula=lambda *asked: grown(asked, one_unit="the same for all seeds"),
)
exercise.mistake(
    "left_out",
    "All points are earned: the two core kinds are right. The three other kinds are extra; yours raises an error for them. If you "
    "like, add them one by one.",
    fails="others",
    formula=lambda *asked: laws(
        asked, prenorm="left out", average="left out", scaled="left out"
    ),
)
exercise.mistake(
    "divided_by_depth",
    'All points are earned. In the extra kind "scaled" the branch is divided by the root of depth. Yours is divided by depth itself, '
    "and the stream hardly grows. Take the root.",
    fails="others",
    change={"/ np.sqrt(depth)": "/ depth"},
    formula=lambda *asked: laws(asked, scaled="about 1"),
)
exercise.mistake(
    "not_normalised",
    'All points are earned. In the extra kind "prenorm" the branch sees x normalised. In yours the stream doubles, as if the branch '
    "saw x as it is. Normalise before the ReLU.",
    fails="others",
    change={'if kind == "prenorm" else x': "if kind == 0 else x"},
    formula=lambda *asked: laws(asked, prenorm="doubles", grows_from_one_sample=True),
)
exercise.mistake(
    "not_over_the_batch",
    'All points are earned. In the extra kind "prenorm", x is normalised over the batch, each column by itself. Yours normalises '
    "within a sample, or all numbers together: a batch of one sample shows it. Look at the axis.",
    fails="others",
    change={
        PRENORM: "(x - np.mean(x, axis=1, keepdims=True)) / np.std(x, axis=1, keepdims=True)"
    },
    formula=lambda *asked: laws(asked, grows_from_one_sample=True),
)
exercise.wrong(
    "the larger of two batches",
    fails="size",
    change={"rng = np": "batch = max(batch, 64)\n    rng = np"},
)
exercise.wrong(
    "normalised all together",
    mistake="not_over_the_batch",
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
    "one number", fails="shapes", change={"return np.array(variances)": "return variances[-1]"}
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
