"""Bottleneck: 1×1, 3×3, 1×1 with shortcut B (He et al. 2015, figure 5, sections 3.3 and 4.1)."""

import numpy as np

from autograder.exercise import Layer, Result
from autograder.exercise.numpy_layers import average_pool, batch_norm, conv2d, relu
from autograder.exercise.random_values import he_normal

exercise = Layer(
    "Bottleneck",
    title="the bottleneck block",
    # Of one pixel at stride 2 the shapes agree although the stride is not 1, and the task says both.
    smallest=2,
    minutes=16,
    difficulty="hard",
    points={"builds": 1, "weights": 2, "values": 2, "state": 1},
    # A branch may be a functional model, whose sizes are those of the first input.
    sizes="fixed",
    # One training step is traced as it is, and tracing a block is dear.
    without=("graph",),
)


def projects(shape, filters, stride=1, expansion=4):
    return stride != 1 or shape[-1] != filters * expansion


def wide(shape, filters, stride=1, expansion=4):
    return filters * expansion


def narrow(shape, filters, **rest):
    return filters


def only_projected(size):
    """This size where the block projects, None where it does not."""
    return lambda shape, **made: size(shape, **made) if projects(shape, **made) else None


exercise.weight(
    "conv1.kernel", lambda shape, filters, **rest: (1, 1, shape[-1], filters), draw=he_normal
)
exercise.batch_norm("bn1", narrow)
exercise.weight(
    "conv2.kernel", lambda shape, filters, **rest: (3, 3, filters, filters), draw=he_normal
)
exercise.batch_norm("bn2", narrow)
exercise.weight(
    "conv3.kernel",
    lambda shape, filters, **rest: (1, 1, filters, wide(shape, filters, **rest)),
    draw=he_normal,
)
exercise.batch_norm("bn3", wide)
exercise.weight(
    "conv4.kernel",
    only_projected(lambda shape, **made: (1, 1, shape[-1], wide(shape, **made))),
    draw=he_normal,
)
exercise.batch_norm("bn4", only_projected(wide))

BOTH, KEPT = "stride 2, channels 3 to 8", "the shapes agree"
MORE, STRIDE = "stride 1, channels 4 to 6", "stride 2, channels 6 to 6"
# What makes the block project: both changes, none, the channels alone, the stride alone; expansion 4, 3 and 2.
exercise.case(2, 5, 4, 3, filters=2, stride=2, expansion=4, label=BOTH)
exercise.case(2, 3, 4, 8, filters=2, label=KEPT)
exercise.case(3, 3, 2, 4, filters=2, expansion=3, label=MORE)
exercise.case(2, 5, 3, 6, filters=3, stride=2, expansion=2, label=STRIDE)


def norm(x, w, training):
    return batch_norm(x, w.gamma, w.beta, w.mean, w.variance, training)


def block(
    x,
    w,
    training,
    filters,
    stride=1,
    expansion=4,
    *,
    strides=(False, True, False),
    middles=(relu, relu),
    before=lambda z: z,
    merge=lambda x, f: relu(x + f),
    modes=(None, None, None, None),
    pick=lambda x, stride: x[:, ::stride, ::stride],
    carried=lambda s: s,
):
    """The block with one part exchanged. ``modes`` fixes the mode of each normalisation, None leaves it as it is."""
    now = [training if mode is None else mode for mode in modes]
    steps = [stride if on else 1 for on in strides]
    state = {}

    def half(h, number, step=1, between=lambda z: z):
        z = between(conv2d(h, getattr(w, f"conv{number}").kernel, strides=step))
        y, mean, variance = norm(z, getattr(w, f"bn{number}"), now[number - 1])
        state.update({f"bn{number}.mean": mean, f"bn{number}.variance": variance})
        return y

    h = middles[0](half(x, 1, steps[0], before))
    h = middles[1](half(h, 2, steps[1], before))
    f = half(h, 3, steps[2])
    s = x
    if projects(x.shape, filters, stride, expansion):
        s = carried(half(pick(x, stride), 4))
    return Result(merge(s, f), state)


@exercise.reference
def bottleneck(x, w, training, **made):
    return block(x, w, training, **made)


@exercise.after_pass("The bottleneck in NumPy")
def bottleneck_in_numpy(x, w, filters, stride=1, expansion=4):
    def relu(z):
        return np.maximum(z, 0)

    def normalise(z, bn):  # at inference: with the moving statistics
        return bn.gamma * (z - bn.mean) / np.sqrt(bn.variance + 1e-3) + bn.beta

    h = relu(normalise(x @ w.conv1.kernel[0, 0], w.bn1))  # 1x1: one matrix for each pixel

    sides = [-(-size // stride) for size in h.shape[1:3]]
    need = [
        max((n - 1) * stride + 3 - size, 0) for n, size in zip(sides, h.shape[1:3], strict=True)
    ]
    h = np.pad(h, [(0, 0), *((n // 2, n - n // 2) for n in need), (0, 0)])  # "same"
    z = 0
    for i, j in np.ndindex(3, 3):
        rows = slice(i, i + stride * sides[0], stride)
        columns = slice(j, j + stride * sides[1], stride)
        z = z + h[:, rows, columns][:, : sides[0], : sides[1]] @ w.conv2.kernel[i, j]
    h = relu(normalise(z, w.bn2))

    f = normalise(h @ w.conv3.kernel[0, 0], w.bn3)  # F(x)
    s = x
    if stride != 1 or x.shape[-1] != filters * expansion:
        s = normalise(x[:, ::stride, ::stride] @ w.conv4.kernel[0, 0], w.bn4)
    return relu(s + f)


WIDE = "self.stride, self.wide = stride, filters * expansion"
CONV1 = "self.conv1 = keras.layers.Conv2D(filters, 1, use_bias=False)"
CONV2 = """self.conv2 = keras.layers.Conv2D(
            filters, 3, strides=stride, padding="same", use_bias=False
        )"""
CONV3 = "self.conv3 = keras.layers.Conv2D(self.wide, 1, use_bias=False)"
CONV4 = "self.conv4 = keras.layers.Conv2D(self.wide, 1, strides=self.stride, use_bias=False)"
BN1, BN2, BN3, BN4 = (f"self.bn{k} = keras.layers.BatchNormalization()" for k in (1, 2, 3, 4))
PROJECT = "self.project = self.stride != 1 or input_shape[-1] != self.wide"
FIRST = """h = self.bn1(self.conv1(inputs), training=training)
        h = keras.ops.relu(h)"""
SECOND = """h = self.bn2(self.conv2(h), training=training)
        h = keras.ops.relu(h)"""
THIRD = "h = self.bn3(self.conv3(h), training=training)"
FOURTH = "x = self.bn4(self.conv4(x), training=training)"
SUM = "return keras.ops.relu(x + h)"
MODES = (FIRST, SECOND, THIRD, FOURTH)
RELU, STRIDED, SAME = "keras.ops.relu", "strides=self.stride, ", 'padding="same"'


def modes(mode):
    """All normalisations called with this mode."""
    return {line: line.replace("=training", f"={mode}") for line in MODES}


def stride_moved(line, place):
    """The stride stands behind ``place`` in ``line`` rather than in the 3×3 convolution."""
    return {
        CONV2: CONV2.replace(" strides=stride,", ""),
        line: line.replace(place, place + ", strides=stride"),
    }


# Each is the model answer with one part changed.
exercise.mistake(
    "no_shortcut",
    "The shortcut comes back in before the last ReLU. Yours returns ReLU(F(x)), a plain stack of layers. Add the shortcut.",
    change={SUM: f"return {RELU}(h)"},
    parts=dict(merge=lambda x, f: relu(f)),
)
exercise.mistake(
    "no_last_relu",
    "This block ends with a ReLU, after the sum. Yours returns the bare sum. Put a ReLU around it.",
    change={SUM: "return x + h"},
    parts=dict(merge=lambda x, f: x + f),
)
exercise.mistake(
    "relu_before_sum",
    "First add, then ReLU. Yours takes the ReLU of the branch before the sum, and none after it. Move it behind the addition.",
    change={SUM: f"return x + {RELU}(h)"},
    parts=dict(merge=lambda x, f: x + relu(f)),
)
exercise.mistake(
    "two_last_relus",
    "The branch ends with its third batch normalisation. Yours has a ReLU before the sum as well as after it, so the branch can "
    "only raise. Take the one before the sum away.",
    change={SUM: f"return {RELU}(x + {RELU}(h))"},
    parts=dict(merge=lambda x, f: relu(x + relu(f))),
)
exercise.mistake(
    "relu_on_projection",
    "The projection ends with its batch normalisation. Yours has a ReLU behind it, so the shortcut can carry nothing negative. "
    "Leave it out.",
    change={FOURTH: FOURTH.replace("self.bn4(", f"{RELU}(self.bn4(") + ")"},
    parts=dict(carried=relu),
)
exercise.mistake(
    "no_first_relu",
    "A ReLU stands behind each of the first two batch normalisations. Yours has none between the first 1×1 and the 3×3 "
    "convolution. Count the ReLUs: there are three.",
    change={FIRST: FIRST.splitlines()[0]},
    parts=dict(middles=(lambda h: h, relu)),
)
exercise.mistake(
    "no_second_relu",
    "A ReLU stands behind each of the first two batch normalisations. Yours has none between the 3×3 and the second 1×1 "
    "convolution. Count the ReLUs: there are three.",
    change={SECOND: SECOND.splitlines()[0]},
    parts=dict(middles=(relu, lambda h: h)),
)
exercise.mistake(
    "relu_before_norm",
    "The ReLU follows the batch normalisation: conv, BN, ReLU. Yours takes it before. Exchange the two.",
    change={
        FIRST: f"h = self.bn1({RELU}(self.conv1(inputs)), training=training)",
        SECOND: f"h = self.bn2({RELU}(self.conv2(h)), training=training)",
    },
    parts=dict(before=relu, middles=(lambda h: h, lambda h: h)),
)
exercise.mistake(
    "stride_in_first",
    "The 3×3 convolution has the stride. In yours the first 1×1 has it, which throws three pixels of four away before a window "
    "has seen them. The shapes are right, the numbers are not. Move the stride.",
    misconception="M26",
    change=stride_moved(CONV1, "filters, 1"),
    parts=dict(strides=(True, False, False)),
)
exercise.mistake(
    "stride_in_last",
    "The 3×3 convolution has the stride. In yours the last 1×1 has it. The shapes are right, the numbers are not. Move the "
    "stride.",
    misconception="M25",
    change=stride_moved(CONV3, "self.wide, 1"),
    parts=dict(strides=(False, False, True)),
)
exercise.mistake(
    "pooled",
    "The projection picks every stride-th pixel. Yours takes the mean of windows first, as some later networks do. Give the "
    "projection the stride.",
    misconception="M26",
    change={
        CONV4: CONV4.replace(STRIDED, ""),
        FOURTH: f"x = keras.ops.average_pool(x, self.stride, {SAME})\n            {FOURTH}",
    },
    parts=dict(pick=lambda x, stride: average_pool(x, stride, padding="same")),
)
exercise.mistake(
    "halved",
    "The sum is a plain one. Yours takes the mean of shortcut and branch. Add them.",
    change={SUM: f"return {RELU}(keras.layers.average([x, h]))"},
    parts=dict(merge=lambda x, f: relu((x + f) / 2)),
)
exercise.mistake(
    "subtracted",
    "Shortcut and branch are added. Yours takes the shortcut away from the branch. Look at the sign.",
    misconception="M21",
    change={SUM: f"return {RELU}(h - x)"},
    parts=dict(merge=lambda x, f: relu(f - x)),
)
exercise.mistake(
    "appended",
    "The shortcut is added, and the channels stay. Yours puts the two side by side, so there are twice as many. Add them.",
    fails="shapes",
    misconception="M22",
    change={SUM: f"return {RELU}(keras.ops.concatenate([x, h], axis=-1))"},
    parts=dict(merge=lambda x, f: np.concatenate([x, f], axis=-1)),
)
exercise.mistake(
    "norms_never_train",
    "A sublayer inherits the mode, or is given your `training`. In yours all batch normalisations use the moving statistics in "
    "training too, as with a hard-coded None or False. Pass `training` on.",
    misconception="M12",
    change=modes(None),
    parts=dict(modes=(False,) * 4),
)
exercise.mistake(
    "projection_never_trains",
    "All batch normalisations follow the mode. The projection's one in yours runs as at inference, always. Treat it as the "
    "others.",
    misconception="M12",
    change={FOURTH: FOURTH.replace("=training", "=None")},
    parts=dict(modes=(None, None, None, False)),
)
exercise.mistake(
    "norms_always_train",
    "At inference a batch normalisation uses its moving statistics. Yours use the batch's own in both modes. Pass `training` on "
    "in place of True.",
    misconception="M12",
    change=modes(True),
    parts=dict(modes=(True,) * 4),
)
exercise.mistake(
    "stride_decides",
    "The block projects if the stride is not 1, or if the channels change. Yours fails where the channels change at stride 1. "
    "Ask for both.",
    fails="builds",
    misconception="M24",
    change={PROJECT: "self.project = self.stride > 1"},
    facts=dict(case=MORE, message="Incompatible shapes"),
)
exercise.mistake(
    "channels_decide",
    "The block projects if the channels change, or if the stride is not 1. Yours fails where the stride is 2 and the channels "
    "stay. Ask for both.",
    fails="builds",
    change={PROJECT: "self.project = input_shape[-1] != self.wide"},
    facts=dict(case=STRIDE, message="Incompatible shapes"),
)
exercise.mistake(
    "compared_with_filters",
    "x fits the sum as it is if it has as many channels as the *branch's output*, filters · expansion. Keras counts a projection "
    "in yours where the shapes agree. With what do you compare?",
    fails="weights",
    change={
        PROJECT: PROJECT.replace("wide", "narrow"),
        WIDE: WIDE + "\n        self.narrow = filters",
    },
    facts=dict(case=KEPT, trainable=12, non_trainable=8),
)
exercise.mistake(
    "bare_projection",
    "Each convolution, the projection's too, has a batch normalisation of its own. Keras counts four kernels in yours, but three "
    "batch normalisations. Make a fourth one, and use each once.",
    fails="weights",
    change={BN4: "", FOURTH: "x = self.conv4(x)"},
    facts=dict(trainable=10, non_trainable=6),
)
exercise.mistake(
    "with_biases",
    "No convolution has a bias, for a batch normalisation follows each. Yours have one each. Give all four use_bias=False.",
    fails="weights",
    misconception="M18",
    change={line: line.replace("use_bias=False", "") for line in (CONV1, CONV2, CONV3, CONV4)},
    facts=dict(trainable=16, non_trainable=8),
)
exercise.mistake(
    "biased_projection",
    "No convolution has a bias, for a batch normalisation follows each. Keras counts one trainable weight too many in yours. "
    "Look for the convolution without use_bias=False.",
    fails="weights",
    misconception="M18",
    change={CONV4: CONV4.replace(" use_bias=False", "")},
    facts=dict(trainable=13, non_trainable=8),
)
exercise.mistake(
    "wide_windows",
    "Only the convolution in the middle looks at 3×3 pixels; the two around it, and the projection, look at single ones. Yours "
    "has larger windows. Look at the kernel sizes.",
    fails="weights",
    change={line: line.replace("1,", f"3, {SAME},") for line in (CONV1, CONV3)},
    facts=dict(windows="3x3, 3x3, 3x3, 1x1"),
)
exercise.mistake(
    "basic",
    "The branch has three convolutions: 1×1, 3×3, 1×1. Yours is made of 3×3 ones alone, as the basic block. Look at the figure "
    "of the two blocks again.",
    fails="weights",
    change={
        CONV1: CONV1.replace("1,", f"3, {SAME},"),
        CONV2: CONV2.replace("filters, 3", "self.wide, 3"),
        CONV3: "",
        BN3: "",
        THIRD: "",
    },
    facts=dict(windows="3x3, 3x3, 1x1"),
)
exercise.common(
    "kept_in_call",
    name="made_in_call",
    change={CONV4: "pass", FOURTH: f"{CONV4}\n            {FOURTH}"},
)
exercise.common(
    "no_kwargs",
    change={
        "expansion=4, **kwargs": "expansion=4",
        "super().__init__(**kwargs)": "super().__init__()",
    },
)
exercise.wrong("training is hard-coded False", mistake="norms_never_train", change=modes(False))
exercise.wrong(
    "projects always", mistake="compared_with_filters", change={PROJECT: "self.project = True"}
)
exercise.wrong(
    "one normalisation for the first two",
    mistake="bare_projection",
    change={BN2: "", "self.bn2(self.conv2(h)": "self.bn1(self.conv2(h)"},
)
exercise.wrong(
    "expansion is always four", fails="shapes", change={WIDE: WIDE.replace("expansion", "4")}
)
exercise.wrong(
    "the 3×3 is as wide as the output",
    fails="weights",
    change={CONV2: CONV2.replace("filters, 3", "self.wide, 3")},
)
exercise.wrong(
    "the last scale starts at zero",
    fails="starts",
    change={BN3: BN3[:-1] + 'gamma_initializer="zeros")'},
)
exercise.wrong("another momentum", fails="state", change={BN2: BN2[:-1] + "momentum=0.9)"})
exercise.wrong("another epsilon", fails="values", change={BN3: BN3[:-1] + "epsilon=1e-5)"})
exercise.wrong(
    "the gradient of the shortcut is stopped",
    fails="gradients",
    change={SUM: f"return {RELU}(keras.ops.stop_gradient(x) + h)"},
)
exercise.right(
    "the mode is inherited",
    change={line: line.replace(", training=training", "") for line in MODES}
    | {"call(self, inputs, training=None)": "call(self, inputs)"},
)
exercise.right(
    "pixels are picked before the projection",
    change={
        CONV4: CONV4.replace(STRIDED, ""),
        FOURTH: f"x = x[:, :: self.stride, :: self.stride]\n            {FOURTH}",
    },
)
for conv in (CONV1, CONV2, CONV3, CONV4):
    exercise.equivalent(
        conv,
        conv.replace("False", "None"),
        reason="Keras takes None for no: the convolution has no bias either way.",
    )
exercise.equivalent(
    'padding="same"', 'padding="SAME"', reason="Keras reads padding in either case of letters."
)
for value in (
    "True",
    *(
        f"self.{part}"
        for part in ["stride", "wide", "conv1", "bn1", "conv2", "bn2", "conv3", "bn3"]
    ),
):
    exercise.equivalent(
        "if self.project:\n            self.conv4",
        f"if {value}:\n            self.conv4",
        reason="A sublayer that is made and never called is not built, and owns no weights.",
    )
for use in (
    "self.bn1(self.conv1(inputs)",
    "self.bn2(self.conv2(h)",
    "self.bn3(self.conv3(h)",
    "self.bn4(self.conv4(x)",
):
    exercise.equivalent(
        f"{use}, training=training)",
        f"{use})",
        reason="A sublayer inherits the mode of the layer that calls it when the argument is left out.",
    )
exercise.equivalent(
    "self.conv4(x)", "self.conv4(inputs)", reason="At this place x is still the input."
)
