"""ResidualDense: y = x + Dense(units)(x), the identity at the start."""

import numpy as np

from autograder.exercise import Layer, Result
from autograder.exercise.numpy_layers import dense, relu
from autograder.exercise.random_values import he_normal

exercise = Layer(
    "ResidualDense",
    title="the smallest residual block",
    minutes=6,
    difficulty="easy",
    points={"builds": 1, "weights": 1, "starts": 1, "values": 1},
)
exercise.weight("kernel", lambda shape, units: (units, units), start=0.0, draw=he_normal)
exercise.weight("bias", lambda shape, units: (units,), start=0.0)
# Distinct primes; four axes; one channel, where a scalar would pass.
exercise.case(7, 3, units=3)
exercise.case(2, 5, 3, 7, units=7)
exercise.case(3, 1, units=1)


@exercise.reference
def residual_dense(x, w, training, units):
    return x + dense(x, w.kernel, w.bias)


def fresh(w):
    """True for a layer that nobody has trained: only of this does a mistaken start say something."""
    return not np.any(w.kernel) and not np.any(w.bias)


DENSE = 'self.dense = keras.layers.Dense(units, kernel_initializer="zeros")'
SUM = "return inputs + self.dense(inputs)"

exercise.mistake(
    "no_shortcut",
    "The input comes back in: x + Dense(x). Yours returns the Dense alone, a plain layer. Add `inputs` to it.",
    fails="starts",
    change={SUM: "return self.dense(inputs)"},
    formula=lambda x, w, training, units: dense(x, w.kernel, w.bias),
)
exercise.mistake(
    "relu_on_branch",
    "The branch has no activation: x + Dense(x). Yours ends with a ReLU, so it can only raise its input, never lower it. "
    "Leave the activation out.",
    change={DENSE: DENSE[:-1] + ', activation="relu")'},
    formula=lambda x, w, training, units: x + relu(dense(x, w.kernel, w.bias)),
)
exercise.mistake(
    "relu_after_sum",
    "Nothing follows the sum here: x + Dense(x). Yours takes a ReLU of it, which cuts off what is negative, and then a new "
    "block is not the identity. Leave the ReLU out.",
    fails="starts",
    misconception="M23",
    change={SUM: "return keras.ops.relu(inputs + self.dense(inputs))"},
    formula=lambda x, w, training, units: relu(x + dense(x, w.kernel, w.bias)),
)
exercise.mistake(
    "input_subtracted",
    "The block's output is x + Dense(x). Yours takes x away: that is how a residual is computed from a known output, not "
    "how a block is built. Look at the sign.",
    fails="starts",
    misconception="M21",
    change={SUM: "return self.dense(inputs) - inputs"},
    formula=lambda x, w, training, units: dense(x, w.kernel, w.bias) - x,
)
exercise.mistake(
    "branch_subtracted",
    "The branch is added: x + Dense(x). Yours takes the branch away from x. Look at the sign.",
    change={SUM: "return inputs - self.dense(inputs)"},
    formula=lambda x, w, training, units: x - dense(x, w.kernel, w.bias),
)
exercise.mistake(
    "multiplied",
    "A residual block adds: x + Dense(x). Yours multiplies, so a branch of zeros would give zeros. Look at the sign between "
    "the two.",
    fails="starts",
    change={SUM: "return inputs * (1 + self.dense(inputs)) - inputs"},
    formula=lambda x, w, training, units: x * dense(x, w.kernel, w.bias),
)
exercise.mistake(
    "averaged",
    "Add takes the sum: x + Dense(x). Yours takes the mean, which halves the shortcut in every block. Use a plain sum.",
    fails="starts",
    change={SUM: "return keras.layers.average([inputs, self.dense(inputs)])"},
    formula=lambda x, w, training, units: (x + dense(x, w.kernel, w.bias)) / 2,
)
exercise.mistake(
    "added_twice",
    "The formula has one x: x + Dense(x). Yours adds it twice. Look for a second `+ inputs`.",
    fails="starts",
    change={SUM: "return inputs + self.dense(inputs) + inputs"},
    formula=lambda x, w, training, units: 2 * x + dense(x, w.kernel, w.bias),
)
exercise.mistake(
    "appended",
    "The shortcut appends nothing: x is added, entry by entry, and the number of channels stays. Yours puts x and Dense(x) "
    "side by side, so the output has twice the channels. Add them.",
    fails="shapes",
    misconception="M22",
    change={SUM: "return keras.ops.concatenate([inputs, self.dense(inputs)], axis=-1)"},
    formula=lambda x, w, training, units: np.concatenate(
        [x, dense(x, w.kernel, w.bias)], axis=-1
    ),
)
exercise.mistake(
    "bias_of_ones",
    "A new block returns its input: kernel and bias are zero at the start. A new block of yours returns its input plus one, "
    'so its bias starts at ones. Leave the bias as Dense makes it, or say bias_initializer="zeros".',
    fails="starts",
    change={DENSE: DENSE[:-1] + ', bias_initializer="ones")'},
    formula=lambda x, w, training, units: x + 1 if fresh(w) else Result(),
)
exercise.mistake(
    "random_start",
    "A new block returns its input, for its branch starts at zero. Your kernel starts at random numbers, which is what Dense "
    'does when nobody says otherwise. Give it kernel_initializer="zeros".',
    fails="starts",
    change={', kernel_initializer="zeros"': ""},
    facts=dict(random=1),
)
exercise.mistake(
    "no_bias",
    "The branch is a Dense with a bias: a kernel (units, units) and a bias (units,). Keras counts the kernel only in yours. "
    "Take use_bias=False out.",
    fails="weights",
    change={DENSE: DENSE[:-1] + ", use_bias=False)"},
    facts=dict(trainable=1, non_trainable=0, untracked=0),
)
exercise.common(
    "made_in_call",
    change={
        DENSE: "",
        SUM: 'return inputs + keras.layers.Dense(self.units, kernel_initializer="zeros")(inputs)',
    },
    untracked=0,
)
exercise.common(
    "kept_in_call",
    change={DENSE: "", SUM: DENSE.replace("units", "self.units") + "\n        " + SUM},
)
exercise.common(
    "untracked",
    change={
        DENSE: "self.k, self.b = tf.Variable(tf.zeros((units, units))), tf.Variable(tf.zeros((units,)))",
        SUM: "return inputs + inputs @ self.k + self.b",
    },
)
exercise.common("frozen", change={DENSE: DENSE[:-1] + ", trainable=False)"})
exercise.mistake(
    "two_layers",
    "The branch of this block is one Dense. Keras counts the weights of two in yours. Keep one.",
    fails="weights",
    change={
        DENSE: DENSE + "\n        self.second = keras.layers.Dense(units)",
        SUM: "return inputs + self.second(self.dense(inputs))",
    },
    facts=dict(trainable=4),
)
exercise.common(
    "no_kwargs",
    change={"units, **kwargs": "units", "super().__init__(**kwargs)": "super().__init__()"},
)
exercise.wrong("units is ignored", fails="builds", change={DENSE: DENSE.replace("units", "2")})
exercise.wrong(
    "the axes between are flattened",
    fails="shapes",
    change={SUM: "return keras.ops.reshape(inputs + self.dense(inputs), (-1, self.units))"},
)
exercise.wrong(
    "the shortcut is stopped",
    fails="gradients",
    change={SUM: "return keras.ops.stop_gradient(inputs) + self.dense(inputs)"},
)
exercise.right("Add", change={SUM: "return keras.layers.Add()([inputs, self.dense(inputs)])"})
