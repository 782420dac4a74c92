"""uses_batch_stats: batch normalisation mixes the samples in training only (Ioffe and Szegedy 2015, section 3.1)."""

from autograder.exercise import Function, call
from autograder.exercise.random_values import normal

exercise = Function(
    "uses_batch_stats",
    title="does a sample depend on the batch?",
    rungs={
        "chance": "It is not misled by chance or by memory",
        "nesting": "It sees through nested layers",
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


MIXING = (
    ["norm", True],
    ["inherits", True],
    ["always", False],
    ["centre", False],
    ["pairs", False],
)


def told(questions, rule):
    return [rule(kind, mode) for kind, mode in questions]


@exercise.reference
def uses_batch_stats(questions, x):
    return [question in MIXING for question in questions]


CALL = "first = layer(x, **kw)[0]"
END = "return bool(np.any(slope[1:]))"
BODY = """    with tf.GradientTape() as tape:
        tape.watch(x)
        first = layer(x, **kw)[0]
    slope = tape.gradient(first, x)
    return bool(np.any(slope[1:]))"""

exercise.mistake(
    "mode_ignored",
    "`training` is handed on as it came: a batch normalisation mixes samples in training only. Yours says the same for it in "
    "each mode. Call layer(x, **kw).",
    change={CALL: "first = layer(x, training=True)[0]"},
    formula=lambda questions, x: told(
        questions, lambda kind, mode: kind in ("norm", "inherits", "always", "centre")
    ),
)
exercise.mistake(
    "never",
    "The mode is handed on: in training a batch normalisation mixes the samples. Yours says that nothing ever does. Call "
    "layer(x, **kw), and look at the rows of the other samples.",
    change={CALL: "first = layer(x)[0]"},
    formula=lambda questions, x: told(questions, lambda kind, mode: False),
)
exercise.mistake(
    "looks_at_the_argument",
    "Training mode alone mixes nothing: a Dense does the same in either mode. Yours looks at the argument only. Ask what the "
    "output of one sample hangs on.",
    change={BODY: '    return bool(kw.get("training"))'},
    formula=lambda questions, x: told(questions, lambda kind, mode: bool(mode)),
)
exercise.mistake(
    "own_row_counts",
    "The question is about the *other* samples. Yours says True for each layer, as it does when a sample's own row counts. "
    "Leave out the row of the sample itself.",
    change={END: "return bool(np.any(slope))"},
    formula=lambda questions, x: told(questions, lambda kind, mode: True),
)
exercise.mistake(
    "other_way_round",
    "The question was whether samples are mixed. Yours answers whether they are not. Turn the answer round.",
    change={END: "return not np.any(slope[1:])"},
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
    "class. Ask what the output hangs on.",
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
        lambda kind, mode: bool(mode) and kind in ("inherits", "none", "always", "frozen"),
    )


exercise.mistake(
    "a_number",
    "The answer is a Python bool. Yours is a number or a tensor. Put bool(…) around it.",
    fails="shapes",
    change={END: "return int(np.any(slope[1:]))"},
    formula=lambda questions, x: [int(question in MIXING) for question in questions],
)
exercise.mistake(
    "nothing_returned",
    "The answer is a Python bool. Yours returns None: it ends without `return`. Write `return`.",
    fails="shapes",
    change={END: "bool(np.any(slope[1:]))"},
    formula=lambda questions, x: [None for _ in questions],
)
exercise.mistake(
    "no_tape",
    "A tape follows variables by itself; of any other tensor it returns None unless it was told to watch it. Yours asks a "
    "None for its rows. Call tape.watch(x) before the layer.",
    fails="runs",
    misconception="M06",
    change={"tape.watch(x)": "pass"},
    facts=dict(message="'NoneType' object is not subscriptable"),
)
exercise.wrong("the slopes", fails="shapes", change={END: "return slope[1:] != 0"})
exercise.wrong(
    "frozen layers are thought to mix",
    fails="nesting",
    change={END: "return bool(np.any(slope[1:])) or not layer.trainable"},
)
exercise.right(
    "squares of the last sample",
    change={
        CALL: "last = keras.ops.sum(layer(x, **kw)[-1] ** 2)",
        "slope = tape.gradient(first, x)": "slope = tape.gradient(last, x)",
        END: "return bool(tf.reduce_any(slope[:-1] != 0))",
    },
)
exercise.right(
    "a plague of NaN in the other rows",
    change={
        BODY: "    ill = np.array(x)\n    ill[1:] = np.nan\n    return bool(np.isnan(np.asarray(layer(ill, **kw))[0]).any())"
    },
)
exercise.right(
    "slopes of all samples but the first",
    change={
        CALL: "others = keras.ops.sum(layer(x, **kw)[1:] ** 3)",
        "slope = tape.gradient(first, x)": "slope = tape.gradient(others, x)",
        END: "return bool(np.abs(slope[0]).max() > 0)",
    },
)
exercise.equivalent(
    "return bool(np.any(slope[1:]))",
    "return np.any(slope[1:])",
    reason="NumPy's bool is told as a bool: it prints and behaves as one.",
)
