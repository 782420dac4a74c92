"""fix_3: a sublayer is made once and used at each call (keras-io: making new layers and models via subclassing)."""

import numpy as np

from autograder.exercise import Layer

exercise = Layer(
    "fix_3",
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


not_owned = exercise.mistake_when(
    "not_owned",
    "The layer must own its Dense. Keras finds no weight in yours: the Dense is made anew at each call, or kept where Keras "
    "does not look, such as a plain object or a class attribute. Write self.dense = … in __init__ or `build`.",
    rung="weights",
    misconception="M09",
    trainable=0,
    non_trainable=0,
    untracked=0,
)
kept_in_call = exercise.mistake_when(
    "kept_in_call",
    "Parts of a layer are made in __init__ or `build`. When `call` runs, the layer counts as built, and Keras 3 refuses new "
    "parts, even at the first call. Move the making out of `call`.",
    rung="builds",
    misconception="M09",
    stage="call",
    message="cannot add new elements of state",
)


@exercise.mistake(
    "The Dense has no activation here. Yours turns negative outputs into zeros. Take the relu out, whether it is an argument "
    "of the Dense or stands in `call`."
)
def activated(x, w, training, units):
    return np.maximum(x @ w.kernel + w.bias, 0)


one_weight = exercise.mistake_when(
    "one_weight",
    "A Dense with bias has two weights, kernel (n, units) and bias (units,). Keras counts one trainable weight in yours. "
    "Look for use_bias=False and take it out.",
    rung="weights",
    trainable=1,
    non_trainable=0,
    untracked=0,
)
two_layers = exercise.mistake_when(
    "two_layers",
    "One Dense is asked for, which makes two weights. Keras counts four in yours, as of two Dense layers. Keep one, and use "
    "that one in `call`.",
    rung="weights",
    trainable=4,
)
frozen = exercise.mistake_when(
    "frozen",
    "The Dense is learnt, so both its weights must be trainable. Keras lists both as not trainable. Look for "
    "trainable=False and take it out.",
    rung="weights",
    trainable=0,
    non_trainable=2,
)
layer_returned = exercise.mistake_when(
    "layer_returned",
    "`call` returns a tensor. Yours returns something else, perhaps the Dense itself in place of its output. Call it: "
    "self.dense(inputs).",
    rung="builds",
    stage="symbolic",
    message="must be tensors",
)
raw_variables = exercise.mistake_when(
    "raw_variables",
    "Keras 3 trains and saves only the weights in its own list, and a tf.Variable is not in it. Yours holds two of them. "
    "Keep a Dense as an attribute in their place.",
    rung="weights",
    misconception="M07",
    trainable=0,
    untracked=2,
)

# -- known answers ------------------------------------------------------------------------------------------------

MAKE = "self.dense = keras.layers.Dense(units)"
USE = "return self.dense(inputs)"

exercise.wrong(
    "left as it was",
    fails="weights",
    as_=not_owned,
    code="""
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, inputs):
        return keras.layers.Dense(self.units)(inputs)
""",
)
exercise.wrong(
    "an attribute made in call",
    fails="builds",
    as_=kept_in_call,
    code="""
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, inputs):
        self.dense = keras.layers.Dense(self.units)
        return self.dense(inputs)
""",
)
exercise.wrong(
    "made once, but still not used",
    fails="weights",
    as_=not_owned,
    change={USE: "return keras.layers.Dense(self.units)(inputs)", MAKE: "self.size = units"},
)
exercise.wrong(
    "without bias",
    fails="weights",
    as_=one_weight,
    change={MAKE: "self.dense = keras.layers.Dense(units, use_bias=False)"},
)
exercise.wrong(
    "with an activation",
    fails="values",
    as_=activated,
    change={MAKE: 'self.dense = keras.layers.Dense(units, activation="relu")'},
)
exercise.wrong(
    "applied twice",
    fails="weights",
    as_=two_layers,
    change={
        MAKE: MAKE + "\n        self.second = keras.layers.Dense(units)",
        USE: "return self.second(self.dense(inputs))",
    },
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
    "made on the first call only",
    fails="builds",
    as_=kept_in_call,
    code="""
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.dense = None

    def call(self, inputs):
        if self.dense is None:
            self.dense = keras.layers.Dense(self.units)
        return self.dense(inputs)
""",
)
exercise.wrong(
    "kept in a plain object",
    fails="weights",
    as_=not_owned,
    code="""
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.box = type("Box", (), {})()
        self.box.dense = keras.layers.Dense(units)

    def call(self, inputs):
        return self.box.dense(inputs)
""",
)
exercise.wrong(
    "kept in a dictionary of the class",
    fails="weights",
    as_=not_owned,
    code="""
class fix_3(keras.layers.Layer):
    made = {}

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, inputs):
        if self.units not in fix_3.made:
            fix_3.made[self.units] = keras.layers.Dense(self.units)
        return fix_3.made[self.units](inputs)
""",
)
exercise.wrong(
    "returns the layer", fails="builds", as_=layer_returned, change={USE: "return self.dense"}
)
exercise.wrong(
    "frozen",
    fails="weights",
    as_=frozen,
    change={MAKE: "self.dense = keras.layers.Dense(units, trainable=False)"},
)
exercise.wrong(
    "variables of TensorFlow in its place",
    fails="weights",
    as_=raw_variables,
    code="""
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = tf.Variable(tf.random.normal((input_shape[-1], self.units)))
        self.bias = tf.Variable(tf.zeros((self.units,)))

    def call(self, inputs):
        return tf.matmul(inputs, self.kernel) + self.bias
""",
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
    "made and built in build",
    code="""
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.dense = keras.layers.Dense(self.units)
        self.dense.build(input_shape)

    def call(self, inputs):
        return self.dense(inputs)
""",
)
exercise.right(
    "in a list",
    code="""
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.steps = [keras.layers.Dense(units)]

    def call(self, inputs):
        for step in self.steps:
            inputs = step(inputs)
        return inputs
""",
)
exercise.right(
    "weights of its own",
    code="""
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")

    def call(self, inputs):
        return keras.ops.matmul(inputs, self.kernel) + self.bias
""",
)
exercise.right(
    "made in build, left unbuilt",
    change={
        MAKE: "",
        "    def call(": "    def build(self, input_shape):\n        self.dense = keras.layers.Dense(self.units)\n\n    def call(",
    },
)
exercise.right(
    "made before super().__init__",
    code="""
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        self.dense = keras.layers.Dense(units)
        super().__init__(**kwargs)
        self.units = units

    def call(self, inputs):
        return self.dense(inputs)
""",
)
exercise.right(
    "in a Sequential",
    code="""
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.net = keras.Sequential([keras.layers.Dense(units)])

    def call(self, inputs):
        return self.net(inputs)
""",
)
