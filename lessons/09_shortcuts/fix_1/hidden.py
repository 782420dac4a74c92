"""fix_1: a block that projected only if its stride was above 1."""

from autograder.exercise import Layer
from autograder.exercise.numpy_layers import conv2d, relu
from autograder.exercise.random_values import fan_in

exercise = Layer(
    "fix_1",
    minutes=4,
    difficulty="easy",
    points={"builds": 1, "weights": 1, "values": 1},
    core=False,
)


def differ(shape, filters, stride):
    return stride != 1 or shape[-1] != filters


exercise.weight(
    "branch.kernel", lambda shape, filters, stride: (3, 3, shape[-1], filters), draw=fan_in
)
exercise.weight(
    "projection.kernel",
    lambda shape, filters, stride: (
        (1, 1, shape[-1], filters) if differ(shape, filters, stride) else None
    ),
    draw=fan_in,
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
def fix_1(x, w, training, filters, stride):
    return block(x, w, filters, stride)


@exercise.mistake(
    "A ReLU follows the sum. Yours returns the bare sum. Keep the ReLU in `call`."
)
def bare_sum(x, w, training, filters, stride):
    return block(x, w, filters, stride, merge=lambda x, f: x + f)


@exercise.mistake(
    "The shortcut is added to F(x). Yours returns F(x) alone. Keep the sum in `call`."
)
def no_shortcut(x, w, training, filters, stride):
    return block(x, w, filters, stride, merge=lambda x, f: relu(f))


@exercise.mistake("The projection has no activation. Yours takes a ReLU of it. Leave it out.")
def relu_on_projection(x, w, training, filters, stride):
    return block(x, w, filters, stride, carried=relu)


still_there = exercise.mistake_when(
    "still_there",
    "The bug is still there: with more channels at stride 1 the shapes differ, and your block cannot add. Ask for the channels "
    "as well as for the stride.",
    rung="builds",
    misconception="M24",
    case="more channels at stride 1",
    message="Incompatible shapes",
)
one_broadcasts = exercise.mistake_when(
    "one_broadcasts",
    "One channel and three filters differ, even though the sum runs: it broadcasts. Yours has no projection there. Compare the "
    "channels for equality.",
    rung="weights",
    misconception="M25",
    case="one channel, three filters",
    trainable=1,
)
always = exercise.mistake_when(
    "always",
    "Where the shapes agree, x goes to the sum as it is. Yours projects there, too. Ask whether the shapes differ.",
    rung="weights",
    case="the shapes agree",
    trainable=2,
)
channels_only = exercise.mistake_when(
    "channels_only",
    "The shapes differ if the stride is above 1, or if the channels change. Your block cannot add at stride 2 with the same "
    "channels. Ask for both.",
    rung="builds",
    case="stride 2, the same channels",
    message="Incompatible shapes",
)
with_bias = exercise.mistake_when(
    "with_bias",
    "No convolution of this block has a bias. Keras counts one in yours. Keep use_bias=False.",
    rung="weights",
    ranks="4, 4, 1",
)

# -- known answers ------------------------------------------------------------------------------------------------

CONDITION = "if self.stride != 1 or input_shape[-1] != self.filters:"
PROJECTED = "self.filters, 1, strides=self.stride, use_bias=False"
SUM = "return keras.ops.relu(x + self.conv(inputs))"

exercise.wrong(
    "as published", fails="builds", as_=still_there, change={CONDITION: "if self.stride > 1:"}
)
exercise.wrong(
    "channels only",
    fails="builds",
    as_=channels_only,
    change={CONDITION: "if input_shape[-1] != self.filters:"},
)
exercise.wrong(
    "one channel left to broadcasting",
    fails="weights",
    as_=one_broadcasts,
    change={CONDITION: "if self.stride != 1 or input_shape[-1] not in (1, self.filters):"},
)
exercise.wrong("always", fails="weights", as_=always, change={CONDITION: "if True:"})
exercise.wrong(
    "a bias",
    fails="weights",
    as_=with_bias,
    change={PROJECTED: "self.filters, 1, strides=self.stride"},
)
exercise.wrong(
    "the bare sum", fails="values", as_=bare_sum, change={SUM: "return x + self.conv(inputs)"}
)
exercise.wrong(
    "no shortcut",
    fails="values",
    as_=no_shortcut,
    change={SUM: "return keras.ops.relu(self.conv(inputs))"},
)
exercise.wrong(
    "a ReLU on the projection",
    fails="values",
    as_=relu_on_projection,
    change={PROJECTED: PROJECTED + ', activation="relu"'},
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
exercise.right(
    "made in the constructor, used where it is needed",
    code="""
class fix_1(keras.layers.Layer):
    def __init__(self, filters, stride=1, **kwargs):
        super().__init__(**kwargs)
        self.branch = keras.layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)
        self.way = keras.layers.Conv2D(filters, 1, strides=stride, use_bias=False)

    def call(self, x):
        f = self.branch(x)
        return tf.nn.relu(f + (x if f.shape[1:] == x.shape[1:] else self.way(x)))
""",
)
exercise.right(
    "kernels by hand",
    code="""
class fix_1(keras.layers.Layer):
    def __init__(self, filters, stride=1, **kwargs):
        super().__init__(**kwargs)
        self.filters, self.stride = filters, stride

    def build(self, shape):
        c = shape[-1]
        self.one = None
        if (c, self.stride) != (self.filters, 1):
            self.one = self.add_weight(shape=(1, 1, c, self.filters))
        self.three = self.add_weight(shape=(3, 3, c, self.filters))

    def call(self, x):
        f = tf.nn.conv2d(x, self.three, self.stride, "SAME")
        return tf.nn.relu(f + (x if self.one is None else tf.nn.conv2d(x, self.one, self.stride, "SAME")))
""",
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
