"""ScaleShift: y = scale·x + shift over the last axis (the affine part of batch normalisation)."""

import numpy as np

from autograder.exercise import Layer, Result

exercise = Layer(
    "ScaleShift",
    title="scale and shift per channel",
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


def fresh(x, w):
    """True for a layer that nobody has trained: only of this does a mistaken start say something."""
    return np.all(w.scale == 1) and np.all(w.shift == 0)


SCALE = 'self.add_weight(name="scale", shape=(channels,), initializer="ones")'
SHIFT = 'self.add_weight(name="shift", shape=(channels,), initializer="zeros")'
FORMULA = "self.scale * inputs + self.shift"

exercise.mistake(
    "shift_first",
    "The input is scaled first and shifted afterwards: scale·x + shift. Here the shift comes first and is scaled as "
    "well, scale·(x + shift). Look at the brackets in `call`.",
    change={FORMULA: "self.scale * (inputs + self.shift)"},
    formula=lambda x, w, training: w.scale * (x + w.shift),
)
exercise.mistake(
    "no_shift",
    "Both weights take part: scale·x + shift. Here the shift is missing. Add it at the end of `call`.",
    change={FORMULA: "self.scale * inputs"},
    formula=lambda x, w, training: w.scale * x,
)
exercise.mistake(
    "no_scale",
    "Both weights take part: scale·x + shift. Here the scale is missing. Multiply the input by it in `call`.",
    change={FORMULA: "inputs + self.shift"},
    formula=lambda x, w, training: x + w.shift,
)
exercise.mistake(
    "only_in_training",
    "A layer's formula is the same in training and at inference unless the task says otherwise. Yours is applied in "
    "training only. Take the condition on `training` out of `call`.",
    change={
        "def call(self, inputs):": "def call(self, inputs, training=False):",
        FORMULA: FORMULA + " if training else inputs",
    },
    formula=lambda x, w, training: w.scale * x + w.shift if training else x,
)
exercise.common(
    "untracked",
    change={
        SCALE: "tf.Variable(tf.ones((channels,)))",
        SHIFT: "tf.Variable(tf.zeros((channels,)))",
    },
)
exercise.common("half_tracked", change={SHIFT: "tf.Variable(tf.zeros((channels,)))"})
exercise.common(
    "frozen",
    name="not_trainable",
    change={SCALE: SCALE[:-1] + ", trainable=False)", SHIFT: SHIFT[:-1] + ", trainable=False)"},
)
exercise.mistake(
    "no_weights",
    "A layer learns through the weights that Keras lists. Yours lists none. Plain tensors and NumPy arrays are constants, "
    "not weights. Make scale and shift with self.add_weight in `build`.",
    fails="weights",
    change={SCALE: "tf.ones((channels,))", SHIFT: "tf.zeros((channels,))"},
    facts=dict(trainable=0, non_trainable=0, untracked=0),
)
exercise.mistake(
    "scalars",
    "There is one scale and one shift for each channel: both have the shape (C,), with C the size of the last axis. Yours "
    "are single numbers. Give add_weight the shape (input_shape[-1],).",
    fails="weights",
    change={
        SCALE: SCALE.replace("(channels,)", "()"),
        SHIFT: SHIFT.replace("(channels,)", "()"),
    },
    facts=dict(ranks="0, 0"),
)
exercise.mistake(
    "per_position",
    "There is one scale and one shift for each channel: both have the shape (C,), whatever the other axes. Yours have more "
    "axes than one. Use input_shape[-1] alone.",
    fails="weights",
    change={"channels = input_shape[-1]": "channels = input_shape[1:]"}
    | {
        SCALE: SCALE.replace("(channels,)", "channels"),
        SHIFT: SHIFT.replace("(channels,)", "channels"),
    },
    facts=dict(ranks="2, 2"),
)
exercise.common(
    "kept_in_call",
    name="in_call",
    advice="Weights are made once, in __init__ or `build`; when `call` runs, the layer counts as built and Keras refuses new "
    "ones. Move add_weight from `call` to `build(self, input_shape)`.",
)
exercise.common("positional_name", change={'name="scale", ': '"scale", '})
exercise.mistake(
    "subtracted",
    "The shift is added: scale·x + shift. Yours takes it away. Look at the sign in `call`.",
    change={FORMULA: "self.scale * inputs - self.shift"},
    formula=lambda x, w, training: w.scale * x - w.shift,
)
exercise.mistake(
    "scaled_twice",
    "The formula has one scale, once: scale·x + shift. Yours multiplies by it twice. Use it once in `call`.",
    change={FORMULA: "self.scale * self.scale * inputs + self.shift"},
    formula=lambda x, w, training: w.scale**2 * x + w.shift,
)
exercise.mistake(
    "zeros_first",
    "A new layer changes nothing: scale starts at ones and shift at zeros. A new layer of yours returns zeros, so its scale "
    'starts at zeros. Give the scale initializer="ones".',
    fails="starts",
    change={'initializer="ones"': 'initializer="zeros"'},
    formula=lambda x, w, training: np.zeros_like(x) if fresh(x, w) else Result(),
)
exercise.mistake(
    "starts_exchanged",
    "A new layer changes nothing: scale starts at ones and shift at zeros. A new layer of yours returns ones, as if the two "
    "starts were exchanged. Look at both initializers.",
    fails="starts",
    change={SCALE: SCALE.replace("ones", "zeros"), SHIFT: SHIFT.replace("zeros", "ones")},
    formula=lambda x, w, training: np.ones_like(x) if fresh(x, w) else Result(),
)
exercise.mistake(
    "both_ones",
    "A new layer changes nothing: scale starts at ones and shift at zeros. A new layer of yours returns the input plus one, "
    'so its shift starts at ones. Give the shift initializer="zeros".',
    fails="starts",
    change={SHIFT: SHIFT.replace("zeros", "ones")},
    formula=lambda x, w, training: x + 1 if fresh(x, w) else Result(),
)
exercise.common("one_frozen", change={SHIFT: SHIFT[:-1] + ", trainable=False)"})
exercise.mistake(
    "one_weight",
    "The layer owns two trainable weights, scale and shift. Keras lists only one in yours. Make the missing one with "
    "self.add_weight in `build`.",
    fails="weights",
    change={"self.shift = " + SHIFT: "", FORMULA: "self.scale * inputs"},
    facts=dict(trainable=1, non_trainable=0, untracked=0),
)
exercise.common("not_the_last_axis", change={"input_shape[-1]": "input_shape[1]"})
exercise.common("none_in_shape")
exercise.common("raw_in_call")
exercise.common(
    "no_kwargs",
    change={
        "def __init__(self, **kwargs):": "def __init__(self):",
        "super().__init__(**kwargs)": "super().__init__()",
    },
)
exercise.wrong(
    "tf.Variables in a list",
    mistake="untracked",
    change={
        "self.scale = "
        + SCALE: "self.both = [tf.Variable(tf.ones((channels,))), tf.Variable(tf.zeros((channels,)))]",
        "self.shift = " + SHIFT: "",
        FORMULA: "self.both[0] * inputs + self.both[1]",
    },
)
exercise.wrong(
    "random start", fails="starts", change={'initializer="ones"': 'initializer="random_normal"'}
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
    "trained eagerly, constant in the graph",
    fails="trains",
    change={
        FORMULA: FORMULA
        + " if tf.executing_eagerly() else inputs + 0.0 * (self.scale + self.shift)"
    },
)
exercise.wrong(
    "the batch is taken for the channels",
    mistake="not_the_last_axis",
    change={"input_shape[-1]": "input_shape[0]"},
)
exercise.wrong(
    "no start is given",
    fails="starts",
    change={', initializer="ones"': "", ', initializer="zeros"': ""},
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
