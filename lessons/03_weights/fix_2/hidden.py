"""fix_2: add_weight takes its name by keyword (Keras 3, Layer.add_weight)."""

import numpy as np

from autograder.exercise import Layer

exercise = Layer(
    "fix_2",
    title="the layer that fails at its first call",
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


WEIGHT = 'self.add_weight(name="kernel", shape=(input_shape[-1], self.units))'
FORMULA = "keras.ops.matmul(inputs, self.kernel)"

exercise.common(
    "positional_name",
    change={WEIGHT: 'self.add_weight("kernel", shape=[int(input_shape[-1]), self.units])'},
)
exercise.common(
    "untracked",
    advice="The error is gone, and so is the weight: Keras 3 lists no tf.Variable, so yours is neither trained nor saved. Go back "
    'to self.add_weight and give it the name by keyword, name="kernel".',
    change={WEIGHT: "tf.Variable(tf.random.normal((input_shape[-1], self.units)))"},
)
exercise.mistake(
    "activated",
    "This layer has no activation: it is the product alone. Yours turns negative outputs into zeros. Take the relu out.",
    change={FORMULA: f"keras.ops.relu({FORMULA})"},
    formula=lambda x, w, training, units: np.maximum(x @ w.kernel, 0),
)
exercise.mistake(
    "two_weights",
    "The layer owns one weight, the kernel. Keras lists two trainable weights in yours. Remove the other one, which may be "
    "a bias.",
    fails="weights",
    change={
        FORMULA: FORMULA + " + self.b",
        f"self.kernel = {WEIGHT}": f"self.kernel = {WEIGHT}\n        self.b = self.add_weight(shape=(self.units,))",
    },
    facts=dict(trainable=2, untracked=0),
)
exercise.mistake(
    "other_sizes",
    "The kernel has the shape (n, units), with n = input_shape[-1]. Yours has other sizes: perhaps the two are exchanged. "
    "Print layer.weights[0].shape after one call.",
    fails="weights",
    change={
        "shape=(input_shape[-1], self.units)": "shape=(self.units, input_shape[-1])",
        FORMULA: "keras.ops.matmul(inputs, keras.ops.transpose(self.kernel))",
    },
    facts=dict(trainable=1, non_trainable=0, untracked=0),
)
exercise.common("frozen", change={'name="kernel", ': 'name="kernel", trainable=False, '})
exercise.common(
    "kept_in_call",
    name="made_in_call",
    advice="Weights are made in __init__ or `build`. When `call` runs, the layer counts as built, and Keras 3 refuses new ones. "
    "Make the kernel in `build(self, input_shape)`, as the published layer does.",
)
exercise.mistake(
    "no_product",
    "In a product of matrices the kernel's first size must be n, the input's last axis. Yours is not: a size may be "
    "missing, or the two are exchanged. Give add_weight shape=(input_shape[-1], self.units).",
    fails="builds",
    change={"(input_shape[-1], self.units)": "(self.units,)"},
    facts=dict(stage="call", message="Matrix size-incompatible"),
)
exercise.mistake(
    "entry_by_entry",
    "The input is multiplied by the kernel as matrices are. `*` multiplies entry by entry, and these two shapes do not fit "
    "each other. Use keras.ops.matmul(inputs, self.kernel) or `@`.",
    fails="builds",
    change={FORMULA: "inputs * self.kernel"},
    facts=dict(stage="call", message="[Op:Mul]"),
)
exercise.wrong(
    "both by position",
    mistake="positional_name",
    change={WEIGHT: 'self.add_weight("kernel", [int(input_shape[-1]), self.units])'},
)
exercise.wrong(
    "the shape is left out", fails="builds", change={WEIGHT: 'self.add_weight(name="kernel")'}
)
exercise.wrong(
    "an activation too many", fails="values", change={FORMULA: f"keras.ops.tanh({FORMULA})"}
)
exercise.wrong(
    "sizes exchanged",
    mistake="no_product",
    change={"(input_shape[-1], self.units)": "(self.units, input_shape[-1])"},
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
