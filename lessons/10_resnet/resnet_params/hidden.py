"""resnet_params: trainable parameters of the CIFAR-10 networks (He et al. 2015, section 4.2 and table 6)."""

from autograder.exercise import NOT_SAID, Function, call

exercise = Function(
    "resnet_params",
    minutes=9,
    difficulty="medium",
    points={"values": 3, "projections": 1},
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
def resnet_params(n, shortcut):
    return count(n, shortcut)


@exercise.mistake(
    "A batch normalisation trains two numbers a channel, γ and β. Yours counts the moving mean and variance as well, which are "
    "not trained. Count two.",
    misconception="M11",
)
def all_four(n, shortcut):
    return count(n, shortcut, norm=4, of_norm=4)


@exercise.mistake(
    "A batch normalisation follows each convolution and trains two numbers a channel. Yours counts none. Add them."
)
def no_norms(n, shortcut):
    return count(n, shortcut, norm=0, of_norm=0)


@exercise.mistake(
    "The convolutions have no bias. Yours counts one for each filter. Take them out.",
    misconception="M18",
)
def with_biases(n, shortcut):
    return count(n, shortcut, bias=1)


@exercise.mistake(
    "The `Dense` at the end has a bias, one number a class. Yours is lacking ten. Add them."
)
def no_bias_at_end(n, shortcut):
    return count(n, shortcut, classes_bias=0)


@exercise.mistake(
    "The first convolution of stages 2 and 3 sees the channels of the stage before, half as many. Yours counts it like the "
    "others. Subtract the difference."
)
def all_alike(n, shortcut):
    return count(n, shortcut, halved=False)


@exercise.mistake(
    "The stem is a part of the net: 3·3·3·16 weights and 2·16 for its batch normalisation. Yours leaves it out. Add it."
)
def no_stem(n, shortcut):
    return count(n, shortcut, stem=False)


@exercise.mistake(
    "Shortcut A has no parameters: it pads with zeros. Yours counts projections there. Ask for the letter.",
)
def a_projects(n, shortcut):
    return count(n, "B")


@exercise.mistake(
    "With shortcut B two blocks have a projection. Yours counts as many as with A, where there is none. Add two 1×1 convolutions "
    "and their batch normalisations.",
    rung="projections",
)
def b_as_a(n, shortcut):
    return NOT_SAID if shortcut == "A" else count(n, "A")


@exercise.mistake(
    "The projection has a batch normalisation of its own. Yours counts its convolution alone. Add two numbers a channel.",
    rung="projections",
)
def bare_projection(n, shortcut):
    return NOT_SAID if shortcut == "A" else count(n, "B", of_norm=0)


@exercise.mistake(
    "The projection looks at single pixels, 1×1. Yours counts windows of 3×3. Leave the 9 out.",
    rung="projections",
)
def wide_projection(n, shortcut):
    return NOT_SAID if shortcut == "A" else count(n, "B", first=3)


# -- known answers ------------------------------------------------------------------------------------------------

STEM = "total = 3 * 3 * 3 * 16 + 2 * 16  # stem"
BLOCKS = "n * (2 * 9 * c * c + 2 * 2 * c)"
END = "return total + 64 * 10 + 10"
LESS = "total -= 9 * c * c // 2"
MORE = "total += c * c // 2 + 2 * c"
IF = 'if shortcut == "B":'

exercise.wrong(
    "four numbers a channel",
    fails="values",
    as_=all_four,
    change={
        STEM: "total = 3 * 3 * 3 * 16 + 4 * 16",
        BLOCKS: "n * (2 * 9 * c * c + 2 * 4 * c)",
        MORE: "total += c * c // 2 + 4 * c",
    },
)
exercise.wrong(
    "no batch normalisation",
    fails="values",
    as_=no_norms,
    change={
        STEM: "total = 3 * 3 * 3 * 16",
        BLOCKS: "n * (2 * 9 * c * c)",
        MORE: "total += c * c // 2",
    },
)
exercise.wrong(
    "biases",
    fails="values",
    as_=with_biases,
    change={
        STEM: "total = 3 * 3 * 3 * 16 + 3 * 16",
        BLOCKS: "n * (2 * 9 * c * c + 2 * 3 * c)",
        MORE: "total += c * c // 2 + 3 * c",
    },
)
exercise.wrong(
    "no bias at the end",
    fails="values",
    as_=no_bias_at_end,
    change={END: "return total + 64 * 10"},
)
exercise.wrong("all blocks alike", fails="values", as_=all_alike, change={LESS: "pass"})
exercise.wrong("no stem", fails="values", as_=no_stem, change={STEM: "total = 0"})
exercise.wrong("projections always", fails="values", as_=a_projects, change={IF: "if True:"})
exercise.wrong(
    "projections never", fails="projections", as_=b_as_a, change={MORE: "total += 0"}
)
exercise.wrong(
    "a bare projection",
    fails="projections",
    as_=bare_projection,
    change={MORE: "total += c * c // 2"},
)
exercise.wrong(
    "a 3×3 projection",
    fails="projections",
    as_=wide_projection,
    change={MORE: "total += 9 * c * c // 2 + 2 * c"},
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

exercise.right(
    "one line",
    code="""
def resnet_params(n, shortcut):
    return 97_216 * n - 21_926 + 2_752 * (shortcut == "B")
""",
)
exercise.right(
    "layer by layer",
    code="""
def resnet_params(n, shortcut):
    total, before = 27 * 16 + 32, 16
    for f in (16, 32, 64):
        for _ in range(n):
            total += 9 * before * f + 9 * f * f + 4 * f
            if shortcut == "B" and before != f:
                total += before * f + 2 * f
            before = f
    return total + 650
""",
)
exercise.right(
    "with NumPy",
    code="""
def resnet_params(n, shortcut):
    c = np.array([16, 32, 64])
    equal = n * (18 * c**2 + 4 * c).sum() + 464 + 650
    less = (9 * c[1:] ** 2 // 2).sum()
    project = (c[1:] ** 2 // 2 + 2 * c[1:]).sum() if shortcut == "B" else 0
    return int(equal - less + project)
""",
)

for old in ("9 * c * c // 2", "c * c // 2 + 2 * c"):
    exercise.equivalent(
        old,
        old.replace("//", "/"),
        reason="c is even, so the division leaves no rest, and 3.0 is taken for 3.",
    )
