"""BasicBlock: the residual block with batch normalisation (He et al. 2015, figure 2 and section 4.2)."""

import numpy as np

from autograder.exercise import Layer, Result
from autograder.exercise.numpy_layers import batch_norm, conv2d, relu
from autograder.exercise.random_values import he_normal

exercise = Layer(
    "BasicBlock",
    title="the residual block",
    minutes=12,
    difficulty="medium",
    points={"builds": 1, "weights": 1, "values": 2, "state": 1},
    # A branch may be a functional model, whose sizes are those of the first input.
    sizes="fixed",
)
for number in (1, 2):
    exercise.weight(
        f"conv{number}.kernel", lambda shape, filters: (3, 3, filters, filters), draw=he_normal
    )
    exercise.batch_norm(f"bn{number}", lambda shape, filters: filters)
# Distinct primes, an image that is not square; one image, on which padding="valid" leaves one pixel, which is then
# broadcast; one channel, where a sum over channels would pass.
exercise.case(2, 7, 5, 3, filters=3)
exercise.case(1, 5, 5, 2, filters=2)
exercise.case(3, 4, 2, 1, filters=1)


def block(
    x,
    w,
    training,
    *,
    conv1=lambda x, w: conv2d(x, w.conv1.kernel),
    conv2=lambda x, w: conv2d(x, w.conv2.kernel),
    middle=relu,
    merge=lambda x, f: relu(x + f),
    modes=(None, None),
    shortcut=lambda x, h: x,
):
    """The block with one part exchanged. ``modes`` fixes the mode of each normalisation, None leaves it as it is."""
    first, second = (training if mode is None else mode for mode in modes)
    h, mean1, variance1 = norm(conv1(x, w), w.bn1, first)
    f, mean2, variance2 = norm(conv2(middle(h), w), w.bn2, second)
    state = {
        "bn1.mean": mean1,
        "bn1.variance": variance1,
        "bn2.mean": mean2,
        "bn2.variance": variance2,
    }
    return Result(merge(shortcut(x, h), f), state)


def norm(x, w, training):
    return batch_norm(x, w.gamma, w.beta, w.mean, w.variance, training)


@exercise.reference
def basic_block(x, w, training, filters, **parts):
    return block(x, w, training, **parts)


@exercise.after_pass("The block in twelve lines of NumPy")
def basic_block_in_numpy(x, w):
    def conv3x3(x, kernel):  # (b, h, w, c) and (3, 3, c, f) give (b, h, w, f)
        height, width = x.shape[1:3]
        padded = np.pad(x, [(0, 0), (1, 1), (1, 1), (0, 0)])  # "same": a border of zeros
        y = 0
        for i, j in np.ndindex(3, 3):  # nine shifted images, each through a matrix
            y = y + padded[:, i : i + height, j : j + width] @ kernel[i, j]
        return y

    def normalise(x, bn):  # at inference: with the moving statistics
        return bn.gamma * (x - bn.mean) / np.sqrt(bn.variance + 1e-3) + bn.beta

    h = np.maximum(normalise(conv3x3(x, w.conv1.kernel), w.bn1), 0)
    return np.maximum(x + normalise(conv3x3(h, w.conv2.kernel), w.bn2), 0)  # ReLU(x + F(x))


CONV1 = 'self.conv1 = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)'
CONV2 = CONV1.replace("conv1", "conv2")
BN1 = "self.bn1 = keras.layers.BatchNormalization()"
BN2 = BN1.replace("bn1", "bn2")
FIRST, SECOND = "h = self.bn1(h, training=training)", "h = self.bn2(h, training=training)"
MIDDLE = "h = keras.ops.relu(h)"
LAST = "return keras.ops.relu(inputs + h)"

exercise.mistake(
    "no_shortcut",
    "The input comes back in: ReLU(x + F(x)). Yours returns ReLU(F(x)), a plain stack of layers. Add `inputs` to the "
    "branch before the last ReLU.",
    change={LAST: "return keras.ops.relu(h)"},
    parts=dict(merge=lambda x, f: relu(f)),
)
exercise.mistake(
    "no_last_relu",
    "This block ends with a ReLU, after the sum: ReLU(x + F(x)). Yours returns the bare sum. Put a ReLU around it.",
    change={LAST: "return inputs + h"},
    parts=dict(merge=lambda x, f: x + f),
)
exercise.mistake(
    "relu_before_sum",
    "First add, then ReLU: ReLU(x + F(x)). Yours takes the ReLU of the branch before the sum, so the branch can only "
    "raise its input, never lower it. Move the ReLU behind the addition.",
    change={LAST: "return inputs + keras.ops.relu(h)"},
    parts=dict(merge=lambda x, f: x + relu(f)),
)
exercise.mistake(
    "two_last_relus",
    "The branch ends with its second batch normalisation, without a ReLU: ReLU(x + F(x)). Yours has one before the sum "
    "as well as after it, so the branch can only raise its input. Take the one before the sum away.",
    change={LAST: "return keras.ops.relu(inputs + keras.ops.relu(h))"},
    parts=dict(merge=lambda x, f: relu(x + relu(f))),
)
exercise.mistake(
    "no_middle_relu",
    "Between the two convolutions stands a ReLU: conv, BN, ReLU, conv, BN. Yours has none there, and two convolutions "
    "without it are one linear map. Put it after the first batch normalisation.",
    change={MIDDLE: "pass"},
    parts=dict(middle=lambda h: h),
)
exercise.mistake(
    "shortcut_starts_late",
    "The shortcut starts at the block's input. Yours starts after the first convolution: the sum takes in what came out "
    "of it. Keep `inputs` under its own name until the addition.",
    change={MIDDLE: MIDDLE + "\n        inputs = h"},
    parts=dict(shortcut=lambda x, h: relu(h)),
)
exercise.mistake(
    "relu_before_norm",
    "The ReLU follows the batch normalisation: conv, BN, ReLU. In yours the first ReLU comes before the first batch "
    "normalisation. Exchange the two lines.",
    change={
        FIRST: MIDDLE + "\n        " + FIRST,
        "\n        " + MIDDLE + "\n        h = self.conv2(h)": "\n        h = self.conv2(h)",
    },
    parts=dict(conv1=lambda x, w: relu(conv2d(x, w.conv1.kernel)), middle=lambda h: h),
)
exercise.mistake(
    "averaged",
    "Add takes the sum: x + F(x). Yours takes the mean of the two, which halves the shortcut in every block. Use a plain "
    "sum.",
    change={LAST: "return keras.ops.relu(keras.layers.average([inputs, h]))"},
    parts=dict(merge=lambda x, f: relu((x + f) / 2)),
)
exercise.mistake(
    "input_subtracted",
    "The block's output is x + F(x). Yours takes x away from the branch: that is how a residual is computed from a known "
    "output, not how a block is built. Look at the sign.",
    misconception="M21",
    change={LAST: "return keras.ops.relu(h - inputs)"},
    parts=dict(merge=lambda x, f: relu(f - x)),
)
exercise.mistake(
    "appended",
    "The shortcut appends nothing: x is added, entry by entry, and the number of channels stays. Yours puts x and F(x) "
    "side by side, so the output has twice the channels. Add them.",
    fails="shapes",
    misconception="M22",
    change={LAST: "return keras.ops.relu(keras.ops.concatenate([inputs, h], axis=-1))"},
    parts=dict(merge=lambda x, f: np.concatenate([x, f], axis=-1)),
)
exercise.mistake(
    "first_conv_twice",
    "Each convolution has weights of its own. Yours uses the first one twice, and the second never computes. Look at the "
    "names in `call`.",
    change={
        "h = self.conv2(h)": "h = self.conv1(h)",
        BN2: BN2 + "\n        self.conv2.build((None, None, None, filters))",
    },
    parts=dict(conv2=lambda h, w: conv2d(h, w.conv1.kernel)),
)
exercise.mistake(
    "norms_never_train",
    "A layer inherits the mode when you leave `training` out or pass on what you were given. Yours normalises with the "
    "moving statistics in training too, as with `training=False` or a hard-coded `training=None`. Pass `training` on.",
    misconception="M12",
    change={FIRST: "h = self.bn1(h, training=None)", SECOND: "h = self.bn2(h, training=None)"},
    parts=dict(modes=(False, False)),
)
exercise.mistake(
    "norms_always_train",
    "At inference a batch normalisation uses its moving statistics. Yours uses the batch's own in both modes. Take "
    "`training=True` out of `call`, and pass `training` on.",
    misconception="M12",
    change={FIRST: "h = self.bn1(h, training=True)", SECOND: "h = self.bn2(h, training=True)"},
    parts=dict(modes=(True, True)),
)
exercise.mistake(
    "second_norm_never_trains",
    "Both batch normalisations follow the mode. In yours the second one always runs as at inference. Treat it as the "
    "first: leave `training` out, or pass it on.",
    misconception="M12",
    change={SECOND: "h = self.bn2(h, training=None)"},
    parts=dict(modes=(None, False)),
)


@exercise.mistake(
    "pre_activation",
    "This is the block of 2015: convolution first, the ReLU last. Yours normalises before each convolution and ends with "
    "the bare sum, the pre-activation block of lesson 11. Begin with a convolution.",
    change={
        "h = self.conv1(inputs)\n        " + FIRST: "h = self.bn1(inputs, training=training)",
        "h = self.conv2(h)\n        " + SECOND: "h = self.conv1(h)\n        " + SECOND,
        LAST: "return inputs + self.conv2(keras.ops.relu(h))",
    },
)
def pre_activation(x, w, training, filters):
    h, mean1, variance1 = norm(x, w.bn1, training)
    h = conv2d(relu(h), w.conv1.kernel)
    h, mean2, variance2 = norm(h, w.bn2, training)
    state = {
        "bn1.mean": mean1,
        "bn1.variance": variance1,
        "bn2.mean": mean2,
        "bn2.variance": variance2,
    }
    return Result(x + conv2d(relu(h), w.conv2.kernel), state)


exercise.mistake(
    "with_biases",
    "The convolutions have no bias: batch normalisation subtracts the mean right after, and a bias with it. Yours have "
    "one each. Give both use_bias=False.",
    fails="weights",
    change={
        CONV1: CONV1.replace(", use_bias=False", ""),
        CONV2: CONV2.replace(", use_bias=False", ""),
    },
    facts=dict(trainable=8, non_trainable=4),
)
exercise.mistake(
    "one_norm",
    "Each convolution has a batch normalisation of its own, for the two see different numbers. Keras counts only one in "
    "yours. Make two, and use each once.",
    fails="weights",
    change={BN2: "", SECOND: SECOND.replace("bn2", "bn1")},
    facts=dict(trainable=4, non_trainable=2),
)
exercise.mistake(
    "no_norms",
    "After each convolution comes a batch normalisation. Keras counts none in yours. Add two BatchNormalization layers.",
    fails="weights",
    change={BN1: "", BN2: "", FIRST: "", SECOND: ""},
    facts=dict(trainable=2, non_trainable=0),
)
exercise.mistake(
    "one_conv",
    "The block has two convolutions, each with weights of its own. Keras counts only one kernel in yours. Make two Conv2D "
    "layers, and use each once.",
    fails="weights",
    change={CONV2: "", "h = self.conv2(h)": "h = self.conv1(h)"},
    facts=dict(trainable=5, non_trainable=4),
)
exercise.mistake(
    "half_a_block",
    "The branch is conv, BN, ReLU, conv, BN. Keras counts one convolution and one batch normalisation in yours. Write the "
    "second half as well.",
    fails="weights",
    change={CONV2: "", BN2: "", "h = self.conv2(h)": "", SECOND: "", MIDDLE: ""},
    facts=dict(trainable=3, non_trainable=2),
)
exercise.mistake(
    "other_windows",
    "Both convolutions look at windows of 3×3 pixels. Yours look at single pixels. Give Conv2D the kernel size 3.",
    fails="weights",
    change={CONV1: CONV1.replace("3", "1"), CONV2: CONV2.replace("3", "1")},
    facts=dict(windows="1x1, 1x1"),
)
exercise.mistake(
    "frozen_norms",
    "Batch normalisation brings a scale and a shift that are learnt. Keras lists those of yours as not trainable, or not at "
    "all. Leave BatchNormalization as Keras makes it.",
    fails="weights",
    change={
        BN1: BN1[:-1] + "scale=False, center=False)",
        BN2: BN2[:-1] + "scale=False, center=False)",
    },
    facts=dict(trainable=2, non_trainable=4),
)
exercise.common(
    "made_in_call",
    change={
        CONV1: "",
        CONV2: "",
        BN1: "",
        BN2: "",
        "self.conv1(inputs)": CONV1.partition(" = ")[2].replace("filters", "self.filters")
        + "(inputs)",
        "self.conv2(h)": CONV2.partition(" = ")[2].replace("filters", "self.filters") + "(h)",
        "self.bn1(": "keras.layers.BatchNormalization()(",
        "self.bn2(": "keras.layers.BatchNormalization()(",
    },
)
exercise.common(
    "kept_in_call",
    change={
        CONV1: "",
        "h = self.conv1(inputs)": CONV1.replace("filters", "self.filters")
        + "\n        h = self.conv1(inputs)",
    },
)
exercise.mistake(
    "shrinking",
    "x and F(x) have one shape before they are added. Your branch is smaller than its input: without padding a 3×3 "
    'convolution loses a border of one pixel. Give both convolutions padding="same".',
    fails="builds",
    change={
        CONV1: CONV1.replace(', padding="same"', ""),
        CONV2: CONV2.replace(', padding="same"', ""),
    },
    facts=dict(stage="call", message="Incompatible shapes"),
)
exercise.common(
    "no_kwargs",
    change={"filters, **kwargs": "filters", "super().__init__(**kwargs)": "super().__init__()"},
)
exercise.wrong(
    "training is hard-coded False",
    mistake="norms_never_train",
    change={
        FIRST: "h = self.bn1(h, training=False)",
        SECOND: "h = self.bn2(h, training=False)",
    },
)
exercise.wrong(
    "windows of five pixels",
    fails="weights",
    change={CONV1: CONV1.replace("3", "5"), CONV2: CONV2.replace("3", "5")},
)
exercise.wrong(
    "the second scale starts at zero",
    fails="starts",
    change={BN2: BN2[:-1] + 'gamma_initializer="zeros")'},
)
exercise.wrong(
    "another momentum",
    fails="state",
    change={BN1: BN1[:-1] + "momentum=0.9)", BN2: BN2[:-1] + "momentum=0.9)"},
)
exercise.wrong(
    "another epsilon",
    fails="values",
    change={BN1: BN1[:-1] + "epsilon=0.1)", BN2: BN2[:-1] + "epsilon=0.1)"},
)
exercise.wrong(
    "the gradient of the shortcut is stopped",
    fails="gradients",
    change={LAST: "return keras.ops.relu(keras.ops.stop_gradient(inputs) + h)"},
)
exercise.wrong(
    "tensors only",
    fails="builds",
    change={LAST: "return keras.ops.relu(inputs + h) + 0.0 * float(inputs.shape[0])"},
)
exercise.right(
    "Add, and ReLU layers",
    change={
        LAST: "return self.relu(self.add([inputs, h]))",
        BN2: BN2 + "\n        self.add, self.relu = keras.layers.Add(), keras.layers.ReLU()",
        MIDDLE: "h = self.relu(h)",
    },
)
exercise.right(
    "training is left out, and the mode is inherited",
    change={
        FIRST: "h = self.bn1(h)",
        SECOND: "h = self.bn2(h)",
        "call(self, inputs, training=None)": "call(self, inputs)",
    },
)
exercise.right(
    "the second half is declared first",
    change={
        "\n        ".join([CONV1, BN1, CONV2, BN2]): "\n        ".join([BN2, CONV2, BN1, CONV1])
    },
)
for conv in (CONV1, CONV2):
    exercise.equivalent(
        conv,
        conv.replace("False", "None"),
        reason="Keras takes None for no: the convolution has no bias either way.",
    )
    exercise.equivalent(
        conv,
        conv.replace("same", "SAME"),
        reason="Keras reads padding in either case of letters.",
    )
for line in (FIRST, SECOND):
    exercise.equivalent(
        line,
        line.replace(", training=training", ""),
        reason="A sublayer inherits the mode of the layer that calls it when the argument is left out.",
    )
