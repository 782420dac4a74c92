"""fix_1: a fully connected layer whose variables Keras must track (keras-io: migrating to Keras 3, tracking)."""

import numpy as np

from autograder.exercise import Layer

exercise = Layer(
    "fix_1",
    minutes=4,
    difficulty="easy",
    points={"builds": 1, "weights": 1, "values": 1, "trains": 1},
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


@exercise.mistake(
    "A fully connected layer adds its bias after the product. Yours owns a bias, but `call` does not use it. Add self.bias "
    "to the product."
)
def no_bias(x, w, training, units):
    return x @ w.kernel


untracked = exercise.mistake_when(
    "untracked",
    "Keras 3 trains and saves only the weights in its own list, and no tf.Variable gets into it, whatever its flags. Yours "
    "are still tf.Variables, so fit leaves them as they are. Make both with self.add_weight in `build`.",
    rung="weights",
    misconception="M07",
    trainable=0,
    untracked=2,
)
half_tracked = exercise.mistake_when(
    "half_tracked",
    "Keras 3 trains and saves only the weights in its own list. One of your two is listed, the other is still a "
    "tf.Variable, which is not. Make it with self.add_weight as well.",
    rung="weights",
    misconception="M07",
    trainable=1,
    untracked=1,
)


@exercise.mistake(
    "This layer has no activation: it is the product and the bias, nothing more. Yours turns negative outputs into zeros. "
    "Take the relu out."
)
def activated(x, w, training, units):
    return np.maximum(x @ w.kernel + w.bias, 0)


one_weight = exercise.mistake_when(
    "one_weight",
    "The layer owns two trainable weights, a kernel (n, units) and a bias (units,). Keras counts only one of them in yours. "
    "Make the missing one with self.add_weight and use it in `call`.",
    rung="weights",
    trainable=1,
    non_trainable=0,
    untracked=0,
)
other_sizes = exercise.mistake_when(
    "other_sizes",
    "The kernel has the shape (n, units), with n = input_shape[-1], and the bias has (units,). Keras lists two weights of "
    "yours, but with other sizes: perhaps the kernel's two are exchanged. Print their shapes.",
    rung="weights",
    trainable=2,
    non_trainable=0,
)
FROZEN = (
    "Kernel and bias are both learnt, so both must be trainable. Keras lists {} of yours as not trainable. Look for "
    "trainable=False and take it out."
)
one_frozen = exercise.mistake_when(
    "one_frozen",
    FROZEN.format("one"),
    rung="weights",
    trainable=1,
    non_trainable=1,
    untracked=0,
)
both_frozen = exercise.mistake_when(
    "both_frozen", FROZEN.format("both"), rung="weights", trainable=0, non_trainable=2
)
none_in_shape = exercise.mistake_when(
    "none_in_shape",
    "A weight needs a number for each of its sizes; None is not filled in later. The constructor does not know n yet. Make "
    "the kernel in `build`, where n is input_shape[-1].",
    rung="builds",
    stage="construct",
    message="must be fully-defined",
)
made_in_call = exercise.mistake_when(
    "made_in_call",
    "Weights are made in __init__ or `build`. When `call` runs, the layer counts as built, and Keras 3 refuses new ones. "
    "Leave the making of the weights in `build`.",
    rung="builds",
    misconception="M09",
    stage="call",
    message="cannot add new elements of state",
)
entry_by_entry = exercise.mistake_when(
    "entry_by_entry",
    "The input is multiplied by the kernel as matrices are. `*` multiplies entry by entry, and these two shapes do not fit "
    "each other. Use keras.ops.matmul(inputs, self.kernel) or `@`.",
    rung="builds",
    stage="call",
    message="[Op:Mul]",
)
list_replaced = exercise.mistake_when(
    "list_replaced",
    "Only Keras's own variables belong in its list of weights. Yours can be called, but its list cannot be read: a property "
    "puts tf.Variables there. Remove the property and make both weights with self.add_weight.",
    rung="builds",
    misconception="M07",
    stage="ask",
    message="ResourceVariable",
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
    "the bias is left out",
    fails="values",
    as_=no_bias,
    change={FORMULA: "keras.ops.matmul(inputs, self.kernel)"},
)
exercise.wrong(
    "no bias weight",
    fails="weights",
    as_=one_weight,
    change={BIAS: "", FORMULA: "keras.ops.matmul(inputs, self.kernel)"},
)
exercise.wrong(
    "the kernel lies the other way",
    fails="weights",
    as_=other_sizes,
    change={
        "shape=(input_shape[-1], self.units)": "shape=(self.units, input_shape[-1])",
        "inputs, self.kernel": "inputs, keras.ops.transpose(self.kernel)",
    },
)
exercise.wrong(
    "a frozen kernel",
    fails="weights",
    as_=one_frozen,
    change={'name="kernel",': 'name="kernel", trainable=False,'},
)
exercise.wrong(
    "an activation too many",
    fails="values",
    as_=activated,
    change={FORMULA: f"keras.ops.relu({FORMULA})"},
)
exercise.wrong(
    "elementwise product",
    fails="builds",
    as_=entry_by_entry,
    change={"keras.ops.matmul(inputs, self.kernel)": "inputs * self.kernel"},
)
exercise.wrong(
    "a step that does not reach the kernel",
    fails="trains",
    change={
        FORMULA: f"{FORMULA} if tf.executing_eagerly() else keras.ops.matmul(inputs, keras.ops.stop_gradient(self.kernel)) + self.bias"
    },
)

exercise.wrong(
    "trainable=True on the tf.Variables",
    fails="weights",
    as_=untracked,
    code=BROKEN.replace("0.1))", "0.1), trainable=True)").replace(
        "units,)))", "units,)), trainable=True)"
    ),
)
exercise.wrong(
    "appended to trainable_weights",
    fails="weights",
    as_=untracked,
    code=BROKEN.replace(
        "\n    def call",
        "        self.trainable_weights.extend([self.kernel, self.bias])\n\n    def call",
    ),
)
exercise.wrong(
    "trainable_weights replaced by a property",
    fails="builds",
    as_=list_replaced,
    code=BROKEN
    + "\n    @property\n    def trainable_weights(self):\n        return [self.kernel, self.bias]\n",
)
exercise.wrong(
    "a frozen bias",
    fails="weights",
    as_=one_frozen,
    change={'name="bias",': 'name="bias", trainable=False,'},
)
exercise.wrong(
    "both frozen",
    fails="weights",
    as_=both_frozen,
    change={
        'name="kernel",': 'name="kernel", trainable=False,',
        'name="bias",': 'name="bias", trainable=False,',
    },
)
exercise.wrong(
    "None for the unknown size",
    fails="builds",
    as_=none_in_shape,
    code="""
class fix_1(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.kernel = self.add_weight(shape=(None, units))
        self.bias = self.add_weight(shape=(units,), initializer="zeros")

    def call(self, inputs):
        return tf.matmul(inputs, self.kernel) + self.bias
""",
)
exercise.wrong(
    "add_weight in call",
    fails="builds",
    as_=made_in_call,
    code="""
class fix_1(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, inputs):
        self.kernel = self.add_weight(shape=(inputs.shape[-1], self.units))
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")
        return tf.matmul(inputs, self.kernel) + self.bias
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
    change={"inputs, self.kernel": "inputs, keras.ops.stop_gradient(self.kernel)"},
)
exercise.wrong(
    "the other arguments are not passed on",
    fails="saves",
    change={"units, **kwargs": "units", "super().__init__(**kwargs)": "super().__init__()"},
)
exercise.wrong(
    "the bias only in eager calls",
    fails="graph",
    change={
        "def call(self, inputs)": "def call(self, inputs, training=False)",
        FORMULA: f"{FORMULA} if training or tf.executing_eagerly() else keras.ops.matmul(inputs, self.kernel)",
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
exercise.right(
    "keras.Variable around the old values",
    code=BROKEN.replace("tf.Variable(", "keras.Variable("),
)
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
exercise.right(
    "bias_add of TensorFlow",
    change={FORMULA: "tf.nn.bias_add(tf.matmul(inputs, self.kernel), self.bias)"},
)
exercise.right(
    "the bias made in the constructor",
    code="""
class fix_1(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.b = self.add_weight(shape=(units,), initializer="zeros")

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units), initializer="he_normal")

    def call(self, inputs):
        return inputs @ self.w + self.b
""",
)

for start in (
    "None",
    "keras.initializers.RandomNormal()",
    "keras.initializers.RandomNormal(stddev=1.1)",
):
    exercise.equivalent(
        "keras.initializers.RandomNormal(stddev=0.1)",
        start,
        reason="The task leaves start values free.",
    )
exercise.equivalent(
    "            initializer=keras.initializers.RandomNormal(stddev=0.1),\n",
    "",
    reason="The task leaves start values free.",
)
for start in ("initializer=None", ""):
    exercise.equivalent(
        'initializer="zeros"',
        start,
        reason="The task leaves start values free, the bias's as well.",
    )
exercise.equivalent(
    "input_shape[-1]",
    "input_shape[+1]",
    reason="The task's inputs are (batch, n): axis 1 is the last.",
)
