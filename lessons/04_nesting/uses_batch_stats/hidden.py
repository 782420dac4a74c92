"""uses_batch_stats: batch normalisation mixes the samples in training only (Ioffe and Szegedy 2015, section 3.1)."""

from autograder.exercise import Function, call
from autograder.exercise.random_values import normal

exercise = Function(
    "uses_batch_stats",
    title="does a sample depend on the batch?",
    rungs={
        "chance": "It is not misled by chance or by memory",
        "nesting": "It sees through nested layers, and at every sample",
    },
    minutes=8,
    difficulty="hard",
    points={"shapes": 1, "values": 2, "chance": 1, "nesting": 1},
    changes=(),
)

PLAIN = [["dense", True], ["norm", True], ["norm", False], ["norm", None]]
CHANCE = [["dropout", True], ["diary", None]]
NESTED = [
    ["inherits", True],
    ["inherits", False],
    ["none", True],
    ["always", False],
    ["frozen", True],
    ["centre", False],
    ["pairs", False],
]
PLACES = [
    ["running", None],
    ["running back", None],
    ["one pair", None],
    ["reordered", None],
    ["mirrored", True],
    ["mirrored", False],
    ["dense", True],
]


@exercise.cases
def cases(rng):
    yield call(
        PLAIN,
        normal(rng, (6, 3)),
        label="Dense in training; BatchNormalization in training, in inference, without a mode",
    )
    yield call(
        CHANCE,
        normal(rng, (7, 2)),
        label="Dropout in training; a layer that remembers a mean and returns its input",
        rung="chance",
    )
    yield call(
        NESTED,
        normal(rng, (6, 2)),
        label="a layer that holds a BatchNormalization, in training and in inference; one that calls it with "
        "training=None, in training; one that calls it with training=True, in inference; a frozen one in training; a layer "
        "that takes the batch's mean away; one that adds up the samples in pairs",
        rung="nesting",
    )
    yield call(
        PLACES,
        normal(rng, (6, 3)),
        label="a running sum from the first sample, and one from the last; a layer that tells sample 2 of sample 4; one that "
        "puts the samples in another order; BatchNormalization and then each channel beside its negative, in training and in inference; a "
        "Dense in training",
        rung="nesting",
    )


MIXING = (
    ["norm", True],
    ["inherits", True],
    ["always", False],
    ["centre", False],
    ["pairs", False],
    *PLACES[:5],
)


def told(questions, rule):
    return [rule(kind, mode) for kind, mode in questions]


@exercise.reference
def uses_batch_stats(questions, x):
    return [question in MIXING for question in questions]


CALL = "y = layer(x, **kw)"
OWN = "slope[k] = 0.0  # a sample may depend on itself"
YES, NO = "            return True", "    return False"
ENDS = f"{YES}\n{NO}"
LOOP = "for k, sample in enumerate(samples):"
NOISE = "y * tf.random.normal(y.shape)"
BODY = """    with tf.GradientTape(persistent=True) as recorder:
        recorder.watch(x)
        y = layer(x, **kw)
        # Weighted at random, so that nothing cancels out when the numbers of a sample are added up.
        samples = tf.unstack(y * tf.random.normal(y.shape))
    for k, sample in enumerate(samples):
        slope = np.array(tf.convert_to_tensor(recorder.gradient(sample, x)))
        slope[k] = 0.0  # a sample may depend on itself
        if np.any(slope):
            return True
    return False"""

exercise.mistake(
    "mode_ignored",
    "`training` is passed on as it came: a batch normalisation mixes samples in training only. Yours says the same for it in "
    "each mode. Call layer(x, **kw).",
    change={CALL: "y = layer(x, training=True)"},
    formula=lambda questions, x: told(
        questions, lambda kind, mode: kind in ("norm", "inherits", "always", "centre")
    ),
)
exercise.mistake(
    "never",
    "The mode is passed on: in training a batch normalisation mixes the samples. Yours says that nothing ever does. Call "
    "layer(x, **kw), and look at the rows of the other samples.",
    change={CALL: "y = layer(x)"},
    formula=lambda questions, x: told(questions, lambda kind, mode: False),
)
exercise.mistake(
    "looks_at_the_argument",
    "Training mode alone mixes nothing: a Dense does the same in either mode. Yours looks at the argument only. Ask what the "
    "output of one sample depends on.",
    change={BODY: '    return bool(kw.get("training"))'},
    formula=lambda questions, x: told(questions, lambda kind, mode: bool(mode)),
)
exercise.mistake(
    "own_row_counts",
    "The question is about the *other* samples. Yours says True for each layer, as it does when a sample's own row counts. "
    "Leave out the row of the sample itself.",
    change={OWN: "pass"},
    formula=lambda questions, x: told(questions, lambda kind, mode: True),
)
exercise.mistake(
    "other_way_round",
    "The question was whether samples are mixed. Yours answers whether they are not. Turn the answer round.",
    change={ENDS: "            return False\n    return True"},
    formula=lambda questions, x: [question not in MIXING for question in questions],
)
exercise.mistake(
    "two_calls",
    "Chance does not count. Yours says True for a Dropout, as it happens when two calls are compared: they differ by chance. "
    "Make one call, and ask a tape.",
    fails="chance",
    change={
        BODY: "    others = tf.concat([x[:1], 3.0 * x[1:]], 0)\n    return not np.allclose(layer(x, **kw)[0], layer(others, **kw)[0], atol=1e-5)"
    },
    formula=lambda questions, x: [
        question in MIXING or question == ["dropout", True] for question in questions
    ],
)
exercise.mistake(
    "looks_at_weights",
    "A layer may write down what it saw and yet return each sample by itself. Yours says True for such a layer, as it does "
    "when weights are compared before and after. Look at the output.",
    fails="chance",
    change={
        BODY: "    layer(x)\n    before = [np.array(w) for w in layer.non_trainable_weights if 'seed' not in w.path]\n    layer(x, **kw)\n    after = [np.array(w) for w in layer.non_trainable_weights if 'seed' not in w.path]\n    return any(not np.array_equal(a, b) for a, b in zip(before, after))"
    },
    formula=lambda questions, x: told(
        questions, lambda kind, mode: kind == "diary" or [kind, mode] in MIXING
    ),
)
exercise.mistake(
    "by_class",
    "Any layer may mix samples, whatever its class and wherever it is nested. Yours knows a batch normalisation by its "
    "class. Ask what the output depends on.",
    fails="nesting",
    change={
        BODY: '    return isinstance(layer, keras.layers.BatchNormalization) and bool(kw.get("training"))'
    },
    formula=lambda questions, x: told(
        questions, lambda kind, mode: kind in ("norm", "frozen") and bool(mode)
    ),
)


@exercise.mistake(
    "outer_mode",
    "A layer in a layer does not get the outer mode in every case: a hard-coded training=None or True wins, and a frozen "
    "batch normalisation runs in inference. Yours goes by the mode that it was given. Call the layer, and look at the output.",
    fails="nesting",
    misconception="M12",
    change={
        BODY: '    kinds = [part for part in layer._flatten_layers() if isinstance(part, keras.layers.BatchNormalization)]\n    return bool(kinds) and bool(kw.get("training"))'
    },
)
def outer_mode(questions, x):
    return told(
        questions,
        lambda kind, mode: (
            bool(mode) and kind in ("inherits", "none", "always", "frozen", "mirrored")
        ),
    )


exercise.mistake(
    "a_number",
    "The answer is a Python bool. Yours is a number or a tensor. Put bool(…) around it.",
    fails="shapes",
    change={ENDS: "            return 1\n    return 0"},
    formula=lambda questions, x: [int(question in MIXING) for question in questions],
)
exercise.mistake(
    "nothing_returned",
    "The answer is a Python bool. Yours returns None: it ends without `return`. Write `return`.",
    fails="shapes",
    change={ENDS: "            break"},
    formula=lambda questions, x: [None for _ in questions],
)
exercise.mistake(
    "no_tape",
    "A tape follows variables by itself; of any other tensor it returns None unless it was told to watch it. Yours got a "
    "None for the slopes. Call tape.watch(x) before the layer.",
    fails="runs",
    misconception="M06",
    change={"recorder.watch(x)": "pass"},
    facts=dict(message="None"),
)
exercise.mistake(
    "first_sample_only",
    "A layer may mix some samples and leave others alone. Yours says False where sample 0 depends on no other sample, though "
    "later ones do. Look at what came out for each sample.",
    fails="nesting",
    change={LOOP: "for k, sample in enumerate(samples[:1]):"},
    formula=lambda questions, x: [
        question in MIXING and question[0] not in ("running", "one pair")
        for question in questions
    ],
)
exercise.mistake(
    "cancelled",
    "A tape adds up the numbers whose slope it is asked for. Where a channel has its negative beside it, they add up to 0 whatever "
    "x is: all slopes cancel out, and yours says False. Weight the numbers at random before, or square them.",
    fails="nesting",
    change={NOISE: "y"},
    formula=lambda questions, x: [
        question in MIXING and question[0] != "mirrored" for question in questions
    ],
)
exercise.wrong("the slopes", fails="shapes", change={NO: "    return slope != 0"})
exercise.wrong(
    "frozen layers are thought to mix",
    fails="nesting",
    change={NO: "    return not layer.trainable"},
)
exercise.wrong(
    "the last sample only",
    fails="nesting",
    change={LOOP: "for k, sample in [(len(samples) - 1, samples[-1])]:"},
)
exercise.wrong(
    "a reordering is overlooked",
    fails="runs",
    change={
        "tf.convert_to_tensor(recorder.gradient(sample, x))": "recorder.gradient(sample, x)"
    },
)
exercise.equivalent(
    NOISE,
    NOISE.replace("*", "/"),
    reason="Divided by random numbers, nothing cancels out either.",
)
