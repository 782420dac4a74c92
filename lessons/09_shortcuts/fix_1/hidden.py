"""fix_1: a block that projected only if its stride was above 1."""

from autograder.exercise import Layer
from autograder.exercise.numpy_layers import conv2d, relu
from autograder.exercise.random_values import he_normal

exercise = Layer(
    "fix_1",
    title="the block that breaks at stride 1",
    # Of one pixel at stride 2 the shapes agree although the stride is not 1, and the task says both.
    smallest=2,
    minutes=4,
    difficulty="easy",
    points={"builds": 1, "weights": 1, "values": 1},
    core=False,
)


def differ(shape, filters, stride):
    return stride != 1 or shape[-1] != filters


exercise.weight(
    "branch.kernel", lambda shape, filters, stride: (3, 3, shape[-1], filters), draw=he_normal
)
exercise.weight(
    "projection.kernel",
    lambda shape, filters, stride: (
        (1, 1, shape[-1], filters) if differ(shape, filters, stride) else None
    ),
    draw=he_normal,
)
exercise.case(2, 5, 4, 2, filters=2, stride=2, label="stride 2, the same channels")
exercise.case(2, 3, 4, 2, filters=3, stride=1, label="more channels at stride 1")
exercise.case(2, 4, 3, 1, filters=3, stride=1, label="one channel, three filters")
exercise.case(3, 3, 2, 3, filters=3, stride=1, label="the shapes agree")


def block(x, w, filters, stride, merge=lambda x, f: relu(x + f), carried=lambda x: x):
    f = conv2d(x, w.branch.kernel, strides=stride)
    if differ(x.shape, filters, stride):
        x = carried(conv2d(x, w.projection.kernel, strides=stride))
    return merge(x, f)


@exercise.reference
def fix_1(x, w, training, filters, stride, **parts):
    return block(x, w, filters, stride, **parts)


CONDITION = "if self.stride != 1 or input_shape[-1] != self.filters:"
PROJECTED = "self.filters, 1, strides=self.stride, use_bias=False"
SUM = "return keras.ops.relu(x + self.conv(inputs))"

exercise.mistake(
    "bare_sum",
    "A ReLU follows the sum. Yours returns the bare sum. Keep the ReLU in `call`.",
    change={SUM: "return x + self.conv(inputs)"},
    parts=dict(merge=lambda x, f: x + f),
)
exercise.mistake(
    "no_shortcut",
    "The shortcut is added to F(x). Yours returns F(x) alone. Keep the sum in `call`.",
    change={SUM: "return keras.ops.relu(self.conv(inputs))"},
    parts=dict(merge=lambda x, f: relu(f)),
)
exercise.mistake(
    "relu_on_projection",
    "The projection has no activation. Yours takes a ReLU of it. Leave it out.",
    change={PROJECTED: PROJECTED + ', activation="relu"'},
    parts=dict(carried=relu),
)
exercise.mistake(
    "still_there",
    "The bug is still there: with more channels at stride 1 the shapes differ, and your block cannot add. Ask for the channels "
    "as well as for the stride.",
    fails="builds",
    misconception="M24",
    change={CONDITION: "if self.stride > 1:"},
    facts=dict(case="more channels at stride 1", message="Incompatible shapes"),
)
exercise.mistake(
    "one_broadcasts",
    "One channel and three filters differ, even though the sum runs: it broadcasts. Yours has no projection there. Compare the "
    "channels for equality.",
    fails="weights",
    misconception="M25",
    change={CONDITION: "if self.stride != 1 or input_shape[-1] not in (1, self.filters):"},
    facts=dict(case="one channel, three filters", trainable=1),
)
exercise.mistake(
    "always",
    "Where the shapes agree, x goes to the sum as it is. Yours projects there, too. Ask whether the shapes differ.",
    fails="weights",
    change={CONDITION: "if True:"},
    facts=dict(case="the shapes agree", trainable=2),
)
exercise.mistake(
    "channels_only",
    "The shapes differ if the stride is above 1, or if the channels change. Your block cannot add at stride 2 with the same "
    "channels. Ask for both.",
    fails="builds",
    change={CONDITION: "if input_shape[-1] != self.filters:"},
    facts=dict(case="stride 2, the same channels", message="Incompatible shapes"),
)
exercise.mistake(
    "with_bias",
    "No convolution of this block has a bias. Keras counts one in yours. Keep use_bias=False.",
    fails="weights",
    change={PROJECTED: "self.filters, 1, strides=self.stride"},
    facts=dict(ranks="4, 4, 1"),
)
exercise.wrong(
    "a wide projection",
    fails="weights",
    change={PROJECTED: PROJECTED.replace("1,", '3, padding="same",', 1)},
)
exercise.right(
    "the output's shape is worked out",
    change={
        CONDITION: "if tuple(self.conv.compute_output_shape(input_shape))[1:] != tuple(input_shape)[1:]:"
    },
)
exercise.right(
    "a layer that does nothing in place of None",
    change={
        "self.projection = None": "self.projection = keras.layers.Identity()",
        "x = inputs if self.projection is None else self.projection(inputs)": "x = self.projection(inputs)",
    },
)
for old in ('padding="same", use_bias=False', PROJECTED):
    exercise.equivalent(
        old,
        old.replace("False", "None"),
        reason="Keras takes None for no: the convolution has no bias either way.",
    )
exercise.equivalent(
    'padding="same"',
    'padding="SAME"',
    reason="Keras reads padding in either case of letters.",
)
