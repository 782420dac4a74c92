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
    "`layer.losses` must hold the penalty l2·Σ scale². Yours adds nothing. Give add_weight a regularizer, such as "
    "keras.regularizers.L2(l2), or call self.add_loss(…) in `call`.",
    rung="losses",
)
def no_penalty(x, w, training, l2):
    return scaled(x, w, 0.0)


@exercise.mistake(
    "The penalty is the sum of squares, l2·Σ scale². Yours adds up absolute values, which is L1. Use "
    "keras.regularizers.L2(l2).",
    rung="losses",
)
def absolute(x, w, training, l2):
    return scaled(x, w, l2 * np.sum(np.abs(w.scale)))


@exercise.mistake(
    "Keras's L2 penalty has no factor 1/2: it is l2·Σ scale². Yours is half of it. tf.nn.l2_loss halves; multiply by 2 or "
    "use keras.regularizers.L2(l2).",
    rung="losses",
)
def halved(x, w, training, l2):
    return scaled(x, w, l2 * np.sum(w.scale**2) / 2)


@exercise.mistake(
    "The penalty is a sum over the channels, not a mean: l2·Σ scale². Use keras.ops.sum in place of the mean.",
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
    "The factor is the constructor's argument. Yours is 0.01 whatever is asked, which is the default of "
    "keras.regularizers.L2. Pass l2 to it.",
    rung="losses",
)
def default_factor(x, w, training, l2):
    return scaled(x, w, 0.01 * np.sum(w.scale**2))


@exercise.mistake(
    "The penalty is on the weight, not on what the layer returns. Yours grows with the input. Use the sum of scale², or "
    "regularizer= rather than activity_regularizer=.",
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
    "Keras 3 trains, saves and regularises only weights that it tracks. Yours is a tf.Variable attribute. Make it with "
    "self.add_weight(…, regularizer=…).",
    rung="weights",
    misconception="M07",
    trainable=0,
    untracked=1,
)

# -- known answers ------------------------------------------------------------------------------------------------

REGULARISER = "regularizer=keras.regularizers.L2(self.l2),"
FORMULA = "return self.scale * inputs"


def added(penalty):
    """The model answer with the penalty added in ``call`` in place of the regularizer."""
    return {REGULARISER: "", FORMULA: f"self.add_loss({penalty})\n        {FORMULA}"}


exercise.wrong("no penalty", fails="losses", as_=no_penalty, change={REGULARISER: ""})
exercise.wrong(
    "L1", fails="losses", as_=absolute, change={"keras.regularizers.L2(self.l2)": "keras.regularizers.L1(self.l2)"}
)
exercise.wrong("tf.nn.l2_loss", fails="losses", as_=halved, change=added("self.l2 * tf.nn.l2_loss(self.scale.value)"))
exercise.wrong(
    "the mean of squares", fails="losses", as_=averaged, change=added("self.l2 * keras.ops.mean(self.scale**2)")
)
exercise.wrong("without the factor", fails="losses", as_=unweighted, change=added("keras.ops.sum(self.scale**2)"))
exercise.wrong("the default factor", fails="losses", as_=default_factor, change={"L2(self.l2)": "L2()"})
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
    change={FORMULA: f"self.add_loss(self.l2 * keras.ops.sum(self.scale**2))\n        {FORMULA}"},
)
exercise.wrong("squared factor", fails="losses", change={"L2(self.l2)": "L2(self.l2**2)"})
exercise.wrong("no scaling", fails="values", change={FORMULA: "return inputs + 0.0 * self.scale"})
exercise.wrong("one number for all channels", fails="weights", change={"shape=(input_shape[-1],)": "shape=()"})
exercise.wrong("starts at zeros", fails="starts", change={'initializer="ones"': 'initializer="zeros"'})
exercise.wrong(
    "the argument is not taken",
    fails="builds",
    change={"def __init__(self, l2, **kwargs):": "def __init__(self, **kwargs):", "self.l2 = l2": "self.l2 = 0.1"},
)
exercise.wrong(
    "a penalty without gradient",
    fails="trains",
    change=added("self.l2 * keras.ops.stop_gradient(keras.ops.sum(self.scale**2))"),
)

exercise.right("add_loss in call", change=added("self.l2 * keras.ops.sum(keras.ops.square(self.scale))"))
exercise.right(
    "the short name of the regularizer", change={"keras.regularizers.L2(self.l2)": "keras.regularizers.l2(self.l2)"}
)
exercise.right(
    "L1L2 with no L1", change={"keras.regularizers.L2(self.l2)": "keras.regularizers.L1L2(l1=0.0, l2=self.l2)"}
)
exercise.right(
    "a function as regularizer", change={"keras.regularizers.L2(self.l2)": "lambda w: self.l2 * keras.ops.sum(w * w)"}
)
exercise.right(
    "TensorFlow inside", change=added("self.l2 * tf.reduce_sum(tf.square(tf.convert_to_tensor(self.scale)))")
)
