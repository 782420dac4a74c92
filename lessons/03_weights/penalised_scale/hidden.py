"""PenalisedScale: y = scale·x with the penalty l2·Σ scale² in ``losses`` (Keras: regularizers on add_weight)."""

import numpy as np

from autograder.exercise import Layer, Result

exercise = Layer(
    "PenalisedScale",
    title="a scale with a penalty",
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


REGULARISER = "regularizer=keras.regularizers.L2(self.l2),"
FORMULA = "return self.scale * inputs"


def added(penalty):
    """The model answer with the penalty added in ``call`` in place of the regularizer."""
    return {REGULARISER: "", FORMULA: f"self.add_loss({penalty})\n        {FORMULA}"}


exercise.mistake(
    "no_penalty",
    "`layer.losses` must hold the penalty l2·Σ scale² after every call, in training or not. With training=False yours holds "
    "none. Give add_weight a regularizer, such as keras.regularizers.L2(self.l2), or call self.add_loss(…) on all calls.",
    fails="losses",
    change={REGULARISER: ""},
    formula=lambda x, w, training, l2: scaled(x, w, 0.0),
)
exercise.mistake(
    "absolute",
    "The penalty is the sum of squares, l2·Σ scale². Yours adds up absolute values, which is L1. Use "
    "keras.regularizers.L2(self.l2).",
    fails="losses",
    change={"keras.regularizers.L2(self.l2)": "keras.regularizers.L1(self.l2)"},
    formula=lambda x, w, training, l2: scaled(x, w, l2 * np.sum(np.abs(w.scale))),
)
exercise.mistake(
    "halved",
    "The penalty is l2·Σ scale², without a factor of one half. Yours is half of that: tf.nn.l2_loss halves, and so do some "
    "textbooks. Use keras.regularizers.L2(self.l2).",
    fails="losses",
    change=added("self.l2 * tf.nn.l2_loss(self.scale.value)"),
    formula=lambda x, w, training, l2: scaled(x, w, l2 * np.sum(w.scale**2) / 2),
)
exercise.mistake(
    "averaged",
    "The penalty is a sum over the channels, l2·Σ scale². Yours is the mean of the squares. Use keras.ops.sum in its place.",
    fails="losses",
    change=added("self.l2 * keras.ops.mean(self.scale**2)"),
    formula=lambda x, w, training, l2: scaled(x, w, l2 * np.mean(w.scale**2)),
)
exercise.mistake(
    "unweighted",
    "The argument `l2` is the factor of the penalty. Yours leaves it out. Multiply the sum of squares by it.",
    fails="losses",
    change=added("keras.ops.sum(self.scale**2)"),
    formula=lambda x, w, training, l2: scaled(x, w, np.sum(w.scale**2)),
)
exercise.mistake(
    "default_factor",
    "The factor is the constructor's argument `l2`. Yours is 0.01 whatever is asked: the default of "
    'keras.regularizers.L2(), and of the text "l2". Write keras.regularizers.L2(self.l2).',
    fails="losses",
    change={"L2(self.l2)": "L2()"},
    formula=lambda x, w, training, l2: scaled(x, w, 0.01 * np.sum(w.scale**2)),
)
exercise.mistake(
    "on_the_output",
    "The penalty is on the weight, so it is the same for each input. Yours is on what the layer returns. Put self.scale into "
    "the sum of squares, not the output.",
    fails="losses",
    change=added("self.l2 * keras.ops.sum((self.scale * inputs) ** 2)"),
    formula=lambda x, w, training, l2: scaled(x, w, l2 * np.sum((w.scale * x) ** 2)),
)
exercise.mistake(
    "in_the_output",
    "The penalty goes into `layer.losses`; the output stays scale·x. Yours adds it to the output. Return scale·x alone.",
    fails="starts",
    change={REGULARISER: "", FORMULA: FORMULA + " + self.l2 * keras.ops.sum(self.scale**2)"},
    formula=lambda x, w, training, l2: Result(w.scale * x + l2 * np.sum(w.scale**2), loss=0.0),
)
exercise.common(
    "untracked",
    advice="Keras 3 trains, saves and regularises only the weights in its own list, and a tf.Variable is not in it. Make yours "
    "with self.add_weight(…, regularizer=…).",
)
exercise.mistake(
    "root",
    "The penalty is the sum of squares itself, l2·Σ scale². Yours takes the square root of the sum, which is the norm. "
    "Leave the root out.",
    fails="losses",
    change=added("self.l2 * keras.ops.sqrt(keras.ops.sum(self.scale**2))"),
    formula=lambda x, w, training, l2: scaled(x, w, l2 * np.sqrt(np.sum(w.scale**2))),
)
exercise.mistake(
    "doubled",
    "The penalty counts once. The sum of your losses is twice that, as if a regularizer and self.add_loss both gave it. "
    "Print layer.losses after one call and keep one of them.",
    fails="losses",
    change={
        FORMULA: f"self.add_loss(self.l2 * keras.ops.sum(self.scale**2))\n        {FORMULA}"
    },
    formula=lambda x, w, training, l2: scaled(x, w, 2 * l2 * np.sum(w.scale**2)),
)
exercise.mistake(
    "factor_squared",
    "Only the scale is squared: l2·Σ scale². Yours squares the factor l2 as well. Take the factor out of the square.",
    fails="losses",
    change={"L2(self.l2)": "L2(self.l2**2)"},
    formula=lambda x, w, training, l2: scaled(x, w, np.sum((l2 * w.scale) ** 2)),
)
exercise.mistake(
    "square_of_the_sum",
    "The sum is squared in yours: each scale is to be squared first, and the squares are added up. Exchange the two steps: "
    "l2·Σ scale².",
    fails="losses",
    change=added("self.l2 * keras.ops.sum(self.scale) ** 2"),
    formula=lambda x, w, training, l2: scaled(x, w, l2 * np.sum(w.scale) ** 2),
)
exercise.mistake(
    "of_the_start",
    "The penalty follows the weight as it is now. Yours is l2·C whatever scale is, which is right at the start only. Work it "
    "out from self.scale in `call`, or use a regularizer.",
    fails="losses",
    change=added("keras.ops.convert_to_tensor(self.l2 * float(self.scale.shape[0]))"),
    formula=lambda x, w, training, l2: scaled(x, w, l2 * w.scale.size),
)
exercise.mistake(
    "unused",
    "The output is scale·x, and it must follow the weight. Yours returns the input, whatever the weight is. Multiply by "
    "self.scale in `call`.",
    change={FORMULA: "return inputs + 0.0 * self.scale"},
    formula=lambda x, w, training, l2: Result(x),
)
exercise.mistake(
    "zeros_first",
    "The weight starts at ones, so that a new layer returns its input. A new layer of yours returns zeros. Give add_weight "
    'initializer="ones".',
    fails="starts",
    change={'initializer="ones"': 'initializer="zeros"'},
    formula=lambda x, w, training, l2: (
        Result(np.zeros_like(x)) if np.all(w.scale == 1) else Result()
    ),
)
exercise.mistake(
    "single_number",
    "There is one number for each channel: scale has the shape (C,). Yours is one number for all. Give add_weight "
    "shape=(input_shape[-1],).",
    fails="weights",
    change={"shape=(input_shape[-1],)": "shape=()"},
    facts=dict(trainable=1, ranks="0"),
)
exercise.mistake(
    "per_position",
    "There is one number for each channel, whatever the other axes are: scale has the shape (C,). Yours has more axes than "
    "one. Give add_weight shape=(input_shape[-1],).",
    fails="weights",
    change={"shape=(input_shape[-1],)": "shape=input_shape[1:]"},
    facts=dict(trainable=1, ranks="2"),
)
exercise.common("frozen", change={'"ones",': '"ones", trainable=False,'})
exercise.common("not_the_last_axis", change={"input_shape[-1]": "input_shape[0]"})
exercise.mistake(
    "argument_refused",
    "PenalisedScale(0.1) sets the factor, so the constructor takes l2. Yours hands l2 on to Keras, which does not know it. "
    "Write `def __init__(self, l2, **kwargs)`.",
    fails="builds",
    change={
        "def __init__(self, l2, **kwargs):": "def __init__(self, **kwargs):",
        "self.l2 = l2": "self.l2 = 0.1",
    },
    facts=dict(stage="construct", message="Unrecognized keyword arguments"),
)
exercise.mistake(
    "on_the_activity",
    "The penalty is on the weight, so it is the same for each input. An activity_regularizer is on what the layer returns. "
    "Give the regularizer to add_weight in its place, as regularizer=….",
    fails="losses",
    change={
        REGULARISER: "",
        "super().__init__(**kwargs)": "super().__init__(activity_regularizer=keras.regularizers.L2(l2), **kwargs)",
    },
    formula=lambda x, w, training, l2: scaled(x, w, l2 * np.sum((w.scale * x) ** 2) / len(x)),
)
exercise.wrong(
    "a penalty without gradient",
    fails="trains",
    change=added("self.l2 * keras.ops.stop_gradient(keras.ops.sum(self.scale**2))"),
)
exercise.wrong("half the factor", mistake="halved", change={"L2(self.l2)": "L2(self.l2 / 2)"})
exercise.wrong(
    "a text for the regularizer",
    mistake="default_factor",
    change={"keras.regularizers.L2(self.l2)": '"l2"'},
)
exercise.wrong(
    "only in training",
    mistake="no_penalty",
    change={
        REGULARISER: "",
        "def call(self, inputs)": "def call(self, inputs, training=False)",
        FORMULA: f"if training:\n            self.add_loss(self.l2 * keras.ops.sum(self.scale**2))\n        {FORMULA}",
    },
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
