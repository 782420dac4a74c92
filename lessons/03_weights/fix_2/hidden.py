"""fix_2: add_weight takes its name by keyword (Keras 3, Layer.add_weight)."""

import numpy as np

from autograder.exercise import Layer

exercise = Layer(
    "fix_2",
    minutes=3,
    difficulty="easy",
    points={"builds": 2, "weights": 1, "values": 1},
    core=False,
)
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
    "The error is gone, and so is the weight: Keras 3 lists no tf.Variable, so yours is neither trained nor saved. Go back "
    'to self.add_weight and give it the name by keyword, name="kernel".',
    rung="weights",
    misconception="M07",
    trainable=0,
    untracked=1,
)


@exercise.mistake(
    "This layer has no activation: it is the product alone. Yours turns negative outputs into zeros. Take the relu out."
)
def activated(x, w, training, units):
    return np.maximum(x @ w.kernel, 0)


two_weights = exercise.mistake_when(
    "two_weights",
    "The layer owns one weight, the kernel. Keras lists two trainable weights in yours. Remove the other one, which may be "
    "a bias.",
    rung="weights",
    trainable=2,
    untracked=0,
)
other_sizes = exercise.mistake_when(
    "other_sizes",
    "The kernel has the shape (n, units), with n = input_shape[-1]. Yours has other sizes: perhaps the two are exchanged. "
    "Print layer.weights[0].shape after one call.",
    rung="weights",
    trainable=1,
    non_trainable=0,
    untracked=0,
)
frozen = exercise.mistake_when(
    "frozen",
    "The kernel is learnt, so it must be trainable. Keras lists yours as not trainable. Look for trainable=False and take "
    "it out.",
    rung="weights",
    trainable=0,
    non_trainable=1,
)
made_in_call = exercise.mistake_when(
    "made_in_call",
    "Weights are made in __init__ or `build`. When `call` runs, the layer counts as built, and Keras 3 refuses new ones. "
    "Make the kernel in `build(self, input_shape)`, as the published layer does.",
    rung="builds",
    misconception="M09",
    stage="call",
    message="cannot add new elements of state",
)
no_product = exercise.mistake_when(
    "no_product",
    "In a product of matrices the kernel's first size must be n, the input's last axis. Yours is not: a size may be "
    "missing, or the two are exchanged. Give add_weight shape=(input_shape[-1], self.units).",
    rung="builds",
    stage="call",
    message="Matrix size-incompatible",
)
entry_by_entry = exercise.mistake_when(
    "entry_by_entry",
    "The input is multiplied by the kernel as matrices are. `*` multiplies entry by entry, and these two shapes do not fit "
    "each other. Use keras.ops.matmul(inputs, self.kernel) or `@`.",
    rung="builds",
    stage="call",
    message="[Op:Mul]",
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
exercise.wrong(
    "the shape is left out", fails="builds", change={WEIGHT: 'self.add_weight(name="kernel")'}
)
exercise.wrong(
    "a bias too many",
    fails="weights",
    as_=two_weights,
    change={
        FORMULA: FORMULA + " + self.b",
        f"self.kernel = {WEIGHT}": f"self.kernel = {WEIGHT}\n        self.b = self.add_weight(shape=(self.units,))",
    },
)
exercise.wrong(
    "the kernel lies the other way",
    fails="weights",
    as_=other_sizes,
    change={
        "shape=(input_shape[-1], self.units)": "shape=(self.units, input_shape[-1])",
        FORMULA: "keras.ops.matmul(inputs, keras.ops.transpose(self.kernel))",
    },
)
exercise.wrong(
    "an activation too many", fails="values", change={FORMULA: f"keras.ops.tanh({FORMULA})"}
)
exercise.wrong(
    "frozen",
    fails="weights",
    as_=frozen,
    change={'name="kernel", ': 'name="kernel", trainable=False, '},
)

exercise.wrong(
    "relu", fails="values", as_=activated, change={FORMULA: f"keras.ops.relu({FORMULA})"}
)
exercise.wrong(
    "one size only",
    fails="builds",
    as_=no_product,
    change={"(input_shape[-1], self.units)": "(self.units,)"},
)
exercise.wrong(
    "sizes exchanged",
    fails="builds",
    as_=no_product,
    change={"(input_shape[-1], self.units)": "(self.units, input_shape[-1])"},
)
exercise.wrong(
    "elementwise product",
    fails="builds",
    as_=entry_by_entry,
    change={FORMULA: "inputs * self.kernel"},
)
exercise.wrong(
    "made in call",
    fails="builds",
    as_=made_in_call,
    code="""
class fix_2(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, inputs):
        self.kernel = self.add_weight(name="kernel", shape=(inputs.shape[-1], self.units))
        return keras.ops.matmul(inputs, self.kernel)
""",
)
exercise.wrong(
    "the outputs are added up",
    fails="shapes",
    change={FORMULA: f"keras.ops.sum({FORMULA}, axis=-1)"},
)
exercise.wrong(
    "no gradient to the kernel",
    fails="gradients",
    change={FORMULA: "keras.ops.matmul(inputs, keras.ops.stop_gradient(self.kernel))"},
)
exercise.wrong(
    "the other arguments are not passed on",
    fails="saves",
    change={"units, **kwargs": "units", "super().__init__(**kwargs)": "super().__init__()"},
)
exercise.wrong(
    "a step that does not reach the kernel",
    fails="trains",
    change={
        FORMULA: f"{FORMULA} if tf.executing_eagerly() else keras.ops.matmul(inputs, keras.ops.stop_gradient(self.kernel))"
    },
)
exercise.wrong(
    "another sign outside eager calls",
    fails="graph",
    change={
        "def call(self, inputs)": "def call(self, inputs, training=False)",
        FORMULA: f"{FORMULA} if training or tf.executing_eagerly() else -{FORMULA}",
    },
)

exercise.right(
    "the shape by position", change={WEIGHT: "self.add_weight((input_shape[-1], self.units))"}
)
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
exercise.right(
    "the shape first, then the name",
    change={WEIGHT: 'self.add_weight((input_shape[-1], self.units), name="kernel")'},
)
exercise.right(
    "another start",
    change={
        WEIGHT: 'self.add_weight(shape=[int(input_shape[-1]), self.units], initializer="he_normal")'
    },
)
exercise.right(
    "keras.Variable",
    change={
        WEIGHT: "keras.Variable(keras.initializers.GlorotUniform()((input_shape[-1], self.units)))"
    },
)

exercise.equivalent(
    "input_shape[-1]",
    "input_shape[+1]",
    reason="The task's inputs are (batch, n): axis 1 is the last.",
)
