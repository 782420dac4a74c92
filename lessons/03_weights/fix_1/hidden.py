"""fix_1: a fully connected layer whose variables Keras must track (keras-io: migrating to Keras 3, tracking)."""

import numpy as np

from autograder.exercise import Layer

exercise = Layer(
    "fix_1",
    title="the layer that no longer trains",
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


FROZEN = (
    "Kernel and bias are both learnt, so both must be trainable. Keras lists {} of yours as not trainable. Look for "
    "trainable=False and take it out."
)
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

exercise.mistake(
    "no_bias",
    "A fully connected layer adds its bias after the product. Yours owns a bias, but `call` does not use it. Add self.bias "
    "to the product.",
    change={FORMULA: "keras.ops.matmul(inputs, self.kernel)"},
    formula=lambda x, w, training, units: x @ w.kernel,
)
exercise.common("untracked", code=BROKEN)
exercise.common(
    "half_tracked", change={BIAS: "self.bias = tf.Variable(tf.zeros((self.units,)))"}
)
exercise.mistake(
    "activated",
    "This layer has no activation: it is the product and the bias, nothing more. Yours turns negative outputs into zeros. "
    "Take the relu out.",
    change={FORMULA: f"keras.ops.relu({FORMULA})"},
    formula=lambda x, w, training, units: np.maximum(x @ w.kernel + w.bias, 0),
)
exercise.mistake(
    "one_weight",
    "The layer owns two trainable weights, a kernel (n, units) and a bias (units,). Keras counts only one of them in yours. "
    "Make the missing one with self.add_weight and use it in `call`.",
    fails="weights",
    change={BIAS: "", FORMULA: "keras.ops.matmul(inputs, self.kernel)"},
    facts=dict(trainable=1, non_trainable=0, untracked=0),
)
exercise.mistake(
    "other_sizes",
    "The kernel has the shape (n, units), with n = input_shape[-1], and the bias has (units,). Keras lists two weights of "
    "yours, but with other sizes: perhaps the kernel's two are exchanged. Print their shapes.",
    fails="weights",
    change={
        "shape=(input_shape[-1], self.units)": "shape=(self.units, input_shape[-1])",
        "inputs, self.kernel": "inputs, keras.ops.transpose(self.kernel)",
    },
    facts=dict(trainable=2, non_trainable=0),
)
exercise.common(
    "one_frozen", change={'name="kernel",': 'name="kernel", trainable=False,'}, untracked=0
)
exercise.common(
    "frozen",
    name="both_frozen",
    change={
        'name="kernel",': 'name="kernel", trainable=False,',
        'name="bias",': 'name="bias", trainable=False,',
    },
)
exercise.common("none_in_shape")
exercise.common("kept_in_call", name="made_in_call")
exercise.mistake(
    "entry_by_entry",
    "The input is multiplied by the kernel as matrices are. `*` multiplies entry by entry, and these two shapes do not fit "
    "each other. Use keras.ops.matmul(inputs, self.kernel) or `@`.",
    fails="builds",
    change={"keras.ops.matmul(inputs, self.kernel)": "inputs * self.kernel"},
    facts=dict(stage="call", message="[Op:Mul]"),
)
exercise.mistake(
    "list_replaced",
    "Only Keras's own variables belong in its list of weights. Yours can be called, but its list cannot be read: a property "
    "puts tf.Variables there. Remove the property and make both weights with self.add_weight.",
    fails="builds",
    misconception="M07",
    code=BROKEN
    + "\n    @property\n    def trainable_weights(self):\n        return [self.kernel, self.bias]\n",
    facts=dict(stage="ask", message="ResourceVariable"),
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
    mistake="untracked",
    code=BROKEN.replace("0.1))", "0.1), trainable=True)").replace(
        "units,)))", "units,)), trainable=True)"
    ),
)
exercise.wrong(
    "appended to trainable_weights",
    mistake="untracked",
    code=BROKEN.replace(
        "\n    def call",
        "        self.trainable_weights.extend([self.kernel, self.bias])\n\n    def call",
    ),
)
exercise.wrong(
    "a frozen bias",
    mistake="one_frozen",
    change={'name="bias",': 'name="bias", trainable=False,'},
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
    "keras.Variable around the old values",
    code=BROKEN.replace("tf.Variable(", "keras.Variable("),
)
exercise.right(
    "bias_add of TensorFlow",
    change={FORMULA: "tf.nn.bias_add(tf.matmul(inputs, self.kernel), self.bias)"},
)
for start in (
    "None",
    "keras.initializers.RandomNormal()",
    "keras.initializers.RandomNormal(stddev=1.1)",
):
    exercise.equivalent(
        "keras.initializers.RandomNormal(stddev=0.1)",
        start,
        reason="The task leaves initial values free.",
    )
exercise.equivalent(
    "            initializer=keras.initializers.RandomNormal(stddev=0.1),\n",
    "",
    reason="The task leaves initial values free.",
)
for start in ("initializer=None", ""):
    exercise.equivalent(
        'initializer="zeros"',
        start,
        reason="The task leaves initial values free, the bias's as well.",
    )
exercise.equivalent(
    "input_shape[-1]",
    "input_shape[+1]",
    reason="The task's inputs are (batch, n): axis 1 is the last.",
)
