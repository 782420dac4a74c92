"""fix_3: a sublayer is made once and used at each call (keras-io: making new layers and models via subclassing)."""

import numpy as np

from autograder.exercise import Layer

exercise = Layer(
    "fix_3",
    title="the layer that never learns",
    minutes=4,
    difficulty="medium",
    points={"builds": 1, "weights": 2, "values": 1},
    core=False,
)
exercise.weight("kernel", lambda shape, units: (shape[-1], units))
exercise.weight("bias", lambda shape, units: (units,))
exercise.case(7, 3, units=5)
exercise.case(2, 11, units=1)
exercise.case(5, 1, units=3)


@exercise.reference
def dense(x, w, training, units):
    return x @ w.kernel + w.bias


MAKE = "self.dense = keras.layers.Dense(units)"
USE = "return self.dense(inputs)"

exercise.mistake(
    "not_owned",
    "The layer must own its Dense. Keras finds no weight in yours: the Dense is made anew at each call, or kept where Keras "
    "does not look, such as a plain object or a class attribute. Write self.dense = … in __init__ or `build`.",
    fails="weights",
    misconception="M09",
    facts=dict(trainable=0, non_trainable=0, untracked=0),
)
exercise.common("kept_in_call")
exercise.mistake(
    "activated",
    "The Dense has no activation here. Yours turns negative outputs into zeros. Take the relu out, whether it is an argument "
    "of the Dense or a line in `call`.",
    change={MAKE: 'self.dense = keras.layers.Dense(units, activation="relu")'},
    formula=lambda x, w, training, units: np.maximum(x @ w.kernel + w.bias, 0),
)
exercise.mistake(
    "one_weight",
    "A Dense with bias has two weights, kernel (n, units) and bias (units,). Keras counts one trainable weight in yours. "
    "Look for use_bias=False and take it out.",
    fails="weights",
    change={MAKE: "self.dense = keras.layers.Dense(units, use_bias=False)"},
    facts=dict(trainable=1, non_trainable=0, untracked=0),
)
exercise.mistake(
    "two_layers",
    "One Dense is asked for, which makes two weights. Keras counts four in yours, as of two Dense layers. Keep one, and use "
    "that one in `call`.",
    fails="weights",
    change={
        MAKE: MAKE + "\n        self.second = keras.layers.Dense(units)",
        USE: "return self.second(self.dense(inputs))",
    },
    facts=dict(trainable=4),
)
exercise.common(
    "frozen", change={MAKE: "self.dense = keras.layers.Dense(units, trainable=False)"}
)
exercise.mistake(
    "layer_returned",
    "`call` returns a tensor. Yours returns something else, perhaps the Dense itself in place of its output. Call it: "
    "self.dense(inputs).",
    fails="builds",
    change={USE: "return self.dense"},
    facts=dict(stage="symbolic", message="must be tensors"),
)
exercise.common(
    "untracked",
    name="raw_variables",
    advice="Keras 3 trains and saves only the weights in its own list, and a tf.Variable is not in it. Yours holds two of them. "
    "Keep a Dense as an attribute in their place.",
)
exercise.wrong(
    "made once, but still not used",
    mistake="not_owned",
    change={USE: "return keras.layers.Dense(self.units)(inputs)", MAKE: "self.size = units"},
)
exercise.wrong(
    "units forgotten", fails="shapes", change={MAKE: "self.dense = keras.layers.Dense(4)"}
)
exercise.wrong(
    "held by a closure",
    fails="saves",
    change={
        MAKE: "self.dense = held = keras.layers.Dense(units)\n        del self.dense\n        self.hold = lambda x: held(x)",
        USE: "return self.hold(inputs)",
    },
)
exercise.wrong(
    "no gradient to the input",
    fails="gradients",
    change={USE: "return self.dense(keras.ops.stop_gradient(inputs))"},
)
exercise.wrong(
    "a step that does not reach the Dense",
    fails="trains",
    change={
        USE: "y = self.dense(inputs)\n        return y if tf.executing_eagerly() else inputs[:, :1] + 0.0 * y"
    },
)
exercise.wrong(
    "another sign outside eager calls",
    fails="graph",
    change={
        "def call(self, inputs)": "def call(self, inputs, training=False)",
        USE: "return self.dense(inputs) * (1.0 if training or tf.executing_eagerly() else -1.0)",
    },
)
exercise.right(
    "made in build, left unbuilt",
    change={
        MAKE: "",
        "    def call(": "    def build(self, input_shape):\n        self.dense = keras.layers.Dense(self.units)\n\n    def call(",
    },
)
