"""ScaleShift: y = scale·x + shift over the last axis (the affine part of batch normalisation)."""

import numpy as np

from autograder.exercise import Layer, Result

exercise = Layer(
    "ScaleShift",
    minutes=8,
    difficulty="easy",
    points={"builds": 1, "weights": 1, "values": 1, "trains": 1},
)
exercise.weight("scale", lambda shape: (shape[-1],), start=1.0)
exercise.weight("shift", lambda shape: (shape[-1],), start=0.0)
# Distinct primes, so that no axis can be taken for another; one channel, where a scalar would pass; four axes.
exercise.case(7, 3)
exercise.case(2, 5, 11)
exercise.case(3, 1)
exercise.case(2, 5, 3, 7)


@exercise.reference
def scale_shift(x, w, training):
    return w.scale * x + w.shift


@exercise.mistake(
    "The input is scaled first and shifted afterwards: scale·x + shift. Here the shift comes first and is scaled as "
    "well, scale·(x + shift). Look at the brackets in `call`."
)
def shift_first(x, w, training):
    return w.scale * (x + w.shift)


@exercise.mistake(
    "Both weights take part: scale·x + shift. Here the shift is missing. Add it at the end of `call`."
)
def no_shift(x, w, training):
    return w.scale * x


@exercise.mistake(
    "Both weights take part: scale·x + shift. Here the scale is missing. Multiply the input by it in `call`."
)
def no_scale(x, w, training):
    return x + w.shift


@exercise.mistake(
    "A layer's formula is the same in training and at inference unless the task says otherwise. Yours is applied in "
    "training only. Take the condition on `training` out of `call`."
)
def only_in_training(x, w, training):
    return w.scale * x + w.shift if training else x


untracked = exercise.mistake_when(
    "untracked",
    "Keras 3 trains and saves only the weights in its own list. Your layer holds two tf.Variables, which are not in it: "
    "the tape sees them, but fit leaves them as they are. Make both with self.add_weight in `build`.",
    rung="weights",
    misconception="M07",
    trainable=0,
    untracked=2,
)
half_tracked = exercise.mistake_when(
    "half_tracked",
    "Keras 3 trains and saves only the weights in its own list. One of your two is listed, the other is a tf.Variable, "
    "which is not. Make it with self.add_weight as well.",
    rung="weights",
    misconception="M07",
    trainable=1,
    untracked=1,
)
not_trainable = exercise.mistake_when(
    "not_trainable",
    "Scale and shift are learnt, so both must be trainable. Keras lists both as not trainable. Look for trainable=False "
    "and take it out.",
    rung="weights",
    trainable=0,
    non_trainable=2,
)
no_weights = exercise.mistake_when(
    "no_weights",
    "A layer learns through the weights that Keras lists. Yours lists none. Plain tensors and NumPy arrays are constants, "
    "not weights. Make scale and shift with self.add_weight in `build`.",
    rung="weights",
    trainable=0,
    non_trainable=0,
    untracked=0,
)
scalars = exercise.mistake_when(
    "scalars",
    "There is one scale and one shift for each channel: both have the shape (C,), with C the size of the last axis. Yours "
    "are single numbers. Give add_weight the shape (input_shape[-1],).",
    rung="weights",
    ranks="0, 0",
)
per_position = exercise.mistake_when(
    "per_position",
    "There is one scale and one shift for each channel: both have the shape (C,), whatever the other axes. Yours have more "
    "axes than one. Use input_shape[-1] alone.",
    rung="weights",
    ranks="2, 2",
)
in_call = exercise.mistake_when(
    "in_call",
    "Weights are made once, in __init__ or `build`; when `call` runs, the layer counts as built and Keras refuses new "
    "ones. Move add_weight from `call` to `build(self, input_shape)`.",
    rung="builds",
    misconception="M09",
    stage="call",
    message="cannot add new elements of state",
)
positional_name = exercise.mistake_when(
    "positional_name",
    "In Keras 3 the first positional argument of add_weight is the shape; a name must be given as name=. Write "
    "self.add_weight(name='scale', shape=…).",
    rung="builds",
    message="`name` must be passed as a keyword",
)


@exercise.mistake(
    "The shift is added: scale·x + shift. Yours takes it away. Look at the sign in `call`."
)
def subtracted(x, w, training):
    return w.scale * x - w.shift


@exercise.mistake(
    "The formula has one scale, once: scale·x + shift. Yours multiplies by it twice. Use it once in `call`."
)
def scaled_twice(x, w, training):
    return w.scale**2 * x + w.shift


def fresh(x, w):
    """True for a layer that nobody has trained: only of this does a mistaken start say something."""
    return np.all(w.scale == 1) and np.all(w.shift == 0)


@exercise.mistake(
    "A new layer changes nothing: scale starts at ones and shift at zeros. A new layer of yours returns zeros, so its scale "
    'starts at zeros. Give the scale initializer="ones".',
    rung="starts",
)
def zeros_first(x, w, training):
    return np.zeros_like(x) if fresh(x, w) else Result()


@exercise.mistake(
    "A new layer changes nothing: scale starts at ones and shift at zeros. A new layer of yours returns ones, as if the two "
    "starts were exchanged. Look at both initializers.",
    rung="starts",
)
def starts_exchanged(x, w, training):
    return np.ones_like(x) if fresh(x, w) else Result()


@exercise.mistake(
    "A new layer changes nothing: scale starts at ones and shift at zeros. A new layer of yours returns the input plus one, "
    'so its shift starts at ones. Give the shift initializer="zeros".',
    rung="starts",
)
def both_ones(x, w, training):
    return x + 1 if fresh(x, w) else Result()


one_frozen = exercise.mistake_when(
    "one_frozen",
    "Scale and shift are learnt, so both must be trainable. Keras lists one of yours as not trainable. Look for "
    "trainable=False and take it out.",
    rung="weights",
    trainable=1,
    non_trainable=1,
)
one_weight = exercise.mistake_when(
    "one_weight",
    "The layer owns two trainable weights, scale and shift. Keras lists only one in yours. Make the missing one with "
    "self.add_weight in `build`.",
    rung="weights",
    trainable=1,
    non_trainable=0,
    untracked=0,
)
not_the_last_axis = exercise.mistake_when(
    "not_the_last_axis",
    "The channels are the last axis, however many axes there are. The size of your weights does not fit that axis: it may "
    "come from another axis, or be a fixed number. Use input_shape[-1].",
    rung="builds",
    stage="call",
    message="Incompatible shapes",
)
none_in_shape = exercise.mistake_when(
    "none_in_shape",
    "A weight needs a number for each of its sizes; None is not filled in later. The constructor does not know C yet. Make "
    "both weights in `build`, where C is input_shape[-1].",
    rung="builds",
    stage="construct",
    message="must be fully-defined",
)
raw_in_call = exercise.mistake_when(
    "raw_in_call",
    "Weights are made in `build`, by self.add_weight. A tf.Variable made in `call` gets past Keras's refusal, but Keras does "
    "not list it, and inside a keras.Model it fails. Move both to `build`.",
    rung="builds",
    misconception="M09",
    stage="symbolic",
    untracked=2,
    message="could not be lifted out",
)
no_kwargs = exercise.mistake_when(
    "no_kwargs",
    "To load a saved layer, Keras makes it anew with name=, dtype= and more. Your constructor does not take these. Write "
    "`def __init__(self, **kwargs)` and pass **kwargs on to super().__init__.",
    rung="saves",
    message="unexpected keyword argument",
)

# -- known answers ------------------------------------------------------------------------------------------------

SCALE = 'self.add_weight(name="scale", shape=(channels,), initializer="ones")'
SHIFT = 'self.add_weight(name="shift", shape=(channels,), initializer="zeros")'
FORMULA = "self.scale * inputs + self.shift"

exercise.wrong(
    "both are tf.Variables",
    fails="weights",
    as_=untracked,
    change={
        SCALE: "tf.Variable(tf.ones((channels,)))",
        SHIFT: "tf.Variable(tf.zeros((channels,)))",
    },
)
exercise.wrong(
    "the shift is a tf.Variable",
    fails="weights",
    as_=half_tracked,
    change={SHIFT: "tf.Variable(tf.zeros((channels,)))"},
)
exercise.wrong(
    "tf.Variables in a list",
    fails="weights",
    as_=untracked,
    change={
        "self.scale = "
        + SCALE: "self.both = [tf.Variable(tf.ones((channels,))), tf.Variable(tf.zeros((channels,)))]",
        "self.shift = " + SHIFT: "",
        FORMULA: "self.both[0] * inputs + self.both[1]",
    },
)
exercise.wrong(
    "the shift comes first",
    fails="values",
    as_=shift_first,
    change={FORMULA: "self.scale * (inputs + self.shift)"},
)
exercise.wrong(
    "the shift is forgotten",
    fails="values",
    as_=no_shift,
    change={FORMULA: "self.scale * inputs"},
)
exercise.wrong(
    "the scale is forgotten",
    fails="values",
    as_=no_scale,
    change={FORMULA: "inputs + self.shift"},
)
exercise.wrong(
    "only in training",
    fails="values",
    as_=only_in_training,
    change={
        "def call(self, inputs):": "def call(self, inputs, training=False):",
        FORMULA: FORMULA + " if training else inputs",
    },
)
exercise.wrong(
    "squared scale",
    fails="values",
    as_=scaled_twice,
    change={FORMULA: "self.scale * self.scale * inputs + self.shift"},
)
exercise.wrong(
    "the shift is subtracted",
    fails="values",
    as_=subtracted,
    change={FORMULA: "self.scale * inputs - self.shift"},
)
exercise.wrong(
    "frozen weights",
    fails="weights",
    as_=not_trainable,
    change={SCALE: SCALE[:-1] + ", trainable=False)", SHIFT: SHIFT[:-1] + ", trainable=False)"},
)
exercise.wrong(
    "plain tensors",
    fails="weights",
    as_=no_weights,
    change={SCALE: "tf.ones((channels,))", SHIFT: "tf.zeros((channels,))"},
)
exercise.wrong(
    "one number for all channels",
    fails="weights",
    as_=scalars,
    change={
        SCALE: SCALE.replace("(channels,)", "()"),
        SHIFT: SHIFT.replace("(channels,)", "()"),
    },
)
exercise.wrong(
    "one number for each position",
    fails="weights",
    as_=per_position,
    change={"channels = input_shape[-1]": "channels = input_shape[1:]"}
    | {
        SCALE: SCALE.replace("(channels,)", "channels"),
        SHIFT: SHIFT.replace("(channels,)", "channels"),
    },
)
exercise.wrong(
    "the second axis is taken for the channels",
    fails="builds",
    as_=not_the_last_axis,
    change={"input_shape[-1]": "input_shape[1]"},
)
exercise.wrong(
    "scale starts at zeros",
    fails="starts",
    as_=zeros_first,
    change={'initializer="ones"': 'initializer="zeros"'},
)
exercise.wrong(
    "random start",
    fails="starts",
    change={'initializer="ones"': 'initializer="random_normal"'},
)
exercise.wrong(
    "weights made in call",
    fails="builds",
    as_=in_call,
    code="""
class ScaleShift(keras.layers.Layer):
    def call(self, inputs):
        self.scale = self.add_weight(shape=(inputs.shape[-1],), initializer="ones")
        self.shift = self.add_weight(shape=(inputs.shape[-1],), initializer="zeros")
        return self.scale * inputs + self.shift
""",
)
exercise.wrong(
    "names by position",
    fails="builds",
    as_=positional_name,
    change={'name="scale", ': '"scale", '},
)
exercise.wrong(
    "no batch-size freedom",
    fails="builds",
    change={FORMULA: FORMULA + " + 0.0 * float(inputs.shape[0])"},
)
exercise.wrong(
    "a copy of the value",
    fails="builds",
    change={FORMULA: "tf.constant(self.scale.numpy()) * inputs + self.shift"},
)
exercise.wrong(
    "gradient stopped",
    fails="gradients",
    change={FORMULA: "keras.ops.stop_gradient(self.scale) * inputs + self.shift"},
)
exercise.wrong(
    "keyword arguments swallowed",
    fails="saves",
    as_=no_kwargs,
    change={
        "def __init__(self, **kwargs):": "def __init__(self):",
        "super().__init__(**kwargs)": "super().__init__()",
    },
)
exercise.wrong(
    "trained eagerly, constant in the graph",
    fails="trains",
    change={
        FORMULA: FORMULA
        + " if tf.executing_eagerly() else inputs + 0.0 * (self.scale + self.shift)"
    },
)

exercise.wrong(
    "the batch is taken for the channels",
    fails="builds",
    as_=not_the_last_axis,
    change={"input_shape[-1]": "input_shape[0]"},
)
exercise.wrong(
    "None for the unknown size",
    fails="builds",
    as_=none_in_shape,
    code="""
class ScaleShift(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.scale = self.add_weight(shape=(None,), initializer="ones")
        self.shift = self.add_weight(shape=(None,), initializer="zeros")

    def call(self, inputs):
        return self.scale * inputs + self.shift
""",
)
exercise.wrong(
    "tf.Variables made in call",
    fails="builds",
    as_=raw_in_call,
    code="""
class ScaleShift(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def call(self, inputs):
        if not hasattr(self, "scale"):
            self.scale = tf.Variable(tf.ones((inputs.shape[-1],)))
            self.shift = tf.Variable(tf.zeros((inputs.shape[-1],)))
        return self.scale * inputs + self.shift
""",
)
exercise.wrong(
    "no start is given",
    fails="starts",
    change={', initializer="ones"': "", ', initializer="zeros"': ""},
)
exercise.wrong(
    "the starts are exchanged",
    fails="starts",
    as_=starts_exchanged,
    change={SCALE: SCALE.replace("ones", "zeros"), SHIFT: SHIFT.replace("zeros", "ones")},
)
exercise.wrong(
    "both start at ones",
    fails="starts",
    as_=both_ones,
    change={SHIFT: SHIFT.replace("zeros", "ones")},
)
exercise.wrong(
    "a frozen shift",
    fails="weights",
    as_=one_frozen,
    change={SHIFT: SHIFT[:-1] + ", trainable=False)"},
)
exercise.wrong(
    "no shift at all",
    fails="weights",
    as_=one_weight,
    change={"self.shift = " + SHIFT: "", FORMULA: "self.scale * inputs"},
)
exercise.wrong(
    "a sum over the channels",
    fails="shapes",
    change={FORMULA: f"keras.ops.sum({FORMULA}, axis=-1)"},
)
exercise.wrong(
    "the shift only in eager calls",
    fails="graph",
    change={
        "def call(self, inputs):": "def call(self, inputs, training=False):",
        FORMULA: FORMULA + " if training or tf.executing_eagerly() else self.scale * inputs",
    },
)

exercise.right(
    "a functional formula",
    change={FORMULA: "keras.ops.add(keras.ops.multiply(inputs, self.scale), self.shift)"},
)
exercise.right(
    "keras.Variable",
    change={
        SCALE: "keras.Variable(keras.ops.ones((channels,)))",
        SHIFT: "keras.Variable(keras.ops.zeros((channels,)))",
    },
)
exercise.right(
    "the other order, other names",
    code="""
class ScaleShift(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.b = self.add_weight(shape=input_shape[-1:], initializer="zeros")
        self.a = self.add_weight(shape=input_shape[-1:], initializer="ones")
        super().build(input_shape)

    def call(self, x):
        return tf.math.add(self.b, x * self.a)
""",
)
exercise.right(
    "weights in a dict",
    code="""
class ScaleShift(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def build(self, input_shape):
        c = input_shape[-1]
        self.parts = {"gain": self.add_weight(shape=(c,), initializer="ones"), "offset": self.add_weight(shape=(c,), initializer="zeros")}

    def call(self, x, training=None):
        return x * self.parts["gain"] + self.parts["offset"]
""",
)
exercise.right(
    "a helper class and a get_config",
    code="""
class Affine(keras.layers.Layer):
    def build(self, shape):
        self.s = self.add_weight(shape=(shape[-1],), initializer="ones")
        self.t = self.add_weight(shape=(shape[-1],), initializer="zeros")

    def call(self, x):
        return keras.ops.add(x * self.s, self.t)

class ScaleShift(Affine):
    def get_config(self):
        return {**super().get_config()}
""",
)
exercise.right(
    "both in a list",
    code="""
class ScaleShift(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def build(self, input_shape):
        c = input_shape[-1]
        self.pair = [self.add_weight(shape=(c,), initializer=start) for start in ("ones", "zeros")]

    def call(self, inputs):
        scale, shift = self.pair
        return tf.add(tf.multiply(scale, inputs), shift)
""",
)
exercise.right(
    "an initializer object and a function",
    change={
        SCALE: "self.add_weight(shape=[channels], initializer=keras.initializers.Constant(1.0))",
        SHIFT: "self.add_weight(shape=[channels], initializer=lambda shape, dtype=None: keras.ops.zeros(shape, dtype))",
    },
)
exercise.right(
    "einsum",
    change={FORMULA: 'keras.ops.einsum("...c,c->...c", inputs, self.scale) + self.shift'},
)
