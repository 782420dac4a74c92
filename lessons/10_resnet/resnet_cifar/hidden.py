"""resnet_cifar: the networks for 32×32 images (He et al. 2015, section 4.2 and table 6)."""

import math

import numpy as np

from autograder.exercise import NOT_SAID, Function, call
from autograder.exercise.numpy_layers import (
    average_pool,
    batch_norm,
    conv2d,
    global_average_pool,
    relu,
)
from autograder.exercise.random_values import normal

exercise = Function(
    "resnet_cifar",
    title="the whole network",
    rungs={
        "logits": "Its logits are right",
        "projections": "It is right with projections",
        "modes": "It follows the training mode",
    },
    minutes=18,
    difficulty="hard",
    points={"values": 2, "logits": 2, "projections": 1, "modes": 1},
    without=("inputs",),
)


@exercise.cases
def cases(rng):
    def asked(question, args, batch, label, rung="values"):
        seed, x = int(rng.integers(10**6)), normal(rng, (batch, 32, 32, 3))
        return call(question, args, x, seed, label=label, rung=rung)

    # The task's own example. Only with n=3 are there blocks after the second one, which an answer may have made once for
    # all of them.
    yield asked("parts", [3], 2, "n=3: what it is made of")
    yield asked("logits", [2], 1, "n=2: logits", "logits")
    # Neighbours ask about the same network, which is made once.
    made_of, numbers = 'n=1, "B", 7 classes: what it is made of', 'n=1, "B", 7 classes: logits'
    yield asked("parts", [1, "B", 7], 1, made_of, "projections")
    yield asked("logits", [1, "B", 7], 1, numbers, "projections")
    yield asked("training", [1, "B", 7], 2, 'n=1, "B", 7 classes: logits in training', "modes")


def numbers(seed, kind, number, shape, filters):
    """The numbers that probe.py fills in: the same generator, asked in the same order."""
    draws = np.random.default_rng([seed, {"3×3": 3, "1×1": 1, "Dense": 2}[kind], number])
    kernel = math.sqrt(2 / math.prod(shape[:-1])) * draws.standard_normal(shape)
    scale, spread = (draws.random(filters) + 0.5 for _ in range(2))
    shift, middle = (draws.standard_normal(filters) * 0.3 for _ in range(2))
    return kernel, scale, shift, middle, spread


def picked(x, stride):
    return x[:, ::stride, ::stride]


def zeros_behind(x, f):
    return np.pad(x, [(0, 0)] * 3 + [(0, f - x.shape[-1])])


class Net:
    """One pass through the network with one part exchanged; ``rows`` and ``trained`` tell what it is made of."""

    def __init__(
        self,
        args,
        x,
        seed,
        training=False,
        *,
        logits=True,
        widths=(16, 32, 64),
        strided=lambda stage, block: stage > 0 and block == 0,
        own=lambda block: True,
        blocks=lambda n: n,
        classes=None,
        stem=True,
        norm_of_projection=True,
        bias=0,
        kind=None,
        middle=relu,
        merge=lambda x, f: relu(x + f),
        widen=zeros_behind,
        pick=picked,
        carried=lambda s: s,
        pool=global_average_pool,
        end=lambda z: z,
    ):
        n, shortcut, wanted = [*args, *[3, "A", 10][len(args) :]]
        self.shortcut = kind or shortcut
        self.seed, self.training, self.logits, self.bias = seed, training, logits, bias
        self.rows = {"3×3": [], "1×1": [], "others": [], "Dense": []}
        self.trained = 0
        self.widen, self.pick, self.carried = widen, pick, carried
        self.norm_of_projection = norm_of_projection
        h = relu(self.conv(x, "3×3", widths[0])) if stem else x
        for stage, f in enumerate(widths):
            for k in range(blocks(n)):
                stride = 2 if strided(stage, k) else 1
                before = self.trained
                z = middle(self.conv(h, "3×3", f, stride))
                z = self.conv(z, "3×3", f)
                h = merge(self.short(h, f, stride), z)
                self.trained = self.trained if own(k) else before
        h = pool(h)
        units = classes or wanted
        self.rows["Dense"].append(f"{h.shape[-1]}→{units}")
        self.trained += (h.shape[-1] + 1) * units
        kernel, _, beta, *_ = numbers(seed, "Dense", 0, (h.shape[-1], units), units)
        self.output = end(h @ kernel + beta) if logits else None

    def short(self, x, f, stride):
        if stride == 1 and x.shape[-1] == f:
            return x
        if self.shortcut == "A":
            return self.widen(self.pick(x, stride), f)
        if self.pick is not picked:
            x, stride = self.pick(x, stride), 1
        return self.carried(self.conv(x, "1×1", f, stride, normed=self.norm_of_projection))

    def conv(self, x, kind, f, stride=1, normed=True):
        """Convolution and normalisation. Where only the parts are asked for, the numbers are left out."""
        k, c = int(kind[0]), x.shape[-1]
        sides = [-(-size // stride) for size in x.shape[1:3]]
        number = len(self.rows[kind])
        self.rows[kind].append(f"{c}→{f} {sides[0]}×{sides[1]}")
        self.trained += k * k * c * f + (2 * normed + self.bias) * f
        if not self.logits:
            return np.zeros((len(x), *sides, f))
        kernel, gamma, beta, mean, variance = numbers(self.seed, kind, number, (k, k, c, f), f)
        z = conv2d(x, kernel, strides=stride)
        if not normed:
            return z
        return batch_norm(z, gamma, beta, mean, variance, self.training)[0]


def asked(question, args, x, seed, **exchanged):
    """The answer to one question when a part of the network is exchanged."""
    if question == "parts":
        net = Net(args, x, seed, logits=False, **exchanged)
        facts = {kind: ", ".join(words) or "none" for kind, words in net.rows.items()}
        outputs = net.rows["Dense"][0].rpartition("→")[2]
        return facts | {"trainable parameters": net.trained, "outputs": f"{len(x)}×{outputs}"}
    training = question == "training"
    return Net(args, x, seed, training, **exchanged).output.astype(np.float32)


@exercise.reference
def resnet_cifar(question, args, x, seed):
    return asked(question, args, x, seed)


def made_of(question, args, x, seed, **exchanged):
    """What a mistake says that shows in the parts alone."""
    if question != "parts":
        return NOT_SAID
    told = asked(question, args, x, seed, **exchanged)
    return NOT_SAID if told == asked(question, args, x, seed) else told


def projected(question, args, x, seed, **exchanged):
    """What a mistake about the projections says: of the network with shortcut B, parts and numbers."""
    if len(args) == 1 or question == "training":
        return NOT_SAID
    return asked(question, args, x, seed, **exchanged)


def logits(question, args, x, seed, **exchanged):
    """What a mistake says that shows in the numbers alone, in inference; shortcut A suffices to know it."""
    if question != "logits" or len(args) > 1:
        return NOT_SAID
    return asked(question, args, x, seed, **exchanged)


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


BN = "return keras.layers.BatchNormalization()(x)"
HALF = "h = keras.layers.ReLU()(conv_bn(x, filters, stride=stride))"
PAD = "x = keras.ops.pad(x[:, ::stride, ::stride], [(0, 0)] * 3 + [(0, missing)])"
PROJECTION = "x = conv_bn(x, filters, kernel_size=1, stride=stride)"
SUM = "return keras.layers.ReLU()(x + h)"
STEM = "h = keras.layers.ReLU()(conv_bn(inputs, 16))"
WIDTHS = "for filters in (16, 32, 64):"
LOOP = "for k in range(n):"
STRIDE = "stride=2 if k == 0 and filters > 16 else 1"
POOL = "keras.layers.GlobalAveragePooling2D()(h)"
END = "return keras.Model(inputs, keras.layers.Dense(num_classes)(h))"
LETTER = ' and shortcut == "A"'
MEAN = "keras.layers.AveragePooling2D(2)(x)"

exercise.mistake(
    "first_stage_strided",
    "Stage 1 keeps the 32×32 pixels; stages 2 and 3 halve them. In yours each stage begins with stride 2, the first one too. Let "
    "the stride depend on the stage as well as on the place in it.",
    change={
        STRIDE: "stride=2 if k == 0 else 1",
        " if x.shape[-1] != filters" + LETTER: " if stride > 1" + LETTER,
        "elif x.shape[-1] != filters:": "elif stride > 1:",
    },
    formula=lambda question, args, x, seed: made_of(
        question, args, x, seed, strided=lambda stage, block: block == 0
    ),
)
exercise.mistake(
    "every_block_strided",
    "The image is halved once a stage, by the first block. In yours every block of stages 2 and 3 has stride 2. Let the stride "
    "depend on the block's place in its stage.",
    change={
        STRIDE: "stride=2 if filters > 16 else 1",
        PAD: PAD
        + "\n        elif stride > 1 and shortcut == 'A':\n            x = x[:, ::stride, ::stride]",
    },
    formula=lambda question, args, x, seed: made_of(
        question, args, x, seed, strided=lambda stage, block: stage > 0
    ),
)
exercise.mistake(
    "never_strided",
    "Stages 2 and 3 halve the image: 32, 16, 8 pixels a side. In yours all convolutions have stride 1. Give the first block of "
    "each of these stages stride 2.",
    change={STRIDE: "stride=1"},
    formula=lambda question, args, x, seed: made_of(
        question, args, x, seed, strided=lambda stage, block: False
    ),
)
exercise.mistake(
    "twice_as_many",
    "n counts the blocks of a stage, and a block has two convolutions. Yours has twice as many blocks. Loop over n.",
    change={LOOP: "for k in range(2 * n):"},
    formula=lambda question, args, x, seed: made_of(
        question, args, x, seed, blocks=lambda n: 2 * n
    ),
)
exercise.mistake(
    "one_more",
    "A stage has n blocks, the one with the stride among them. Yours has one block more in each. Count the first one in.",
    change={LOOP: "for k in range(n + 1):"},
    formula=lambda question, args, x, seed: made_of(
        question, args, x, seed, blocks=lambda n: n + 1
    ),
)
exercise.mistake(
    "blocks_shared",
    "Each block has weights of its own. Yours runs through the right layers, but has too few weights: from the second block of "
    "a stage on, one and the same block is used again. Make a new one in each turn of the loop.",
    formula=lambda question, args, x, seed: made_of(
        question, args, x, seed, own=lambda block: block < 2
    ),
)
exercise.mistake(
    "wide_net",
    "The widths of this network are 16, 32 and 64. Yours are those of the larger networks for photographs. Read the task's list "
    "again.",
    change={
        WIDTHS: "for filters in (64, 128, 256):",
        STEM: STEM.replace("16", "64"),
        STRIDE: STRIDE.replace("16", "64"),
    },
    formula=lambda question, args, x, seed: made_of(
        question, args, x, seed, widths=(64, 128, 256)
    ),
)
exercise.mistake(
    "no_stem",
    "Before the stages stands the stem: conv 3×3 with 16 filters, BN, ReLU. Yours begins with a block. Put it first.",
    change={STEM: "h = inputs"},
    formula=lambda question, args, x, seed: made_of(question, args, x, seed, stem=False),
)
exercise.mistake(
    "ten_classes",
    "The network ends with `num_classes` units. Yours ends with ten, whatever was asked for. Use the argument.",
    fails="shapes",
    change={END: END.replace("num_classes", "10")},
    formula=lambda question, args, x, seed: (
        NOT_SAID if len(args) == 1 else asked(question, args, x, seed, classes=10)
    ),
)
exercise.mistake(
    "with_biases",
    "The convolutions have no bias, for a batch normalisation follows each. Yours have one for each filter. Give them "
    "use_bias=False.",
    misconception="M18",
    change={", use_bias=False": ""},
    formula=lambda question, args, x, seed: made_of(question, args, x, seed, bias=1),
)
exercise.mistake(
    "a_projects",
    "Shortcut A has no weights: pixels are picked, and zeros put behind. Yours projects there. Ask for the letter.",
    change={LETTER: " and False"},
    formula=lambda question, args, x, seed: made_of(question, args, x, seed, kind="B"),
)
exercise.mistake(
    "b_as_a",
    "Shortcut B projects where the shapes differ. Yours has no 1×1 convolution, whatever letter it is given. Use the argument "
    "`shortcut`.",
    fails="projections",
    change={LETTER: ""},
    formula=lambda question, args, x, seed: projected(question, args, x, seed, kind="A"),
)
exercise.mistake(
    "bare_projection",
    "The projection is a 1×1 convolution and a batch normalisation. Yours is a bare convolution. Put the second behind it.",
    fails="projections",
    change={
        PROJECTION: "x = keras.layers.Conv2D(filters, 1, strides=stride, use_bias=False)(x)"
    },
    formula=lambda question, args, x, seed: projected(
        question, args, x, seed, norm_of_projection=False
    ),
)
exercise.mistake(
    "probabilities",
    "The outputs are logits. Yours are probabilities: a softmax stands behind the `Dense`. Leave it out; the loss takes it over.",
    fails="logits",
    change={END: END.replace("num_classes", 'num_classes, activation="softmax"')},
    formula=lambda question, args, x, seed: logits(question, args, x, seed, end=softmax),
)
exercise.mistake(
    "plain_twin",
    "Each block adds its shortcut. Yours is the plain twin: the parts are right, and nothing is added. Add before the last ReLU of "
    "a block.",
    fails="logits",
    change={
        SUM: "return keras.layers.ReLU()(h)",
        PROJECTION: "conv_bn(x, filters, kernel_size=1, stride=stride)",
    },
    formula=lambda question, args, x, seed: logits(
        question, args, x, seed, merge=lambda x, f: relu(f)
    ),
)
exercise.mistake(
    "no_last_relu",
    "A block ends with a ReLU, after the sum. Yours hands on the bare sum. Put a ReLU around it.",
    fails="logits",
    change={SUM: "return x + h"},
    formula=lambda question, args, x, seed: logits(
        question, args, x, seed, merge=lambda x, f: x + f
    ),
)
exercise.mistake(
    "relu_before_sum",
    "In a block, first the sum, then the ReLU. Yours takes the ReLU of the branch before the sum. Move it.",
    fails="logits",
    change={SUM: "return x + keras.layers.ReLU()(h)"},
    formula=lambda question, args, x, seed: logits(
        question, args, x, seed, merge=lambda x, f: x + relu(f)
    ),
)
exercise.mistake(
    "no_middle_relu",
    "Between the two convolutions of a block stands a ReLU. Yours has none there. Put it behind the first batch normalisation.",
    fails="logits",
    change={HALF: "h = conv_bn(x, filters, stride=stride)"},
    formula=lambda question, args, x, seed: logits(question, args, x, seed, middle=lambda h: h),
)


@exercise.mistake(
    "zeros_in_front",
    "Shortcut A puts its zeros behind the old channels. Yours puts them in front. Pad behind.",
    fails="logits",
    misconception="M25",
    change={PAD: PAD.replace("(0, missing)", "(missing, 0)")},
)
def zeros_in_front(question, args, x, seed):
    def widen(x, f):
        return np.pad(x, [(0, 0)] * 3 + [(f - x.shape[-1], 0)])

    return logits(question, args, x, seed, widen=widen)


exercise.mistake(
    "pooled",
    "Shortcuts pick every second pixel. Yours take the mean of windows of 2×2. Use a slice with a step, or a stride.",
    fails="logits",
    misconception="M26",
    change={PAD: PAD.replace("x[:, ::stride, ::stride]", MEAN)},
    formula=lambda question, args, x, seed: logits(question, args, x, seed, pick=average_pool),
)
exercise.mistake(
    "largest",
    "The last pooling takes the mean over height and width. Yours takes the largest entry. Use the average.",
    fails="logits",
    change={POOL: POOL.replace("Average", "Max")},
    formula=lambda question, args, x, seed: logits(
        question, args, x, seed, pool=lambda h: h.max(axis=(1, 2))
    ),
)


@exercise.mistake(
    "relu_on_projection",
    "A projection ends with its batch normalisation. Yours has a ReLU behind it, so the shortcut can carry nothing negative. "
    "Leave it out.",
    fails="projections",
    change={PROJECTION: f"x = keras.layers.ReLU()({PROJECTION[4:]})"},
)
def relu_on_projection(question, args, x, seed):
    if question != "logits":
        return NOT_SAID
    return projected(question, args, x, seed, carried=relu)


@exercise.mistake(
    "always_training",
    "At inference a batch normalisation uses its moving statistics. Yours use the batch's own, whatever the mode. Leave "
    "`training` out where you call them.",
    fails="logits",
    misconception="M12",
    change={BN: BN.replace("(x)", "(x, training=True)")},
)
def always_training(question, args, x, seed):
    if question != "logits" or len(args) > 1:
        return NOT_SAID
    return asked("training", args, x, seed)


exercise.mistake(
    "always_inference",
    "The network obeys the mode it is called with. In yours the batch normalisations use the moving statistics in training, too. "
    "Leave `training` out where you call them.",
    fails="modes",
    misconception="M12",
    change={
        BN: "return Frozen()(x)",
        "def resnet_cifar(": """class Frozen(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.norm = keras.layers.BatchNormalization()

    def call(self, x):
        return self.norm(x, training=False)


def resnet_cifar(""",
    },
    formula=lambda question, args, x, seed: (
        asked("logits", args, x, seed) if question == "training" else NOT_SAID
    ),
)
exercise.mistake(
    "no_model",
    "The function returns a model, which is called later. Yours returns something else. Close it with keras.Model(inputs, "
    "outputs).",
    fails="runs",
    change={END: "return keras.layers.Dense(num_classes)(h)"},
    facts=dict(error="TypeError", message="returns a keras.Model"),
)
exercise.mistake(
    "shapes_differ",
    "Shortcut and branch have one shape before they are added. In yours they differ. Print both shapes in the block that fails: "
    "is it the stride, or the channels?",
    fails="runs",
    change={PAD: PAD.replace("x[:, ::stride, ::stride]", "x")},
    facts=dict(error="ValueError", message="cannot be broadcast"),
)
exercise.wrong(
    "dropout at the end",
    fails="modes",
    change={END: END.replace("(h)", "(keras.layers.Dropout(0.5)(h))")},
)
exercise.wrong(
    "another epsilon", fails="logits", change={BN: BN.replace("()(x)", "(epsilon=0.1)(x)")}
)
exercise.wrong(
    "Flatten in place of the pooling",
    fails="values",
    change={POOL: "keras.layers.Flatten()(h)"},
)
exercise.right(
    "a plan first",
    change={
        "inputs = keras.Input((32, 32, 3))": "plan = [(f, 1 + (f > 16 and k == 0)) for f in (16, 32, 64) for k in range(n)]\n"
        "    inputs = keras.Input((32, 32, 3))",
        "    "
        + WIDTHS
        + "\n        "
        + LOOP
        + "\n            h = block(h, filters, "
        + STRIDE
        + ")": "    for filters, stride in plan:\n        h = block(h, filters, stride)",
    },
)
exercise.right(
    "convolutions first, then their normalisations",
    change={
        HALF: "both = [keras.layers.Conv2D(filters, 3, s, 'same', use_bias=False) for s in (1, stride)]\n"
        "        h = keras.layers.ReLU()(keras.layers.BatchNormalization()(both[1](x)))",
        "h = conv_bn(h, filters)": "h = keras.layers.BatchNormalization()(both[0](h))",
    },
)
for old, new, reason in (
    ("use_bias=False", "use_bias=None", "Keras takes None for no."),
    ('padding="same"', 'padding="SAME"', "Keras reads padding in either case of letters."),
    ("filters > 16", "filters > 17", "After 16 filters come 32."),
    (
        "x.shape[-1] != filters and shortcut",
        "x.shape[-1] != stride and shortcut",
        "Where the shapes agree, the slice has step 1, and no channel is missing: x stays.",
    ),
):
    exercise.equivalent(old, new, reason=reason)
