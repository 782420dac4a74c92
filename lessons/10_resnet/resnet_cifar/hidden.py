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

    # Neighbours ask about the same network, which is made once.
    yield asked("parts", [2], 1, "n=2: what it is made of")
    yield asked("logits", [2], 1, "n=2: logits", "logits")
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
                z = middle(self.conv(h, "3×3", f, stride))
                z = self.conv(z, "3×3", f)
                h = merge(self.short(h, f, stride), z)
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
        return facts | {"trainable parameters": net.trained}
    training = question == "training"
    return Net(args, x, seed, training, **exchanged).output.astype(np.float32)


@exercise.reference
def resnet_cifar(question, args, x, seed):
    return asked(question, args, x, seed)


# -- mistakes told by what the network is made of -----------------------------------------------------------------


def made_of(question, args, x, seed, **exchanged):
    """What a mistake says that shows in the parts alone."""
    if question != "parts":
        return NOT_SAID
    told = asked(question, args, x, seed, **exchanged)
    return NOT_SAID if told == asked(question, args, x, seed) else told


@exercise.mistake(
    "Stage 1 keeps the 32×32 pixels; stages 2 and 3 halve them. In yours each stage begins with stride 2, the first one too. Let "
    "the stride depend on the stage as well as on the place in it."
)
def first_stage_strided(question, args, x, seed):
    return made_of(question, args, x, seed, strided=lambda stage, block: block == 0)


@exercise.mistake(
    "The image is halved once a stage, by the first block. In yours every block of stages 2 and 3 has stride 2. Let the stride "
    "depend on the block's place in its stage."
)
def every_block_strided(question, args, x, seed):
    return made_of(question, args, x, seed, strided=lambda stage, block: stage > 0)


@exercise.mistake(
    "Stages 2 and 3 halve the image: 32, 16, 8 pixels a side. In yours all convolutions have stride 1. Give the first block of "
    "each of these stages stride 2."
)
def never_strided(question, args, x, seed):
    return made_of(question, args, x, seed, strided=lambda stage, block: False)


@exercise.mistake(
    "n counts the blocks of a stage, and a block has two convolutions. Yours has twice as many blocks. Loop over n."
)
def twice_as_many(question, args, x, seed):
    return made_of(question, args, x, seed, blocks=lambda n: 2 * n)


@exercise.mistake(
    "A stage has n blocks, the one with the stride among them. Yours has one block more in each. Count the first one in."
)
def one_more(question, args, x, seed):
    return made_of(question, args, x, seed, blocks=lambda n: n + 1)


@exercise.mistake(
    "The widths of this network are 16, 32 and 64. Yours are those of the larger networks for photographs. Read the task's list "
    "again."
)
def wide_net(question, args, x, seed):
    return made_of(question, args, x, seed, widths=(64, 128, 256))


@exercise.mistake(
    "Before the stages stands the stem: conv 3×3 with 16 filters, BN, ReLU. Yours begins with a block. Put it first."
)
def no_stem(question, args, x, seed):
    return made_of(question, args, x, seed, stem=False)


@exercise.mistake(
    "The network ends with `num_classes` units. Yours ends with ten, whatever was asked for. Use the argument.",
    rung="shapes",
)
def ten_classes(question, args, x, seed):
    return NOT_SAID if len(args) == 1 else asked(question, args, x, seed, classes=10)


@exercise.mistake(
    "The convolutions have no bias, for a batch normalisation follows each. Yours have one for each filter. Give them "
    "use_bias=False.",
    misconception="M18",
)
def with_biases(question, args, x, seed):
    return made_of(question, args, x, seed, bias=1)


@exercise.mistake(
    "Shortcut A has no weights: pixels are picked, and zeros put behind. Yours projects there. Ask for the letter."
)
def a_projects(question, args, x, seed):
    return made_of(question, args, x, seed, kind="B")


def projected(question, args, x, seed, **exchanged):
    """What a mistake about the projections says: of the network with shortcut B, parts and numbers."""
    if len(args) == 1 or question == "training":
        return NOT_SAID
    return asked(question, args, x, seed, **exchanged)


@exercise.mistake(
    "Shortcut B projects where the shapes differ. Yours has no 1×1 convolution, whatever letter it is given. Use the argument "
    "`shortcut`.",
    rung="projections",
)
def b_as_a(question, args, x, seed):
    return projected(question, args, x, seed, kind="A")


@exercise.mistake(
    "The projection is a 1×1 convolution and a batch normalisation. Yours is a bare convolution. Put the second behind it.",
    rung="projections",
)
def bare_projection(question, args, x, seed):
    return projected(question, args, x, seed, norm_of_projection=False)


# -- mistakes told by the logits ------------------------------------------------------------------------------------


def logits(question, args, x, seed, **exchanged):
    """What a mistake says that shows in the numbers alone, in inference; shortcut A suffices to know it."""
    if question != "logits" or len(args) > 1:
        return NOT_SAID
    return asked(question, args, x, seed, **exchanged)


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@exercise.mistake(
    "The outputs are logits. Yours are probabilities: a softmax stands behind the `Dense`. Leave it out; the loss takes it over.",
    rung="logits",
)
def probabilities(question, args, x, seed):
    return logits(question, args, x, seed, end=softmax)


@exercise.mistake(
    "Each block adds its shortcut. Yours is the plain twin: the parts are right, and nothing is added. Add before the last ReLU of "
    "a block.",
    rung="logits",
)
def plain_twin(question, args, x, seed):
    return logits(question, args, x, seed, merge=lambda x, f: relu(f))


@exercise.mistake(
    "A block ends with a ReLU, after the sum. Yours hands on the bare sum. Put a ReLU around it.",
    rung="logits",
)
def no_last_relu(question, args, x, seed):
    return logits(question, args, x, seed, merge=lambda x, f: x + f)


@exercise.mistake(
    "In a block, first the sum, then the ReLU. Yours takes the ReLU of the branch before the sum. Move it.",
    rung="logits",
)
def relu_before_sum(question, args, x, seed):
    return logits(question, args, x, seed, merge=lambda x, f: x + relu(f))


@exercise.mistake(
    "Between the two convolutions of a block stands a ReLU. Yours has none there. Put it behind the first batch normalisation.",
    rung="logits",
)
def no_middle_relu(question, args, x, seed):
    return logits(question, args, x, seed, middle=lambda h: h)


@exercise.mistake(
    "Shortcut A puts its zeros behind the old channels. Yours puts them in front. Pad behind.",
    rung="logits",
    misconception="M25",
)
def zeros_in_front(question, args, x, seed):
    def widen(x, f):
        return np.pad(x, [(0, 0)] * 3 + [(f - x.shape[-1], 0)])

    return logits(question, args, x, seed, widen=widen)


@exercise.mistake(
    "Shortcuts pick every second pixel. Yours take the mean of windows of 2×2. Use a slice with a step, or a stride.",
    rung="logits",
    misconception="M26",
)
def pooled(question, args, x, seed):
    return logits(question, args, x, seed, pick=average_pool)


@exercise.mistake(
    "The last pooling takes the mean over height and width. Yours takes the largest entry. Use the average.",
    rung="logits",
)
def largest(question, args, x, seed):
    return logits(question, args, x, seed, pool=lambda h: h.max(axis=(1, 2)))


@exercise.mistake(
    "A projection ends with its batch normalisation. Yours has a ReLU behind it, so the shortcut can carry nothing negative. "
    "Leave it out.",
    rung="projections",
)
def relu_on_projection(question, args, x, seed):
    if question != "logits":
        return NOT_SAID
    return projected(question, args, x, seed, carried=relu)


@exercise.mistake(
    "At inference a batch normalisation uses its moving statistics. Yours use the batch's own, whatever the mode. Leave "
    "`training` out where you call them.",
    rung="logits",
    misconception="M12",
)
def always_training(question, args, x, seed):
    if question != "logits" or len(args) > 1:
        return NOT_SAID
    return asked("training", args, x, seed)


@exercise.mistake(
    "The network obeys the mode it is called with. In yours the batch normalisations use the moving statistics in training, too. "
    "Leave `training` out where you call them.",
    rung="modes",
    misconception="M12",
)
def always_inference(question, args, x, seed):
    return asked("logits", args, x, seed) if question == "training" else NOT_SAID


no_model = exercise.mistake_when(
    "no_model",
    "The function returns a model, which is called later. Yours returns something else. Close it with keras.Model(inputs, "
    "outputs).",
    rung="runs",
    error="TypeError",
    message="returns a keras.Model",
)
shapes_differ = exercise.mistake_when(
    "shapes_differ",
    "Shortcut and branch have one shape before they are added. In yours they differ. Print both shapes in the block that fails: "
    "is it the stride, or the channels?",
    rung="runs",
    error="ValueError",
    message="cannot be broadcast",
)

# -- known answers ------------------------------------------------------------------------------------------------

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

for name, mistake, change in (
    (
        "stage 1 has a stride",
        first_stage_strided,
        {
            STRIDE: "stride=2 if k == 0 else 1",
            " if x.shape[-1] != filters" + LETTER: " if stride > 1" + LETTER,
            "elif x.shape[-1] != filters:": "elif stride > 1:",
        },
    ),
    ("the right sizes nowhere", never_strided, {STRIDE: "stride=1"}),
    ("2n blocks", twice_as_many, {LOOP: "for k in range(2 * n):"}),
    ("n + 1 blocks", one_more, {LOOP: "for k in range(n + 1):"}),
    (
        "widths for photographs",
        wide_net,
        {
            WIDTHS: "for filters in (64, 128, 256):",
            STEM: STEM.replace("16", "64"),
            STRIDE: STRIDE.replace("16", "64"),
        },
    ),
    ("no stem", no_stem, {STEM: "h = inputs"}),
    ("biases", with_biases, {", use_bias=False": ""}),
    ("A projects", a_projects, {LETTER: " and False"}),
):
    exercise.wrong(name, fails="values", as_=mistake, change=change)
exercise.wrong(
    "a stride in every block",
    fails="values",
    as_=every_block_strided,
    change={
        STRIDE: "stride=2 if filters > 16 else 1",
        PAD: PAD
        + "\n        elif stride > 1 and shortcut == 'A':\n            x = x[:, ::stride, ::stride]",
    },
)
exercise.wrong(
    "a bare projection",
    fails="projections",
    as_=bare_projection,
    change={
        PROJECTION: "x = keras.layers.Conv2D(filters, 1, strides=stride, use_bias=False)(x)"
    },
)
for name, mistake, change in (
    (
        "a softmax",
        probabilities,
        {END: END.replace("num_classes", 'num_classes, activation="softmax"')},
    ),
    (
        "the plain twin",
        plain_twin,
        {
            SUM: "return keras.layers.ReLU()(h)",
            PROJECTION: "conv_bn(x, filters, kernel_size=1, stride=stride)",
        },
    ),
    ("the bare sum", no_last_relu, {SUM: "return x + h"}),
    ("ReLU before the sum", relu_before_sum, {SUM: "return x + keras.layers.ReLU()(h)"}),
    ("no ReLU in the middle", no_middle_relu, {HALF: "h = conv_bn(x, filters, stride=stride)"}),
    ("zeros in front", zeros_in_front, {PAD: PAD.replace("(0, missing)", "(missing, 0)")}),
    (
        "average pooling in the shortcuts",
        pooled,
        {PAD: PAD.replace("x[:, ::stride, ::stride]", MEAN)},
    ),
    ("the largest entry", largest, {POOL: POOL.replace("Average", "Max")}),
):
    exercise.wrong(name, fails="logits", as_=mistake, change=change)
exercise.wrong(
    "ReLU on the projection",
    fails="projections",
    as_=relu_on_projection,
    change={PROJECTION: f"x = keras.layers.ReLU()({PROJECTION[4:]})"},
)
exercise.wrong("B pads", fails="projections", as_=b_as_a, change={LETTER: ""})
exercise.wrong(
    "ten classes",
    fails="shapes",
    as_=ten_classes,
    change={END: END.replace("num_classes", "10")},
)
exercise.wrong(
    "normalisations that never train",
    fails="modes",
    as_=always_inference,
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
)
exercise.wrong(
    "normalisations that always train",
    fails="logits",
    as_=always_training,
    change={BN: BN.replace("(x)", "(x, training=True)")},
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
    "outputs in place of a model",
    fails="runs",
    as_=no_model,
    change={END: "return keras.layers.Dense(num_classes)(h)"},
)
exercise.wrong(
    "the shortcut keeps its size",
    fails="runs",
    as_=shapes_differ,
    change={PAD: PAD.replace("x[:, ::stride, ::stride]", "x")},
)
exercise.wrong(
    "one block object for a whole stage",
    fails="values",
    code="""
def resnet_cifar(n, shortcut="A", num_classes=10):
    inputs = keras.Input((32, 32, 3))
    relu = keras.layers.ReLU()
    conv = lambda f, k=3, s=1: keras.layers.Conv2D(f, k, s, "same", use_bias=False)
    h = relu(keras.layers.BatchNormalization()(conv(16)(inputs)))
    for f in (16, 32, 64):
        same, norm = conv(f), keras.layers.BatchNormalization()
        for k in range(n):
            s = 2 if k == 0 and f > 16 else 1
            x = h
            z = relu(keras.layers.BatchNormalization()(conv(f, 3, s)(h)))
            z = norm(same(z))
            if s > 1 and shortcut == "A":
                x = keras.ops.pad(x[:, ::2, ::2], [(0, 0)] * 3 + [(0, f // 2)])
            elif s > 1:
                x = keras.layers.BatchNormalization()(conv(f, 1, 2)(x))
            h = relu(x + z)
    return keras.Model(inputs, keras.layers.Dense(num_classes)(keras.layers.GlobalAveragePooling2D()(h)))
""",
)
exercise.wrong(
    "Flatten in place of the pooling",
    fails="values",
    change={POOL: "keras.layers.Flatten()(h)"},
)

exercise.right(
    "the shortcut first, Add, and another momentum",
    code="""
def resnet_cifar(n, shortcut="A", num_classes=10):
    def norm(x):
        return keras.layers.BatchNormalization(momentum=0.9)(x)

    def conv(x, f, k=3, s=1):
        return norm(keras.layers.Conv2D(f, k, s, "same", use_bias=False, kernel_initializer="he_normal")(x))

    entry = keras.layers.Input(shape=(32, 32, 3))
    h = keras.ops.relu(conv(entry, 16))
    for stage in range(3):
        f = 16 * 2**stage
        for k in range(n):
            s = 1 + (stage > 0 and k == 0)
            short = h
            if s == 2 and shortcut == "B":
                short = conv(h, f, 1, 2)
            if s == 2 and shortcut == "A":
                short = keras.layers.MaxPooling2D(1, 2)(h)
                short = keras.layers.Concatenate()([short, keras.ops.zeros_like(short)])
            g = keras.layers.Activation("relu")(conv(h, f, 3, s))
            h = keras.layers.Activation("relu")(keras.layers.Add()([short, conv(g, f)]))
    h = keras.ops.mean(h, axis=(1, 2))
    return keras.Model(entry, keras.layers.Dense(num_classes, name="logits")(h))
""",
)
exercise.right(
    "blocks as layers that hide their sum",
    code="""
class Block(keras.layers.Layer):
    def __init__(self, filters, stride, shortcut, **kwargs):
        super().__init__(**kwargs)
        self.filters, self.stride, self.shortcut = filters, stride, shortcut
        self.b2, self.b1 = keras.layers.BatchNormalization(), keras.layers.BatchNormalization()
        self.c2 = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)
        self.c1 = keras.layers.Conv2D(filters, 3, stride, padding="same", use_bias=False)

    def build(self, shape):
        self.way = None
        if self.shortcut == "B" and (self.stride > 1 or shape[-1] != self.filters):
            self.way = keras.Sequential(
                [keras.layers.Conv2D(self.filters, 1, self.stride, use_bias=False), keras.layers.BatchNormalization()]
            )

    def call(self, x, training=None):
        h = keras.ops.relu(self.b1(self.c1(x), training=training))
        h = self.b2(self.c2(h), training=training)
        if self.way is not None:
            x = self.way(x, training=training)
        else:
            x = x[:, :: self.stride, :: self.stride]
            x = tf.pad(x, [[0, 0]] * 3 + [[0, self.filters - x.shape[-1]]])
        return tf.nn.relu(x + h)


def resnet_cifar(n, shortcut="A", num_classes=10):
    model = keras.Sequential([keras.Input((32, 32, 3))])
    model.add(keras.layers.Conv2D(16, 3, padding="same", use_bias=False))
    model.add(keras.layers.BatchNormalization())
    model.add(keras.layers.ReLU())
    for f, s in [(16, 1), (32, 2), (64, 2)]:
        for k in range(n):
            model.add(Block(f, s if k == 0 else 1, shortcut))
    model.add(keras.layers.GlobalAveragePooling2D())
    model.add(keras.layers.Dense(num_classes))
    return model
""",
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
