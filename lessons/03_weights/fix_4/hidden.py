"""fix_4: weights are made in build, where the input's shape is known (keras-io: Layer.build)."""

import numpy as np

from autograder.exercise import Layer, Result

exercise = Layer(
    "fix_4",
    title="the layer that Keras 3 refuses",
    minutes=4,
    difficulty="easy",
    points={"builds": 2, "weights": 1, "values": 1},
    core=False,
)
exercise.weight("scale", lambda shape: (shape[-1],), start=1.0)
exercise.case(7, 3)
exercise.case(2, 5, 11)
exercise.case(5, 1)


@exercise.reference
def scaled(x, w, training):
    return w.scale * x


WEIGHT = 'self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")'
FORMULA = "return self.scale * inputs"

exercise.common(
    "kept_in_call",
    name="in_call",
    advice="The weight is still made in `call`. By then the layer counts as built, and Keras 3 refuses new weights. Move the line "
    "to `build(self, input_shape)`.",
)
exercise.common(
    "untracked",
    advice="The error is gone, and so is the weight: Keras 3 lists no tf.Variable, so yours is neither trained nor saved. Make it "
    "with self.add_weight in `build`.",
    change={WEIGHT: "tf.Variable(tf.ones((input_shape[-1],)))"},
)
exercise.mistake(
    "added",
    "The layer multiplies: y = scale·x. Yours adds the weight to the input. Write `*` in place of `+`.",
    fails="starts",
    change={FORMULA: "return self.scale + inputs"},
    formula=lambda x, w, training: w.scale + x,
)
exercise.mistake(
    "unused",
    "The output is scale·x, and it must follow the weight. Yours returns the input, whatever the weight is. Multiply by "
    "self.scale in `call`.",
    change={FORMULA: "return inputs + 0.0 * self.scale"},
    formula=lambda x, w, training: x,
)
exercise.mistake(
    "zeros_first",
    "The weight starts at ones, so that a new layer changes nothing. A new layer of yours returns zeros. Give add_weight "
    'initializer="ones".',
    fails="starts",
    change={'initializer="ones"': 'initializer="zeros"'},
    formula=lambda x, w, training: np.zeros_like(x) if np.all(w.scale == 1) else Result(),
)
exercise.common("raw_in_call")
exercise.common("none_in_shape")
exercise.common("not_the_last_axis", change={"shape=(input_shape[-1],)": "shape=(3,)"})
exercise.mistake(
    "single_number",
    "There is one number for each channel: the weight has the shape (C,). Yours is one number for all. Make it in `build` "
    "with shape=(input_shape[-1],).",
    fails="weights",
    change={"shape=(input_shape[-1],)": "shape=()"},
    facts=dict(trainable=1, ranks="0"),
)
exercise.mistake(
    "per_position",
    "There is one number for each channel, whatever the other axes are: the weight has the shape (C,). Yours has more axes "
    "than one. Give it shape=(input_shape[-1],).",
    fails="weights",
    change={"shape=(input_shape[-1],)": "shape=input_shape[1:]"},
    facts=dict(trainable=1, ranks="2"),
)
exercise.common("frozen", change={'"ones")': '"ones", trainable=False)'})
exercise.wrong(
    "the batch is taken for the channels",
    mistake="not_the_last_axis",
    change={"input_shape[-1]": "input_shape[0]"},
)
exercise.wrong("no start is given", fails="starts", change={', initializer="ones"': ""})
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
    change={
        "def __init__(self, **kwargs)": "def __init__(self)",
        "super().__init__(**kwargs)": "super().__init__()",
    },
)
exercise.wrong(
    "a step that does not reach the weight",
    fails="trains",
    change={
        FORMULA: "return (self.scale if tf.executing_eagerly() else keras.ops.stop_gradient(self.scale)) * inputs"
    },
)
exercise.wrong(
    "another sign outside eager calls",
    fails="graph",
    change={
        "def call(self, inputs)": "def call(self, inputs, training=False)",
        FORMULA: "return self.scale * inputs * (1.0 if training or tf.executing_eagerly() else -1.0)",
    },
)
exercise.right("TensorFlow inside", change={FORMULA: "return tf.multiply(inputs, self.scale)"})
exercise.right(
    "keras.Variable", change={WEIGHT: "keras.Variable(np.ones(input_shape[-1], 'float32'))"}
)
exercise.right(
    "another name and super().build",
    change={WEIGHT: WEIGHT.replace('"scale"', '"w"') + "\n        super().build(input_shape)"},
)
exercise.right(
    "an initializer object",
    change={
        WEIGHT: "self.add_weight(shape=[input_shape[-1]], initializer=keras.initializers.Ones())"
    },
)
