"""BasicBlock: the basic block with shortcuts A, B and C (He et al. 2015, figure 2, sections 3.3, 3.4 and 4.1)."""

import numpy as np

from autograder.exercise import Layer, Result
from autograder.exercise.numpy_layers import average_pool, batch_norm, conv2d, relu
from autograder.exercise.random_values import he_normal

exercise = Layer(
    "BasicBlock",
    title="the block with shortcuts A, B and C",
    minutes=16,
    difficulty="medium",
    points={"builds": 1, "weights": 2, "values": 2, "state": 1},
    # A branch may be a functional model, whose sizes are those of the first input.
    sizes="fixed",
    # Nine layers are built and asked; one training step is traced as it is.
    without=("graph",),
)


def differ(shape, filters, stride):
    return stride != 1 or shape[-1] != filters


def projects(shape, filters, stride=1, shortcut="B"):
    return shortcut == "C" or (shortcut == "B" and differ(shape, filters, stride))


exercise.weight(
    "conv1.kernel", lambda shape, filters, **rest: (3, 3, shape[-1], filters), draw=he_normal
)
exercise.batch_norm("bn1", lambda shape, filters, **rest: filters)
exercise.weight(
    "conv2.kernel", lambda shape, filters, **rest: (3, 3, filters, filters), draw=he_normal
)
exercise.batch_norm("bn2", lambda shape, filters, **rest: filters)
exercise.weight(
    "conv3.kernel",
    lambda shape, filters, **rest: (
        (1, 1, shape[-1], filters) if projects(shape, filters, **rest) else None
    ),
    draw=he_normal,
)
exercise.batch_norm(
    "bn3", lambda shape, filters, **rest: filters if projects(shape, filters, **rest) else None
)

STRIDED, FEWER = "B, stride 3, the same channels", "B, fewer channels at stride 1"
ONE, KEPT_B = "B, one channel at stride 1", "B, the shapes agree"
PADDED, PICKED = "A, more channels at stride 1", "A, stride 2, the same channels"
KEPT_C = "C, the shapes agree"
# Each kind of shortcut with shapes that agree and that differ. For A and B each reason to differ comes alone, and for B the
# channels change both ways: a condition that asks for less is found. Inside a model each branch is run once.
exercise.case(2, 5, 4, 3, filters=3, stride=3, shortcut="B", label=STRIDED)
exercise.case(2, 3, 4, 3, filters=2, traced=False, label=FEWER)
exercise.case(2, 3, 2, 1, filters=3, traced=False, label=ONE)
exercise.case(3, 4, 3, 2, filters=2, label=KEPT_B)
exercise.case(2, 3, 4, 2, filters=5, stride=1, shortcut="A", label=PADDED)
exercise.case(2, 5, 4, 2, filters=2, stride=2, shortcut="A", traced=False, label=PICKED)
exercise.case(
    2, 3, 2, 3, filters=3, stride=1, shortcut="A", traced=False, label="A, the shapes agree"
)
exercise.case(2, 5, 3, 1, filters=2, stride=2, shortcut="C", label="C, the shapes differ")
exercise.case(2, 2, 3, 2, filters=2, stride=1, shortcut="C", traced=False, label=KEPT_C)


def picked(x, stride):
    return x[:, ::stride, ::stride]


def averaged(x, stride):
    return average_pool(x, stride, padding="same")


def with_zeros(x, filters, front=False):
    new = filters - x.shape[-1]
    return np.pad(x, [(0, 0)] * 3 + [(new, 0) if front else (0, new)])


def block(
    x,
    w,
    training,
    filters,
    stride=1,
    shortcut="B",
    *,
    conv1=lambda x, w, stride: conv2d(x, w.conv1.kernel, strides=stride),
    conv2=lambda h, w, stride: conv2d(h, w.conv2.kernel),
    middle=relu,
    merge=lambda x, f: relu(x + f),
    modes=(None, None, None),
    pick=picked,
    widen=with_zeros,
    pick_projected=picked,
    projected=lambda x: x,
):
    """The block with one part exchanged. ``modes`` fixes the mode of each normalisation, None leaves it as it is."""
    first, second, third = (training if mode is None else mode for mode in modes)
    h, mean1, variance1 = norm(conv1(x, w, stride), w.bn1, first)
    f, mean2, variance2 = norm(conv2(middle(h), w, stride), w.bn2, second)
    state = {
        "bn1.mean": mean1,
        "bn1.variance": variance1,
        "bn2.mean": mean2,
        "bn2.variance": variance2,
    }
    if projects(x.shape, filters, stride, shortcut):
        s, state["bn3.mean"], state["bn3.variance"] = norm(
            conv2d(pick_projected(x, stride), w.conv3.kernel), w.bn3, third
        )
        s = projected(s)
    else:
        s = widen(pick(x, stride), filters)
    return Result(merge(s, f), state)


def norm(x, w, training):
    return batch_norm(x, w.gamma, w.beta, w.mean, w.variance, training)


@exercise.reference
def basic_block(x, w, training, **made):
    return block(x, w, training, **made)


@exercise.after_pass("The block with shortcuts A, B and C in NumPy")
def basic_block_in_numpy(x, w, filters, stride=1, shortcut="B"):
    def conv3x3(x, kernel, stride):  # (b, h, w, c) and (3, 3, c, f) give (b, ⌈h/s⌉, ⌈w/s⌉, f)
        sides = [-(-size // stride) for size in x.shape[1:3]]
        need = [
            (n - 1) * stride + 3 - size for n, size in zip(sides, x.shape[1:3], strict=True)
        ]
        x = np.pad(x, [(0, 0), *((n // 2, n - n // 2) for n in need), (0, 0)])  # "same"
        y = 0
        for i, j in np.ndindex(3, 3):
            rows = slice(i, i + stride * sides[0], stride)
            columns = slice(j, j + stride * sides[1], stride)
            y = y + x[:, rows, columns] @ kernel[i, j]
        return y

    def normalise(x, bn):  # at inference: with the moving statistics
        return bn.gamma * (x - bn.mean) / np.sqrt(bn.variance + 1e-3) + bn.beta

    h = np.maximum(normalise(conv3x3(x, w.conv1.kernel, stride), w.bn1), 0)
    f = normalise(conv3x3(h, w.conv2.kernel, 1), w.bn2)  # F(x)

    kept = x[:, ::stride, ::stride]  # what A, B and C have in common: 1 pixel of stride²
    shapes_differ = stride != 1 or x.shape[-1] != filters
    if shortcut == "C" or (shortcut == "B" and shapes_differ):
        s = normalise(kept @ w.conv3.kernel[0, 0], w.bn3)  # B, C: the projection
    else:
        s = np.pad(kept, [(0, 0)] * 3 + [(0, filters - x.shape[-1])])  # A; x as it is
    return np.maximum(s + f, 0)  # ReLU(shortcut(x) + F(x))


BRANCH = 'self.conv2 = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)'
BN2 = "self.bn2 = keras.layers.BatchNormalization()"
CONDITION = 'self.shortcut == "C" or (self.shortcut == "B" and differ)'
DIFFER = "differ = self.stride != 1 or input_shape[-1] != self.filters"
PROJECTION = """self.projection = keras.layers.Conv2D(
                self.filters, 1, strides=self.stride, use_bias=False
            )"""
BN3 = "self.bn3 = keras.layers.BatchNormalization()"
FIRST = "h = self.bn1(h, training=training)"
MIDDLE = "h = keras.ops.relu(h)"
CONV2 = "h = self.conv2(h)"
SECOND = "h = self.bn2(h, training=training)"
USE = "x = self.projection(inputs)"
THIRD = "x = self.bn3(x, training=training)"
SLICE = "x = inputs[:, :: self.stride, :: self.stride]"
PAD = "x = keras.ops.pad(x, [(0, 0)] * 3 + [(0, self.filters - x.shape[-1])])"
SUM = "return keras.ops.relu(x + h)"
# Parts of these lines.
PAIR = "(0, self.filters - x.shape[-1])"
STRIDE = ", strides=self.stride"
BARE = "self.stride, use_bias=False"
MADE = PROJECTION.partition(" = ")[2]
# What replaces them.
POOLED = 'keras.ops.average_pool(inputs, self.stride, padding="same")'


def mode(value, *lines):
    """These lines pass ``value`` on instead of the mode."""
    return {line: line.replace("=training", f"={value}") for line in lines}


exercise.mistake(
    "no_shortcut",
    "The shortcut comes back in: ReLU(shortcut(x) + F(x)). Yours returns ReLU(F(x)). Add the shortcut before the last ReLU.",
    change={SUM: "return keras.ops.relu(h)"},
    parts=dict(merge=lambda x, f: relu(f)),
)
exercise.mistake(
    "no_last_relu",
    "This block ends with a ReLU, after the sum: ReLU(shortcut(x) + F(x)). Yours returns the bare sum. Put a ReLU around it.",
    change={SUM: "return x + h"},
    parts=dict(merge=lambda x, f: x + f),
)
exercise.mistake(
    "relu_before_sum",
    "First add, then ReLU: ReLU(shortcut(x) + F(x)). Yours takes the ReLU of the branch before the sum. Move it behind the "
    "addition.",
    change={SUM: "return x + keras.ops.relu(h)"},
    parts=dict(merge=lambda x, f: x + relu(f)),
)
exercise.mistake(
    "two_last_relus",
    "The branch ends with its second batch normalisation. Yours has a ReLU before the sum as well as after it, so the branch "
    "can only raise. Take the one before the sum away.",
    change={SUM: "return keras.ops.relu(x + keras.ops.relu(h))"},
    parts=dict(merge=lambda x, f: relu(x + relu(f))),
)
exercise.mistake(
    "relu_on_projection",
    "The projection ends with its batch normalisation. Yours has a ReLU behind it, so the shortcut can carry nothing negative. "
    "Leave it out; the only ReLU of this path comes after the sum.",
    change={THIRD: "x = keras.ops.relu(self.bn3(x, training=training))"},
    parts=dict(projected=relu),
)
exercise.mistake(
    "no_middle_relu",
    "Between the two convolutions of the branch stands a ReLU. Yours has none there. Put it after the first batch "
    "normalisation.",
    change={MIDDLE: "pass"},
    parts=dict(middle=lambda h: h),
)
exercise.mistake(
    "stride_in_second",
    "The first 3×3 convolution has the stride, and the second has stride 1. Yours has it the other way round. The shapes are "
    "right, the numbers are not. Give the stride to the first.",
    misconception="M25",
    change={"3, strides=stride,": "3,", BRANCH: BRANCH.replace("3,", "3, strides=stride,")},
    parts=dict(
        conv1=lambda x, w, stride: conv2d(x, w.conv1.kernel),
        conv2=lambda h, w, stride: conv2d(h, w.conv2.kernel, strides=stride),
    ),
)
exercise.mistake(
    "zeros_in_front",
    "Shortcut A puts its zeros behind the old channels. Yours puts them in front, so each old channel meets another one of "
    "F(x). The shapes are right, the numbers are not. Pad behind.",
    misconception="M25",
    change={PAIR: "(self.filters - x.shape[-1], 0)"},
    parts=dict(widen=lambda x, filters: with_zeros(x, filters, front=True)),
)
exercise.mistake(
    "repeated",
    "Shortcut A fills its new channels with zeros. Yours repeats the old ones in them. Pad with zeros.",
    misconception="M25",
    change={PAD: "x = keras.ops.tile(x, (1, 1, 1, self.filters))[..., : self.filters]"},
    parts=dict(widen=lambda x, filters: np.take(x, np.arange(filters) % x.shape[-1], axis=-1)),
)
exercise.mistake(
    "pooled",
    "The shortcut picks every stride-th pixel. Yours takes the mean of windows, which has the right shape and other numbers. "
    "Use a slice with a step, and a stride in the projection.",
    misconception="M26",
    change={USE: f"x = self.projection({POOLED})", STRIDE: "", SLICE: f"x = {POOLED}"},
    parts=dict(pick=averaged, pick_projected=averaged),
)
exercise.mistake(
    "pooled_in_a",
    "Shortcut A picks every stride-th pixel. Yours takes the mean of windows there. Use a slice with a step.",
    misconception="M25",
    change={SLICE: f"x = {POOLED}"},
    parts=dict(pick=averaged),
)
exercise.mistake(
    "relu_before_norm",
    "Each batch normalisation follows its convolution at once: conv, BN, ReLU. Yours takes the first ReLU before the batch "
    "normalisation. Exchange the two lines.",
    change={FIRST: "h = self.bn1(keras.ops.relu(h), training=training)", MIDDLE: "pass"},
    parts=dict(
        conv1=lambda x, w, stride: relu(conv2d(x, w.conv1.kernel, strides=stride)),
        middle=lambda h: h,
    ),
)
exercise.mistake(
    "halved",
    "The sum is shortcut(x) + F(x). Yours takes the mean of the two. Use a plain sum.",
    change={SUM: "return keras.ops.relu(keras.layers.average([x, h]))"},
    parts=dict(merge=lambda x, f: relu((x + f) / 2)),
)
exercise.mistake(
    "subtracted",
    "The sum is shortcut(x) + F(x). Yours takes the shortcut away from the branch. Look at the sign.",
    misconception="M21",
    change={SUM: "return keras.ops.relu(h - x)"},
    parts=dict(merge=lambda x, f: relu(f - x)),
)
exercise.mistake(
    "appended",
    "The shortcut is added, and the channels stay as many as `filters`. Yours puts the two side by side, so there are twice as "
    "many. Add them.",
    fails="shapes",
    misconception="M22",
    change={SUM: "return keras.ops.relu(keras.ops.concatenate([x, h], axis=-1))"},
    parts=dict(merge=lambda x, f: np.concatenate([x, f], axis=-1)),
)
exercise.mistake(
    "norms_never_train",
    "A sublayer inherits the mode, or is given your `training`. In yours all batch normalisations use the moving statistics in "
    "training too, as with a hard-coded None or False. Pass `training` on.",
    misconception="M12",
    change=mode("None", FIRST, SECOND, THIRD),
    parts=dict(modes=(False, False, False)),
)
exercise.mistake(
    "projection_never_trains",
    "All batch normalisations follow the mode. The projection's one in yours runs as at inference, always. Treat it as the "
    "others.",
    misconception="M12",
    change=mode("None", THIRD),
    parts=dict(modes=(None, None, False)),
)
exercise.mistake(
    "second_never_trains",
    "All batch normalisations follow the mode. The second one in yours runs as at inference, always. Treat it as the first.",
    misconception="M12",
    change=mode("None", SECOND),
    parts=dict(modes=(None, False, None)),
)
exercise.mistake(
    "norms_always_train",
    "At inference a batch normalisation uses its moving statistics. Yours use the batch's own in both modes. Pass `training` on "
    "in place of True.",
    misconception="M12",
    change=mode("True", FIRST, SECOND, THIRD),
    parts=dict(modes=(True, True, True)),
)
exercise.mistake(
    "stride_decides",
    "The shapes differ if the stride is not 1, or if the channels change. Your block fails where the channels change at stride "
    "1, as if it projected only for a stride above 1. Ask for both.",
    fails="builds",
    misconception="M24",
    change={
        DIFFER: "differ = self.stride > 1",
        PAD: f'if self.shortcut == "A":\n                {PAD}',
    },
    facts=dict(case=FEWER, message="Incompatible shapes"),
)
exercise.mistake(
    "padded_to_fewer",
    "With shortcut B the block projects wherever the channels change, to more or to fewer, at stride 1 as well. With fewer "
    "channels at stride 1 yours has no projection, and tries to pad. Ask whether they are equal.",
    fails="builds",
    misconception="M24",
    change={DIFFER: "differ = self.stride > 1"},
    facts=dict(case=FEWER, message="must be non-negative"),
)
exercise.mistake(
    "one_channel_passes",
    "One channel is not `filters` channels, even if a sum would broadcast it. With shortcut B, one channel and stride 1, yours "
    "has no projection. Ask whether the numbers of channels are equal.",
    fails="weights",
    misconception="M25",
    change={DIFFER: "differ = self.stride != 1 or input_shape[-1] not in (1, self.filters)"},
    facts=dict(case=ONE, trainable=6, non_trainable=4),
)
exercise.mistake(
    "a_pads_with_stride",
    "Shortcut A adds channels of zeros wherever channels are missing, at stride 1 as well. Yours fails there. Let the channels "
    "alone decide about the zeros.",
    fails="builds",
    misconception="M24",
    change={PAD: f"if self.stride > 1:\n                {PAD}"},
    facts=dict(case=PADDED, message="Incompatible shapes"),
)
exercise.mistake(
    "a_picks_with_channels",
    "Shortcut A picks every stride-th pixel wherever there is a stride, also where the channels stay as many. Yours fails there. "
    "Let the stride alone decide about the pixels.",
    fails="builds",
    change={SLICE: SLICE + " if inputs.shape[-1] != self.filters else inputs"},
    facts=dict(case=PICKED, message="Incompatible shapes"),
)
exercise.mistake(
    "channels_decide",
    "The shapes differ if the channels change, or if the stride is not 1. Keras counts no projection in your block with stride "
    "3, shortcut B and the same channels. Ask for both.",
    fails="weights",
    change={DIFFER: DIFFER.replace("!= 1", "== 2")},
    facts=dict(case=STRIDED, windows="3x3, 3x3", trainable=6, non_trainable=4),
)
exercise.mistake(
    "shapes_differ_at_sum",
    "Shortcut and branch have one shape before they are added. With stride 3 yours differ in height and width. Print both "
    "shapes: who has the stride, and who ought to?",
    fails="builds",
    change={STRIDE: ""},
    facts=dict(case=STRIDED, message="Incompatible shapes"),
)
exercise.mistake(
    "b_always_projects",
    "Shortcut B projects only where the shapes differ; where they agree, x goes to the sum as it is. Yours projects there too, "
    "which is shortcut C. Ask for the shapes as well as for the letter.",
    fails="weights",
    change={CONDITION: 'self.shortcut != "A"'},
    facts=dict(case=KEPT_B, trainable=9, non_trainable=6),
)
exercise.mistake(
    "c_as_b",
    "Shortcut C projects always, where the shapes agree, too. Yours has no projection there, which is shortcut B. Let the "
    "letter C decide alone.",
    fails="weights",
    change={CONDITION: 'self.shortcut != "A" and differ'},
    facts=dict(case=KEPT_C, trainable=6, non_trainable=4),
)
exercise.mistake(
    "a_projects",
    "Shortcut A has no weights: it picks pixels and adds channels of zeros. Keras counts a projection in yours. Make one for B "
    "and C only.",
    fails="weights",
    change={CONDITION: 'self.shortcut == "C" or differ'},
    facts=dict(case=PADDED, trainable=9, non_trainable=6),
)
exercise.mistake(
    "projection_without_norm",
    "The projection is a 1×1 convolution and a batch normalisation of its own. Keras counts three kernels in yours, but only "
    "two batch normalisations. Make a third one.",
    fails="weights",
    change={BN3: "", THIRD: ""},
    facts=dict(trainable=7, non_trainable=4),
)
exercise.mistake(
    "biased_projection",
    "No convolution of the block has a bias, for a batch normalisation follows each. Keras counts one trainable weight too many "
    "in yours. Give the projection use_bias=False.",
    fails="weights",
    misconception="M18",
    change={BARE: "self.stride"},
    facts=dict(trainable=10, non_trainable=6),
)
exercise.mistake(
    "wide_projection",
    "The projection looks at single pixels: 1×1. Yours has windows of 3×3. Give it the kernel size 1.",
    fails="weights",
    change={"self.filters, 1, strides": 'self.filters, 3, padding="same", strides'},
    facts=dict(windows="3x3, 3x3, 3x3"),
)
exercise.mistake(
    "half_a_branch",
    "The branch has two 3×3 convolutions, each with a batch normalisation. Keras counts one of them in yours. Write the second "
    "half as well.",
    fails="weights",
    change=dict.fromkeys((BRANCH, BN2, CONV2, SECOND), ""),
    facts=dict(windows="3x3, 1x1"),
)
exercise.common(
    "kept_in_call",
    name="made_in_call",
    change={USE: f"self.late = {MADE}\n            x = self.late(inputs)"},
)
exercise.common(
    "no_kwargs",
    change={'"B", **kwargs': '"B"', "super().__init__(**kwargs)": "super().__init__()"},
)
exercise.wrong(
    "projects at both changes at once",
    mistake="padded_to_fewer",
    change={DIFFER: "differ = self.stride != 1 and input_shape[-1] != self.filters"},
)
exercise.wrong(
    "projects for more channels only",
    mistake="padded_to_fewer",
    change={DIFFER: "differ = self.stride != 1 or input_shape[-1] < self.filters"},
)
exercise.wrong(
    "tensors only", fails="builds", change={SUM: SUM + " + 0.0 * float(inputs.shape[0])"}
)
exercise.wrong(
    "projects if the channels differ only",
    mistake="channels_decide",
    change={DIFFER: "differ = input_shape[-1] != self.filters"},
)
exercise.wrong(
    "the second normalisation serves the projection as well",
    mistake="projection_without_norm",
    change={BN3: "", THIRD: THIRD.replace("bn3", "bn2")},
)
exercise.wrong(
    "the second scale starts at zero",
    fails="starts",
    change={BN2: BN2[:-1] + 'gamma_initializer="zeros")'},
)
exercise.wrong(
    "training is hard-coded False",
    mistake="norms_never_train",
    change=mode("False", FIRST, SECOND, THIRD),
)
exercise.wrong(
    "another epsilon in the projection", fails="values", change={BN3: BN3[:-1] + "epsilon=0.1)"}
)
exercise.wrong(
    "the gradient of the shortcut is stopped",
    fails="gradients",
    change={SUM: "return keras.ops.relu(keras.ops.stop_gradient(x) + h)"},
)
exercise.wrong(
    "another momentum in the projection",
    fails="state",
    change={BN3: BN3[:-1] + "momentum=0.9)"},
)
exercise.right(
    "the mode is inherited",
    change={line: line.replace(", training=training", "") for line in (FIRST, SECOND, THIRD)}
    | {"call(self, inputs, training=None)": "call(self, inputs)"},
)
exercise.right(
    "the projection is made in the constructor and unused where it is not needed",
    change={
        PROJECTION: "self.projection = self.late",
        BN3: "pass",
        BN2: BN2
        + "\n        self.late = keras.layers.Conv2D(filters, 1, strides=stride, use_bias=False)"
        + "\n        self.bn3 = keras.layers.BatchNormalization()",
    },
)
exercise.right(
    "the kernel of the projection is made by hand",
    change={
        PROJECTION: "self.projection = self.add_weight(shape=(1, 1, input_shape[-1], self.filters))",
        USE: 'x = keras.ops.conv(inputs, self.projection, strides=self.stride, padding="same")',
    },
)
for old in (BRANCH, BARE):
    exercise.equivalent(
        old,
        old.replace("False", "None"),
        reason="Keras takes None for no: the convolution has no bias either way.",
    )
exercise.equivalent(
    BRANCH,
    BRANCH.replace("same", "SAME"),
    reason="Keras reads padding in either case of letters.",
)
for line in (SECOND, THIRD):
    exercise.equivalent(
        line,
        line.replace(", training=training", ""),
        reason="A sublayer inherits the mode of the layer that calls it when the argument is left out.",
    )
exercise.equivalent(
    PAD,
    PAD.replace("x.shape", "inputs.shape"),
    reason="A slice of pixels has the channels of its image.",
)
