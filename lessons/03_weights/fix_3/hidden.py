"""fix_3: a sublayer is made once and used at each call (keras-io: making new layers and models via subclassing)."""

from autograder.exercise import Layer

exercise = Layer("fix_3", minutes=4, difficulty="medium", points={"builds": 1, "weights": 2, "values": 1}, core=False)
exercise.weight("kernel", lambda shape, units: (shape[-1], units))
exercise.weight("bias", lambda shape, units: (units,))
exercise.case(7, 3, units=5)
exercise.case(2, 11, units=1)
exercise.case(5, 1, units=3)


@exercise.reference
def dense(x, w, training, units):
    return x @ w.kernel + w.bias


made_in_call = exercise.mistake_when(
    "made_in_call",
    "Each call still makes a Dense of its own and throws it away: your layer owns no weight. Make the Dense in __init__ or "
    "`build`, keep it as an attribute, and only use it in `call`.",
    rung="weights",
    misconception="M09",
    trainable=0,
    untracked=0,
)
kept_in_call = exercise.mistake_when(
    "kept_in_call",
    "Keeping the Dense as an attribute is right, but `call` is too late to make it: the layer counts as built. Make it in "
    "__init__ or `build`.",
    rung="builds",
    misconception="M09",
    stage="call",
    message="cannot add new elements of state",
)

# -- known answers ------------------------------------------------------------------------------------------------

MAKE = "self.dense = keras.layers.Dense(self.units)"
USE = "return self.dense(inputs)"

exercise.wrong(
    "left as it was",
    fails="weights",
    as_=made_in_call,
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
    change={USE: "return keras.layers.Dense(self.units)(inputs)", "self.dense.build(input_shape)": "pass"},
)
exercise.wrong(
    "without bias", fails="weights", change={MAKE: "self.dense = keras.layers.Dense(self.units, use_bias=False)"}
)
exercise.wrong(
    "with an activation",
    fails="values",
    change={MAKE: 'self.dense = keras.layers.Dense(self.units, activation="relu")'},
)
exercise.wrong(
    "applied twice",
    fails="weights",
    change={
        MAKE: MAKE
        + "\n        self.second = keras.layers.Dense(self.units)\n        self.second.build((None, self.units))",
        USE: "return self.second(self.dense(inputs))",
    },
)
exercise.wrong("units forgotten", fails="shapes", change={MAKE: "self.dense = keras.layers.Dense(4)"})
exercise.wrong(
    "held by a closure",
    fails="saves",
    change={
        MAKE: "self.dense = keras.layers.Dense(self.units)\n        held = self.dense",
        "self.dense.build(input_shape)": "held.build(input_shape)\n        del self.dense\n        self.hold = lambda x: held(x)",
        USE: "return self.hold(inputs)",
    },
)

exercise.right(
    "made in the constructor",
    code="""
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.dense = keras.layers.Dense(units)

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
