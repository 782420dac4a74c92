"""PenalisedScale: y = scale·x with the penalty l2·Σ scale² in ``losses`` (Keras: regularizers on add_weight)."""

import numpy as np

from autograder.exercise import Layer, Result

exercise = Layer(
    "PenalisedScale",
    minutes=5,
    difficulty="easy",
    points={"builds": 1, "values": 1, "losses": 2},
)
exercise.weight("scale", lambda shape, l2: (shape[-1],), start=1.0)
exercise.case(7, 3, l2=0.25)
exercise.case(2, 5, 11, l2=0.5)
exercise.case(5, 1, l2=0.125)


def scaled(x, w, loss):
    return Result(w.scale * x, loss=float(loss))


@exercise.reference
def penalised_scale(x, w, training, l2):
    return scaled(x, w, l2 * np.sum(w.scale**2))


@exercise.mistake(
    "`layer.losses` must hold the penalty l2·Σ scale² after every call, in training or not. With training=False yours holds "
    "none. Give add_weight a regularizer, such as keras.regularizers.L2(self.l2), or call self.add_loss(…) on all calls.",
    rung="losses",
)
def no_penalty(x, w, training, l2):
    return scaled(x, w, 0.0)


@exercise.mistake(
    "The penalty is the sum of squares, l2·Σ scale². Yours adds up absolute values, which is L1. Use "
    "keras.regularizers.L2(self.l2).",
    rung="losses",
)
def absolute(x, w, training, l2):
    return scaled(x, w, l2 * np.sum(np.abs(w.scale)))


@exercise.mistake(
    "The penalty is l2·Σ scale², without a factor of one half. Yours is half of that: tf.nn.l2_loss halves, and so do some "
    "textbooks. Use keras.regularizers.L2(self.l2).",
    rung="losses",
)
def halved(x, w, training, l2):
    return scaled(x, w, l2 * np.sum(w.scale**2) / 2)


@exercise.mistake(
    "The penalty is a sum over the channels, l2·Σ scale². Yours is the mean of the squares. Use keras.ops.sum in its place.",
    rung="losses",
)
def averaged(x, w, training, l2):
    return scaled(x, w, l2 * np.mean(w.scale**2))


@exercise.mistake(
    "The argument `l2` is the factor of the penalty. Yours leaves it out. Multiply the sum of squares by it.",
    rung="losses",
)
def unweighted(x, w, training, l2):
    return scaled(x, w, np.sum(w.scale**2))


@exercise.mistake(
    "The factor is the constructor's argument `l2`. Yours is 0.01 whatever is asked: the default of "
    'keras.regularizers.L2(), and of the text "l2". Write keras.regularizers.L2(self.l2).',
    rung="losses",
)
def default_factor(x, w, training, l2):
    return scaled(x, w, 0.01 * np.sum(w.scale**2))


@exercise.mistake(
    "The penalty is on the weight, so it is the same for each input. Yours is on what the layer returns. Put self.scale into "
    "the sum of squares, not the output.",
    rung="losses",
)
def on_the_output(x, w, training, l2):
    return scaled(x, w, l2 * np.sum((w.scale * x) ** 2))


@exercise.mistake(
    "The penalty goes into `layer.losses`; the output stays scale·x. Yours adds it to the output. Return scale·x alone."
)
def in_the_output(x, w, training, l2):
    return Result(w.scale * x + l2 * np.sum(w.scale**2), loss=0.0)


untracked = exercise.mistake_when(
    "untracked",
    "Keras 3 trains, saves and regularises only the weights in its own list, and a tf.Variable is not in it. Make yours "
    "with self.add_weight(…, regularizer=…).",
    rung="weights",
    misconception="M07",
    trainable=0,
    untracked=1,
)


@exercise.mistake(
    "The penalty is the sum of squares itself, l2·Σ scale². Yours takes the square root of the sum, which is the norm. "
    "Leave the root out.",
    rung="losses",
)
def root(x, w, training, l2):
    return scaled(x, w, l2 * np.sqrt(np.sum(w.scale**2)))


@exercise.mistake(
    "The penalty counts once. The sum of your losses is twice that, as if a regularizer and self.add_loss both gave it. "
    "Print layer.losses after one call and keep one of them.",
    rung="losses",
)
def doubled(x, w, training, l2):
    return scaled(x, w, 2 * l2 * np.sum(w.scale**2))


@exercise.mistake(
    "Only the scale is squared: l2·Σ scale². Yours squares the factor l2 as well. Take the factor out of the square.",
    rung="losses",
)
def factor_squared(x, w, training, l2):
    return scaled(x, w, np.sum((l2 * w.scale) ** 2))


@exercise.mistake(
    "The sum is squared in yours: each scale is to be squared first, and the squares are added up. Exchange the two steps: "
    "l2·Σ scale².",
    rung="losses",
)
def square_of_the_sum(x, w, training, l2):
    return scaled(x, w, l2 * np.sum(w.scale) ** 2)


@exercise.mistake(
    "The penalty follows the weight as it is now. Yours is l2·C whatever scale is, which is right at the start only. Work it "
    "out from self.scale in `call`, or use a regularizer.",
    rung="losses",
)
def of_the_start(x, w, training, l2):
    return scaled(x, w, l2 * w.scale.size)


@exercise.mistake(
    "The output is scale·x, and it must follow the weight. Yours returns the input, whatever the weight is. Multiply by "
    "self.scale in `call`."
)
def unused(x, w, training, l2):
    return Result(x)


@exercise.mistake(
    "The weight starts at ones, so that a new layer returns its input. A new layer of yours returns zeros. Give add_weight "
    'initializer="ones".',
    rung="starts",
)
def zeros_first(x, w, training, l2):
    return Result(np.zeros_like(x)) if np.all(w.scale == 1) else Result()


single_number = exercise.mistake_when(
    "single_number",
    "There is one number for each channel: scale has the shape (C,). Yours is one number for all. Give add_weight "
    "shape=(input_shape[-1],).",
    rung="weights",
    trainable=1,
    ranks="0",
)
per_position = exercise.mistake_when(
    "per_position",
    "There is one number for each channel, whatever the other axes are: scale has the shape (C,). Yours has more axes than "
    "one. Give add_weight shape=(input_shape[-1],).",
    rung="weights",
    trainable=1,
    ranks="2",
)
frozen = exercise.mistake_when(
    "frozen",
    "The scale is learnt, so it must be trainable. Keras lists yours as not trainable. Look for trainable=False and take "
    "it out.",
    rung="weights",
    trainable=0,
    non_trainable=1,
)
not_the_last_axis = exercise.mistake_when(
    "not_the_last_axis",
    "The channels are the last axis, however many axes there are. The size of your weight does not fit that axis: it may "
    "come from another axis, or be a fixed number. Use input_shape[-1].",
    rung="builds",
    stage="call",
    message="Incompatible shapes",
)
argument_refused = exercise.mistake_when(
    "argument_refused",
    "PenalisedScale(0.1) sets the factor, so the constructor takes l2. Yours hands l2 on to Keras, which does not know it. "
    "Write `def __init__(self, l2, **kwargs)`.",
    rung="builds",
    stage="construct",
    message="Unrecognized keyword arguments",
)


@exercise.mistake(
    "The penalty is on the weight, so it is the same for each input. An activity_regularizer is on what the layer returns. "
    "Give the regularizer to add_weight in its place, as regularizer=….",
    rung="losses",
)
def on_the_activity(x, w, training, l2):
    return scaled(x, w, l2 * np.sum((w.scale * x) ** 2) / len(x))


# -- known answers ------------------------------------------------------------------------------------------------

REGULARISER = "regularizer=keras.regularizers.L2(self.l2),"
FORMULA = "return self.scale * inputs"


def added(penalty):
    """The model answer with the penalty added in ``call`` in place of the regularizer."""
    return {REGULARISER: "", FORMULA: f"self.add_loss({penalty})\n        {FORMULA}"}


exercise.wrong("no penalty", fails="losses", as_=no_penalty, change={REGULARISER: ""})
exercise.wrong(
    "L1",
    fails="losses",
    as_=absolute,
    change={"keras.regularizers.L2(self.l2)": "keras.regularizers.L1(self.l2)"},
)
exercise.wrong(
    "tf.nn.l2_loss",
    fails="losses",
    as_=halved,
    change=added("self.l2 * tf.nn.l2_loss(self.scale.value)"),
)
exercise.wrong(
    "the mean of squares",
    fails="losses",
    as_=averaged,
    change=added("self.l2 * keras.ops.mean(self.scale**2)"),
)
exercise.wrong(
    "without the factor",
    fails="losses",
    as_=unweighted,
    change=added("keras.ops.sum(self.scale**2)"),
)
exercise.wrong(
    "the default factor", fails="losses", as_=default_factor, change={"L2(self.l2)": "L2()"}
)
exercise.wrong(
    "on the output",
    fails="losses",
    as_=on_the_output,
    change=added("self.l2 * keras.ops.sum((self.scale * inputs) ** 2)"),
)
exercise.wrong(
    "in the output",
    fails="starts",
    as_=in_the_output,
    change={REGULARISER: "", FORMULA: FORMULA + " + self.l2 * keras.ops.sum(self.scale**2)"},
)
exercise.wrong(
    "a tf.Variable",
    fails="weights",
    as_=untracked,
    code="""
class PenalisedScale(keras.layers.Layer):
    def __init__(self, l2, **kwargs):
        super().__init__(**kwargs)
        self.l2 = l2

    def build(self, input_shape):
        self.scale = tf.Variable(tf.ones((input_shape[-1],)))

    def call(self, inputs):
        self.add_loss(self.l2 * tf.reduce_sum(self.scale**2))
        return self.scale * inputs
""",
)
exercise.wrong(
    "penalty counted twice",
    fails="losses",
    as_=doubled,
    change={
        FORMULA: f"self.add_loss(self.l2 * keras.ops.sum(self.scale**2))\n        {FORMULA}"
    },
)
exercise.wrong(
    "squared factor",
    fails="losses",
    as_=factor_squared,
    change={"L2(self.l2)": "L2(self.l2**2)"},
)
exercise.wrong(
    "no scaling",
    fails="values",
    as_=unused,
    change={FORMULA: "return inputs + 0.0 * self.scale"},
)
exercise.wrong(
    "one number for all channels",
    fails="weights",
    as_=single_number,
    change={"shape=(input_shape[-1],)": "shape=()"},
)
exercise.wrong(
    "starts at zeros",
    fails="starts",
    as_=zeros_first,
    change={'initializer="ones"': 'initializer="zeros"'},
)
exercise.wrong(
    "the argument is not taken",
    fails="builds",
    as_=argument_refused,
    change={
        "def __init__(self, l2, **kwargs):": "def __init__(self, **kwargs):",
        "self.l2 = l2": "self.l2 = 0.1",
    },
)
exercise.wrong(
    "a penalty without gradient",
    fails="trains",
    change=added("self.l2 * keras.ops.stop_gradient(keras.ops.sum(self.scale**2))"),
)

exercise.wrong(
    "half the factor", fails="losses", as_=halved, change={"L2(self.l2)": "L2(self.l2 / 2)"}
)
exercise.wrong(
    "a text for the regularizer",
    fails="losses",
    as_=default_factor,
    change={"keras.regularizers.L2(self.l2)": '"l2"'},
)
exercise.wrong(
    "the norm",
    fails="losses",
    as_=root,
    change=added("self.l2 * keras.ops.sqrt(keras.ops.sum(self.scale**2))"),
)
exercise.wrong(
    "the square of the sum",
    fails="losses",
    as_=square_of_the_sum,
    change=added("self.l2 * keras.ops.sum(self.scale) ** 2"),
)
exercise.wrong(
    "activity_regularizer",
    fails="losses",
    as_=on_the_activity,
    change={
        REGULARISER: "",
        "super().__init__(**kwargs)": "super().__init__(activity_regularizer=keras.regularizers.L2(l2), **kwargs)",
    },
)
exercise.wrong(
    "only in training",
    fails="losses",
    as_=no_penalty,
    change={
        REGULARISER: "",
        "def call(self, inputs)": "def call(self, inputs, training=False)",
        FORMULA: f"if training:\n            self.add_loss(self.l2 * keras.ops.sum(self.scale**2))\n        {FORMULA}",
    },
)
exercise.wrong(
    "a number worked out at the start",
    fails="losses",
    as_=of_the_start,
    change=added("keras.ops.convert_to_tensor(self.l2 * float(self.scale.shape[0]))"),
)
exercise.wrong(
    "one number for each position",
    fails="weights",
    as_=per_position,
    change={"shape=(input_shape[-1],)": "shape=input_shape[1:]"},
)
exercise.wrong(
    "frozen", fails="weights", as_=frozen, change={'"ones",': '"ones", trainable=False,'}
)
exercise.wrong(
    "the batch is taken for the channels",
    fails="builds",
    as_=not_the_last_axis,
    change={"input_shape[-1]": "input_shape[0]"},
)
exercise.wrong(
    "a sum over the channels",
    fails="shapes",
    change={FORMULA: "return keras.ops.sum(self.scale * inputs, axis=-1)"},
)
exercise.wrong(
    "no gradient to the weight",
    fails="gradients",
    change={FORMULA: "return keras.ops.stop_gradient(self.scale) * inputs"},
)
exercise.wrong(
    "the other arguments are not passed on",
    fails="saves",
    change={"l2, **kwargs": "l2", "super().__init__(**kwargs)": "super().__init__()"},
)
exercise.wrong(
    "another sign outside eager calls",
    fails="graph",
    change={
        "def call(self, inputs)": "def call(self, inputs, training=False)",
        FORMULA: FORMULA + " * (1.0 if training or tf.executing_eagerly() else -1.0)",
    },
)

exercise.right(
    "add_loss in call", change=added("self.l2 * keras.ops.sum(keras.ops.square(self.scale))")
)
exercise.right(
    "the short name of the regularizer",
    change={"keras.regularizers.L2(self.l2)": "keras.regularizers.l2(self.l2)"},
)
exercise.right(
    "L1L2 with no L1",
    change={"keras.regularizers.L2(self.l2)": "keras.regularizers.L1L2(l1=0.0, l2=self.l2)"},
)
exercise.right(
    "a function as regularizer",
    change={"keras.regularizers.L2(self.l2)": "lambda w: self.l2 * keras.ops.sum(w * w)"},
)
exercise.right(
    "TensorFlow inside",
    change=added("self.l2 * tf.reduce_sum(tf.square(tf.convert_to_tensor(self.scale)))"),
)
exercise.right(
    "keras.Variable with a regularizer",
    code="""
class PenalisedScale(keras.layers.Layer):
    def __init__(self, l2, **kwargs):
        super().__init__(**kwargs)
        self.l2 = l2

    def build(self, input_shape):
        self.factor = keras.Variable(np.ones(input_shape[-1], "float32"))
        self.factor.regularizer = keras.regularizers.L2(self.l2)

    def call(self, inputs):
        return tf.multiply(inputs, self.factor)
""",
)
