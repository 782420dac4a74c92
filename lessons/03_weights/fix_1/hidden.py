"""fix_1: a fully connected layer whose variables Keras must track (keras-io: migrating to Keras 3, tracking)."""

from autograder.exercise import Layer

exercise = Layer(
    "fix_1", minutes=4, difficulty="easy", points={"builds": 1, "weights": 1, "values": 1, "trains": 1}, core=False
)
exercise.weight("kernel", lambda shape, units: (shape[-1], units))
exercise.weight("bias", lambda shape, units: (units,))
exercise.case(7, 3, units=5)
exercise.case(2, 11, units=1)
exercise.case(5, 1, units=3)


@exercise.reference
def dense(x, w, training, units):
    return x @ w.kernel + w.bias


@exercise.mistake(
    "A fully connected layer adds its bias after the product. Yours leaves it out. Add self.bias in `call`."
)
def no_bias(x, w, training, units):
    return x @ w.kernel


untracked = exercise.mistake_when(
    "untracked",
    "The variables are still tf.Variable attributes, which Keras 3 does not track: fit would leave them as they are. Make "
    "kernel and bias with self.add_weight in `build`.",
    rung="weights",
    misconception="M07",
    trainable=0,
    untracked=2,
)
half_tracked = exercise.mistake_when(
    "half_tracked",
    "One of the two variables is still a tf.Variable attribute, which Keras 3 does not track. Make it with "
    "self.add_weight like the other.",
    rung="weights",
    misconception="M07",
    trainable=1,
    untracked=1,
)

# -- known answers ------------------------------------------------------------------------------------------------

BIAS = 'self.bias = self.add_weight(name="bias", shape=(self.units,), initializer="zeros")'
FORMULA = "keras.ops.matmul(inputs, self.kernel) + self.bias"
BROKEN = """
class fix_1(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = tf.Variable(tf.random.normal((input_shape[-1], self.units), stddev=0.1))
        self.bias = tf.Variable(tf.zeros((self.units,)))

    def call(self, inputs):
        return tf.matmul(inputs, self.kernel) + self.bias
"""

exercise.wrong("left as it was", fails="weights", as_=untracked, code=BROKEN)
exercise.wrong(
    "only the kernel mended",
    fails="weights",
    as_=half_tracked,
    change={BIAS: "self.bias = tf.Variable(tf.zeros((self.units,)))"},
)
exercise.wrong(
    "the bias is left out", fails="values", as_=no_bias, change={FORMULA: "keras.ops.matmul(inputs, self.kernel)"}
)
exercise.wrong("no bias weight", fails="weights", change={BIAS: "", FORMULA: "keras.ops.matmul(inputs, self.kernel)"})
exercise.wrong(
    "the kernel lies the other way",
    fails="weights",
    change={
        "shape=(input_shape[-1], self.units)": "shape=(self.units, input_shape[-1])",
        "inputs, self.kernel": "inputs, keras.ops.transpose(self.kernel)",
    },
)
exercise.wrong("a frozen kernel", fails="weights", change={'name="kernel",': 'name="kernel", trainable=False,'})
exercise.wrong("an activation too many", fails="values", change={FORMULA: f"keras.ops.relu({FORMULA})"})
exercise.wrong(
    "elementwise product", fails="builds", change={"keras.ops.matmul(inputs, self.kernel)": "inputs * self.kernel"}
)
exercise.wrong(
    "a step that does not reach the kernel",
    fails="trains",
    change={
        FORMULA: f"{FORMULA} if tf.executing_eagerly() else keras.ops.matmul(inputs, keras.ops.stop_gradient(self.kernel)) + self.bias"
    },
)

exercise.right(
    "a Dense inside",
    code="""
class fix_1(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.inner = keras.layers.Dense(units)

    def call(self, inputs):
        return self.inner(inputs)
""",
)
exercise.right("keras.Variable around the old values", code=BROKEN.replace("tf.Variable(", "keras.Variable("))
exercise.right(
    "the bias declared first",
    code="""
class fix_1(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.b = self.add_weight(shape=(self.units,), initializer="zeros")
        self.w = self.add_weight(shape=(input_shape[-1], self.units), initializer="he_normal")

    def call(self, x):
        return x @ self.w + self.b
""",
)
