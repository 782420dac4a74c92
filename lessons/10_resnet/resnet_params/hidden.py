"""resnet_params: trainable parameters of the CIFAR-10 networks (He et al. 2015, section 4.2 and table 6)."""

from autograder.exercise import NOT_SAID, Function, call, one_of, whole

exercise = Function(
    "resnet_params",
    title="counting a whole network",
    rungs={"projections": "It counts the projections"},
    minutes=9,
    difficulty="medium",
    points={"values": 3, "projections": 1},
    takes=dict(n=whole(1, 1000), shortcut=one_of("A", "B")),
)


@exercise.cases
def cases(rng):
    for n in (1, 3, 9, 18):
        yield call(n, "A")
    yield call(int(rng.integers(20, 90)), "A", label="some n from 20 to 89, A")
    for n in (1, 3, 1000):
        yield call(n, "B", rung="projections")


def convolution(k, c, f, norm=2, bias=0):
    """A convolution and its batch normalisation with ``norm`` numbers a channel."""
    return k * k * c * f + norm * f + bias * f


def count(
    n, shortcut, norm=2, bias=0, of_norm=2, classes_bias=1, halved=True, stem=True, first=1
):
    """The sum, layer by layer. What a name says is exchanged: ``of_norm`` counts for the projection's normalisation."""
    total = convolution(3, 3, 16, norm, bias) if stem else 0
    before = 16
    for f in (16, 32, 64):
        for block in range(n):
            c = before if block == 0 and halved else f
            total += convolution(3, c, f, norm, bias) + convolution(3, f, f, norm, bias)
            if shortcut == "B" and block == 0 and f != 16:
                total += convolution(first, f // 2, f, of_norm, bias)
        before = f
    return total + 640 + 10 * classes_bias


@exercise.reference
def resnet_params(n, shortcut, **parts):
    return count(n, shortcut, **parts)


STEM = "total = 3 * 3 * 3 * 16 + 2 * 16  # stem"
BLOCKS = "n * (2 * 9 * c * c + 2 * 2 * c)"
END = "return total + 64 * 10 + 10"
LESS = "total -= 9 * c * c // 2"
MORE = "total += c * c // 2 + 2 * c"
IF = 'if shortcut == "B":'

exercise.mistake(
    "all_four",
    "A batch normalisation trains two numbers a channel, γ and β. Yours counts the moving mean and variance as well, which are "
    "not trained. Count two.",
    misconception="M11",
    change={
        STEM: "total = 3 * 3 * 3 * 16 + 4 * 16",
        BLOCKS: "n * (2 * 9 * c * c + 2 * 4 * c)",
        MORE: "total += c * c // 2 + 4 * c",
    },
    parts=dict(norm=4, of_norm=4),
)
exercise.mistake(
    "no_norms",
    "A batch normalisation follows each convolution and trains two numbers a channel. Yours counts none. Add them.",
    change={
        STEM: "total = 3 * 3 * 3 * 16",
        BLOCKS: "n * (2 * 9 * c * c)",
        MORE: "total += c * c // 2",
    },
    parts=dict(norm=0, of_norm=0),
)
exercise.mistake(
    "with_biases",
    "The convolutions have no bias. Yours counts one for each filter. Take them out.",
    misconception="M18",
    change={
        STEM: "total = 3 * 3 * 3 * 16 + 3 * 16",
        BLOCKS: "n * (2 * 9 * c * c + 2 * 3 * c)",
        MORE: "total += c * c // 2 + 3 * c",
    },
    parts=dict(bias=1),
)
exercise.mistake(
    "no_bias_at_end",
    "The `Dense` at the end has a bias, one number a class. Yours is lacking ten. Add them.",
    change={END: "return total + 64 * 10"},
    parts=dict(classes_bias=0),
)
exercise.mistake(
    "all_alike",
    "The first convolution of stages 2 and 3 sees the channels of the stage before, half as many. Yours counts it like the "
    "others. Subtract the difference.",
    change={LESS: "pass"},
    parts=dict(halved=False),
)
exercise.mistake(
    "no_stem",
    "The stem is a part of the net: 3·3·3·16 weights and 2·16 for its batch normalisation. Yours leaves it out. Add it.",
    change={STEM: "total = 0"},
    parts=dict(stem=False),
)
exercise.mistake(
    "a_projects",
    "Shortcut A has no parameters: it pads with zeros. Yours counts projections there. Ask for the letter.",
    change={IF: "if True:"},
    formula=lambda n, shortcut: count(n, "B"),
)
exercise.mistake(
    "b_as_a",
    "With shortcut B two blocks have a projection. Yours counts as many as with A, where there is none. Add two 1×1 convolutions "
    "and their batch normalisations.",
    fails="projections",
    change={MORE: "total += 0"},
    formula=lambda n, shortcut: NOT_SAID if shortcut == "A" else count(n, "A"),
)
exercise.mistake(
    "bare_projection",
    "The projection has a batch normalisation of its own. Yours counts its convolution alone. Add two numbers a channel.",
    fails="projections",
    change={MORE: "total += c * c // 2"},
    formula=lambda n, shortcut: NOT_SAID if shortcut == "A" else count(n, "B", of_norm=0),
)
exercise.mistake(
    "wide_projection",
    "The projection looks at single pixels, 1×1. Yours counts windows of 3×3. Leave the 9 out.",
    fails="projections",
    change={MORE: "total += 9 * c * c // 2 + 2 * c"},
    formula=lambda n, shortcut: NOT_SAID if shortcut == "A" else count(n, "B", first=3),
)
exercise.wrong(
    "layers, not blocks", fails="values", change={BLOCKS: BLOCKS.replace("n *", "n // 2 *")}
)
exercise.wrong("a float", fails="shapes", change={END: "return (total + 64 * 10 + 10) / 1000"})
exercise.wrong(
    "the published rounded figures",
    fails="values",
    change={END: "return {3: 270_000, 9: 850_000, 18: 1_700_000}.get(n, 0)"},
)
exercise.wrong(
    "right for the example only", fails="values", change={END: "return 269_722 * n // 3"}
)
for old in ("9 * c * c // 2", "c * c // 2 + 2 * c"):
    exercise.equivalent(
        old,
        old.replace("//", "/"),
        reason="c is even, so the division leaves no rest, and 3.0 is taken for 3.",
    )
