"""ResidualDense: y = x + Dense(units)(x), the identity at the start."""

import numpy as np

from autograder.exercise import Layer, Result
from autograder.exercise.numpy_layers import dense, relu
from autograder.exercise.random_values import fan_in

exercise = Layer(
    "ResidualDense",
    minutes=6,
    difficulty="easy",
    points={"builds": 1, "weights": 1, "starts": 1, "values": 1},
)
exercise.weight("kernel", lambda shape, units: (units, units), start=0.0, draw=fan_in)
exercise.weight("bias", lambda shape, units: (units,), start=0.0)
# Distinct primes; four axes; one channel, where a scalar would pass.
exercise.case(7, 3, units=3)
exercise.case(2, 5, 3, 7, units=7)
exercise.case(3, 1, units=1)


@exercise.reference
def residual_dense(x, w, training, units):
    return x + dense(x, w.kernel, w.bias)


@exercise.mistake(
    "The input comes back in: x + Dense(x). Yours returns the Dense alone, a plain layer. Add `inputs` to it."
)
def no_shortcut(x, w, training, units):
    return dense(x, w.kernel, w.bias)


@exercise.mistake(
    "The branch has no activation: x + Dense(x). Yours ends with a ReLU, so it can only raise its input, never lower it. "
    "Leave the activation out."
)
def relu_on_branch(x, w, training, units):
    return x + relu(dense(x, w.kernel, w.bias))


@exercise.mistake(
    "Nothing follows the sum here: x + Dense(x). Yours takes a ReLU of it, which cuts off what is negative, and then a new "
    "block is not the identity. Leave the ReLU out.",
    misconception="M23",
)
def relu_after_sum(x, w, training, units):
    return relu(x + dense(x, w.kernel, w.bias))


@exercise.mistake(
    "The block's output is x + Dense(x). Yours takes x away: that is how a residual is computed from a known output, not "
    "how a block is built. Look at the sign.",
    misconception="M21",
)
def input_subtracted(x, w, training, units):
    return dense(x, w.kernel, w.bias) - x


@exercise.mistake(
    "The branch is added: x + Dense(x). Yours takes the branch away from x. Look at the sign."
)
def branch_subtracted(x, w, training, units):
    return x - dense(x, w.kernel, w.bias)


@exercise.mistake(
    "A residual block adds: x + Dense(x). Yours multiplies, so a branch of zeros would give zeros. Look at the sign between "
    "the two."
)
def multiplied(x, w, training, units):
    return x * dense(x, w.kernel, w.bias)


@exercise.mistake(
    "Add takes the sum: x + Dense(x). Yours takes the mean, which halves the shortcut in every block. Use a plain sum."
)
def averaged(x, w, training, units):
    return (x + dense(x, w.kernel, w.bias)) / 2


@exercise.mistake(
    "The formula has one x: x + Dense(x). Yours adds it twice. Look for a second `+ inputs`."
)
def added_twice(x, w, training, units):
    return 2 * x + dense(x, w.kernel, w.bias)


@exercise.mistake(
    "The shortcut appends nothing: x is added, entry by entry, and the number of channels stays. Yours puts x and Dense(x) "
    "side by side, so the output has twice the channels. Add them.",
    rung="shapes",
    misconception="M22",
)
def appended(x, w, training, units):
    return np.concatenate([x, dense(x, w.kernel, w.bias)], axis=-1)


def fresh(w):
    """True for a layer that nobody has trained: only of this does a mistaken start say something."""
    return not np.any(w.kernel) and not np.any(w.bias)


@exercise.mistake(
    "A new block returns its input: kernel and bias are zero at the start. A new block of yours returns its input plus one, "
    'so its bias starts at ones. Leave the bias as Dense makes it, or say bias_initializer="zeros".',
    rung="starts",
)
def bias_of_ones(x, w, training, units):
    return x + 1 if fresh(w) else Result()


random_start = exercise.mistake_when(
    "random_start",
    "A new block returns its input, for its branch starts at zero. Your kernel starts at random numbers, which is what Dense "
    'does when nobody says otherwise. Give it kernel_initializer="zeros".',
    rung="starts",
    random=1,
)
no_bias = exercise.mistake_when(
    "no_bias",
    "The branch is a Dense with a bias: a kernel (units, units) and a bias (units,). Keras counts the kernel only in yours. "
    "Take use_bias=False out.",
    rung="weights",
    trainable=1,
    non_trainable=0,
    untracked=0,
)
made_in_call = exercise.mistake_when(
    "made_in_call",
    "Sublayers are made once, in __init__ or `build`. A Dense made in `call` is new at each call, and nobody trains it. "
    "Move it out of `call`.",
    rung="weights",
    misconception="M09",
    trainable=0,
    non_trainable=0,
    untracked=0,
)
kept_in_call = exercise.mistake_when(
    "kept_in_call",
    "Sublayers are made once, in __init__ or `build`; when `call` runs, the layer counts as built, and Keras refuses new "
    "ones. Move the Dense out of `call`.",
    rung="builds",
    misconception="M09",
    stage="call",
    message="cannot add new elements of state",
)
untracked = exercise.mistake_when(
    "untracked",
    "Keras 3 trains and saves only the weights in its own list. Your layer holds two tf.Variables, which are not in it. Make "
    "them with self.add_weight in `build`, or let a Dense do it.",
    rung="weights",
    misconception="M07",
    trainable=0,
    untracked=2,
)
frozen = exercise.mistake_when(
    "frozen",
    "Kernel and bias are learnt, so both must be trainable. Keras lists yours as not trainable. Look for trainable=False and "
    "take it out.",
    rung="weights",
    trainable=0,
    non_trainable=2,
)
two_layers = exercise.mistake_when(
    "two_layers",
    "The branch of this block is one Dense. Keras counts the weights of two in yours. Keep one.",
    rung="weights",
    trainable=4,
)
no_kwargs = exercise.mistake_when(
    "no_kwargs",
    "To load a saved layer, Keras makes it anew with name=, dtype= and more. Your constructor does not take these. Write "
    "`def __init__(self, units, **kwargs)` and pass **kwargs on to super().__init__.",
    rung="saves",
    message="unexpected keyword argument",
)

# -- known answers ------------------------------------------------------------------------------------------------

DENSE = 'self.dense = keras.layers.Dense(units, kernel_initializer="zeros")'
SUM = "return inputs + self.dense(inputs)"

exercise.wrong(
    "the Dense alone",
    fails="starts",
    as_=no_shortcut,
    change={SUM: "return self.dense(inputs)"},
)
exercise.wrong(
    "a ReLU on the branch",
    fails="values",
    as_=relu_on_branch,
    change={DENSE: DENSE[:-1] + ', activation="relu")'},
)
exercise.wrong(
    "a ReLU after the sum",
    fails="starts",
    as_=relu_after_sum,
    change={SUM: "return keras.ops.relu(inputs + self.dense(inputs))"},
)
exercise.wrong(
    "x is taken away",
    fails="starts",
    as_=input_subtracted,
    change={SUM: "return self.dense(inputs) - inputs"},
)
exercise.wrong(
    "the branch is taken away",
    fails="values",
    as_=branch_subtracted,
    change={SUM: "return inputs - self.dense(inputs)"},
)
exercise.wrong(
    "a product",
    fails="starts",
    as_=multiplied,
    change={SUM: "return inputs * (1 + self.dense(inputs)) - inputs"},
)
exercise.wrong(
    "the mean",
    fails="starts",
    as_=averaged,
    change={SUM: "return keras.layers.average([inputs, self.dense(inputs)])"},
)
exercise.wrong(
    "x twice",
    fails="starts",
    as_=added_twice,
    change={SUM: "return inputs + self.dense(inputs) + inputs"},
)
exercise.wrong(
    "concatenated",
    fails="shapes",
    as_=appended,
    change={SUM: "return keras.ops.concatenate([inputs, self.dense(inputs)], axis=-1)"},
)
exercise.wrong(
    "the default start",
    fails="starts",
    as_=random_start,
    change={', kernel_initializer="zeros"': ""},
)
exercise.wrong(
    "the bias starts at ones",
    fails="starts",
    as_=bias_of_ones,
    change={DENSE: DENSE[:-1] + ', bias_initializer="ones")'},
)
exercise.wrong(
    "no bias", fails="weights", as_=no_bias, change={DENSE: DENSE[:-1] + ", use_bias=False)"}
)
exercise.wrong(
    "a Dense made in call",
    fails="weights",
    as_=made_in_call,
    change={
        DENSE: "",
        SUM: 'return inputs + keras.layers.Dense(self.units, kernel_initializer="zeros")(inputs)',
    },
)
exercise.wrong(
    "a Dense kept in call",
    fails="builds",
    as_=kept_in_call,
    change={DENSE: "", SUM: DENSE.replace("units", "self.units") + "\n        " + SUM},
)
exercise.wrong(
    "tf.Variables",
    fails="weights",
    as_=untracked,
    change={
        DENSE: "self.k, self.b = tf.Variable(tf.zeros((units, units))), tf.Variable(tf.zeros((units,)))",
        SUM: "return inputs + inputs @ self.k + self.b",
    },
)
exercise.wrong(
    "frozen", fails="weights", as_=frozen, change={DENSE: DENSE[:-1] + ", trainable=False)"}
)
exercise.wrong(
    "two Dense layers",
    fails="weights",
    as_=two_layers,
    change={
        DENSE: DENSE + "\n        self.second = keras.layers.Dense(units)",
        SUM: "return inputs + self.second(self.dense(inputs))",
    },
)
exercise.wrong(
    "units is ignored",
    fails="builds",
    change={DENSE: DENSE.replace("units", "2")},
)
exercise.wrong(
    "the axes between are flattened",
    fails="shapes",
    change={SUM: "return keras.ops.reshape(inputs + self.dense(inputs), (-1, self.units))"},
)
exercise.wrong(
    "keyword arguments swallowed",
    fails="saves",
    as_=no_kwargs,
    change={"units, **kwargs": "units", "super().__init__(**kwargs)": "super().__init__()"},
)
exercise.wrong(
    "the shortcut is stopped",
    fails="gradients",
    change={SUM: "return keras.ops.stop_gradient(inputs) + self.dense(inputs)"},
)

exercise.right("Add", change={SUM: "return keras.layers.Add()([inputs, self.dense(inputs)])"})
exercise.right(
    "made in build",
    code="""
class ResidualDense(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, shape):
        self.branch = keras.layers.Dense(self.units, kernel_initializer="zeros", bias_initializer="zeros")
        self.branch.build(shape)

    def call(self, x):
        return self.branch(x) + x
""",
)
exercise.right(
    "add_weight, the bias first",
    code="""
class ResidualDense(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, shape):
        self.q = self.add_weight(shape=(self.units,), initializer="zeros")
        self.p = self.add_weight(shape=(shape[-1], self.units), initializer="zeros")

    def call(self, x):
        return x + keras.ops.matmul(x, self.p) + self.q
""",
)
exercise.right(
    "a subclass of Dense",
    code="""
class ResidualDense(keras.layers.Dense):
    def __init__(self, units, **kwargs):
        super().__init__(units, **{"kernel_initializer": "zeros"} | kwargs)

    def call(self, inputs):
        return inputs + super().call(inputs)
""",
)
