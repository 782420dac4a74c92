"""fix_2: add_weight takes its name by keyword (Keras 3, Layer.add_weight)."""

from autograder.exercise import Layer

exercise = Layer("fix_2", minutes=3, difficulty="easy", points={"builds": 2, "weights": 1, "values": 1}, core=False)
exercise.weight("kernel", lambda shape, units: (shape[-1], units))
exercise.case(7, 3, units=5)
exercise.case(2, 11, units=1)
exercise.case(5, 1, units=3)


@exercise.reference
def product(x, w, training, units):
    return x @ w.kernel


positional_name = exercise.mistake_when(
    "positional_name",
    "In Keras 3 the first positional argument of add_weight is the shape, and a name must be given by keyword. Write "
    'name="kernel".',
    rung="builds",
    message="`name` must be passed as a keyword",
)
untracked = exercise.mistake_when(
    "untracked",
    "The error is gone, and so is the weight: a tf.Variable attribute is not tracked by Keras 3. Keep add_weight and give "
    "it its name by keyword.",
    rung="weights",
    misconception="M07",
    trainable=0,
    untracked=1,
)

# -- known answers ------------------------------------------------------------------------------------------------

WEIGHT = 'self.add_weight(name="kernel", shape=(input_shape[-1], self.units))'
FORMULA = "keras.ops.matmul(inputs, self.kernel)"

exercise.wrong(
    "left as it was",
    fails="builds",
    as_=positional_name,
    change={WEIGHT: 'self.add_weight("kernel", shape=[int(input_shape[-1]), self.units])'},
)
exercise.wrong(
    "both by position",
    fails="builds",
    as_=positional_name,
    change={WEIGHT: 'self.add_weight("kernel", [int(input_shape[-1]), self.units])'},
)
exercise.wrong(
    "a tf.Variable in its place",
    fails="weights",
    as_=untracked,
    change={WEIGHT: "tf.Variable(tf.random.normal((input_shape[-1], self.units)))"},
)
exercise.wrong("the shape is left out", fails="builds", change={WEIGHT: 'self.add_weight(name="kernel")'})
exercise.wrong(
    "a bias too many",
    fails="weights",
    change={
        FORMULA: FORMULA + " + self.b",
        f"self.kernel = {WEIGHT}": f"self.kernel = {WEIGHT}\n        self.b = self.add_weight(shape=(self.units,))",
    },
)
exercise.wrong(
    "the kernel lies the other way",
    fails="weights",
    change={
        "shape=(input_shape[-1], self.units)": "shape=(self.units, input_shape[-1])",
        FORMULA: "keras.ops.matmul(inputs, keras.ops.transpose(self.kernel))",
    },
)
exercise.wrong("an activation too many", fails="values", change={FORMULA: f"keras.ops.tanh({FORMULA})"})
exercise.wrong("frozen", fails="weights", change={'name="kernel", ': 'name="kernel", trainable=False, '})

exercise.right("the shape by position", change={WEIGHT: "self.add_weight((input_shape[-1], self.units))"})
exercise.right("no name at all", change={'name="kernel", ': ""})
exercise.right("TensorFlow inside", change={FORMULA: "tf.matmul(inputs, self.kernel)"})
exercise.right(
    "a Dense without bias",
    code="""
class fix_2(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.inner = keras.layers.Dense(self.units, use_bias=False)
        self.inner.build(input_shape)

    def call(self, inputs):
        return self.inner(inputs)
""",
)
