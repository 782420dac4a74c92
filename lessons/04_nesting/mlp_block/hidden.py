"""MLPBlock: depth times Dense and ReLU, sublayers in a list (keras.io, "Making new layers and models via subclassing")."""

import numpy as np

from autograder.exercise import Layer
from autograder.exercise.numpy_layers import dense, relu
from autograder.exercise.random_values import fan_in

exercise = Layer(
    "MLPBlock",
    minutes=6,
    difficulty="medium",
    points={"builds": 1, "weights": 1, "values": 2, "trains": 1},
)
DEPTH = 3  # roles are fixed, so all cases have one depth
for number in range(1, DEPTH + 1):
    exercise.weight(
        f"dense{number}.kernel",
        (lambda shape, width, depth: (shape[-1], width))
        if number == 1
        else (lambda shape, width, depth: (width, width)),
        draw=fan_in,
    )
    exercise.weight(f"dense{number}.bias", lambda shape, width, depth: (width,), start=0.0)
# Distinct primes; four axes; one channel; as many channels as units, where the kernels have one shape.
exercise.case(7, 3, width=5, depth=DEPTH)
exercise.case(2, 3, 5, 2, width=3, depth=DEPTH)
exercise.case(3, 1, width=2, depth=DEPTH)
exercise.case(5, 4, width=4, depth=DEPTH)


def chain(x, w, bends=(relu, relu, relu), start=lambda x: x):
    h = start(x)
    for part, bend in zip((w.dense1, w.dense2, w.dense3), bends, strict=True):
        h = bend(dense(h, part.kernel, part.bias))
    return h


def as_is(h):
    return h


@exercise.reference
def mlp_block(x, w, training, width, depth):
    return chain(x, w)


@exercise.after_pass("The block in four lines of NumPy")
def mlp_block_in_numpy(x, w):
    h = x
    for part in (w.dense1, w.dense2, w.dense3):
        h = np.maximum(h @ part.kernel + part.bias, 0)
    return h


@exercise.mistake(
    "A ReLU follows every Dense, the last one as well. Yours ends with a bare Dense, so it can return negative numbers. Add "
    "the last ReLU."
)
def no_last_relu(x, w, training, width, depth):
    return chain(x, w, (relu, relu, as_is))


@exercise.mistake(
    "A ReLU follows every Dense. Yours has none, and Dense layers in a row without it are one linear map. Give each Dense "
    'activation="relu".'
)
def no_relu(x, w, training, width, depth):
    return chain(x, w, (as_is,) * 3)


@exercise.mistake(
    "A ReLU follows every Dense. Yours has one at the very end only. Move it into the loop."
)
def relu_at_the_end(x, w, training, width, depth):
    return chain(x, w, (as_is, as_is, relu))


@exercise.mistake(
    "A ReLU follows each Dense; none comes before the first. Yours cuts the negative inputs off. Let the first Dense see the "
    "input as it is."
)
def relu_first(x, w, training, width, depth):
    return chain(x, w, (relu, relu, as_is), start=relu)


@exercise.mistake(
    "The activation is a ReLU: negative numbers become 0, the others stay. Yours is a tanh, which squeezes all of them. "
    'Write "relu".'
)
def tanh(x, w, training, width, depth):
    return chain(x, w, (np.tanh,) * 3)


one_for_all = exercise.mistake_when(
    "one_for_all",
    "Each step has a Dense of its own. Keras counts the two weights of a single Dense in yours, whose input must be as wide "
    "as its output. Make a new Dense in each turn of a loop; [layer] * depth holds one layer many times.",
    rung="weights",
    misconception="M10",
    trainable=2,
)
one_for_all_fails = exercise.mistake_when(
    "one_for_all_fails",
    "Each step has a Dense of its own. In yours a Dense that was built for one width is called on another, as happens when "
    "one layer serves for all steps. Make a new Dense in each turn of a loop.",
    rung="builds",
    misconception="M10",
    message="is incompatible with the layer",
)
one_short = exercise.mistake_when(
    "one_short",
    "There are `depth` Dense layers. Keras counts the weights of one less in yours. Look at where your loop starts and ends.",
    rung="weights",
    trainable=4,
)
one_more = exercise.mistake_when(
    "one_more",
    "There are `depth` Dense layers. Keras counts the weights of one more in yours. Look at where your loop starts and ends, "
    "and for a Dense outside it.",
    rung="weights",
    trainable=8,
)
no_biases = exercise.mistake_when(
    "no_biases",
    "Each Dense has a bias. Keras counts kernels only in yours. Take use_bias=False out.",
    rung="weights",
    ranks="2, 2, 2",
)
not_owned = exercise.mistake_when(
    "not_owned",
    "A layer owns the sublayers that it holds as attributes, or in lists, tuples and dicts. Keras finds no weight in yours: "
    "the layers are made anew at each call, or kept where Keras does not look. Keep a list of them in self, in __init__.",
    rung="weights",
    misconception="M09",
    trainable=0,
    non_trainable=0,
    untracked=0,
)
kept_in_call = exercise.mistake_when(
    "kept_in_call",
    "Sublayers are made once, in __init__ or `build`; when `call` runs, the layer counts as built and Keras refuses new "
    "ones. Move the making out of `call`.",
    rung="builds",
    misconception="M09",
    stage="call",
    message="cannot add new elements of state",
)
no_kwargs = exercise.mistake_when(
    "no_kwargs",
    "To load a saved layer, Keras makes it anew with name=, dtype= and more. Your constructor does not take these. Write "
    "`def __init__(self, width, depth, **kwargs)` and pass **kwargs on to super().__init__.",
    rung="saves",
    message="unexpected keyword argument",
)

# -- known answers ------------------------------------------------------------------------------------------------

MAKE = 'self.steps = [keras.layers.Dense(width, activation="relu") for _ in range(depth)]'
STEP = "h = step(h)"
END = "return h"
BARE = MAKE.replace(', activation="relu"', "")

exercise.wrong(
    "no ReLU at the end",
    fails="values",
    as_=no_last_relu,
    change={
        MAKE: BARE,
        STEP: "h = step(h)\n            if step is not self.steps[-1]:\n                h = keras.ops.relu(h)",
    },
)
exercise.wrong("no ReLU", fails="values", as_=no_relu, change={MAKE: BARE})
exercise.wrong(
    "one ReLU at the end",
    fails="values",
    as_=relu_at_the_end,
    change={MAKE: BARE, END: "return keras.ops.relu(h)"},
)
exercise.wrong(
    "the ReLU stands before",
    fails="values",
    as_=relu_first,
    change={MAKE: BARE, STEP: "h = step(keras.ops.relu(h))"},
)
exercise.wrong("tanh", fails="values", as_=tanh, change={MAKE: MAKE.replace("relu", "tanh")})
exercise.wrong("sigmoid", fails="values", change={MAKE: MAKE.replace("relu", "sigmoid")})
exercise.wrong("halved", fails="values", change={END: "return 0.5 * h"})
exercise.wrong(
    "each step sees the input",
    fails="weights",
    change={STEP: "h = step(inputs)"},
)
exercise.wrong(
    "one layer many times",
    fails="builds",
    as_=one_for_all_fails,
    change={MAKE: 'self.steps = [keras.layers.Dense(width, activation="relu")] * depth'},
)
exercise.wrong(
    "one layer, its input widened",
    fails="weights",
    as_=one_for_all,
    change={
        MAKE: 'self.steps = [keras.layers.Dense(width, activation="relu")] * depth',
        "h = inputs": "h = keras.ops.mean(inputs, axis=-1, keepdims=True) + keras.ops.zeros((self.steps[0].units,))",
    },
)
exercise.wrong(
    "one step too few",
    fails="weights",
    as_=one_short,
    change={"range(depth)": "range(depth - 1)"},
)
exercise.wrong(
    "an output layer of its own",
    fails="weights",
    as_=one_more,
    change={MAKE: MAKE + "\n        self.steps.append(keras.layers.Dense(width))"},
)
exercise.wrong(
    "no biases",
    fails="weights",
    as_=no_biases,
    change={MAKE: MAKE.replace('"relu")', '"relu", use_bias=False)')},
)
exercise.wrong(
    "made in call",
    fails="weights",
    as_=not_owned,
    change={
        MAKE: "self.width, self.depth = width, depth",
        "for step in self.steps": "for _ in range(self.depth)",
        STEP: 'h = keras.layers.Dense(self.width, activation="relu")(h)',
    },
)
exercise.wrong(
    "made and kept in call",
    fails="builds",
    as_=kept_in_call,
    change={
        MAKE: "self.width, self.depth = width, depth",
        "h = inputs": 'h = inputs\n        self.steps = [keras.layers.Dense(self.width, activation="relu") for _ in range(self.depth)]',
    },
)
exercise.wrong(
    "in a plain object",
    fails="weights",
    as_=not_owned,
    change={
        MAKE: MAKE.replace("self.steps", "steps")
        + '\n        self.box = type("Box", (), {})()\n        self.box.steps = steps',
        "in self.steps": "in self.box.steps",
    },
)
exercise.wrong(
    "keyword arguments swallowed",
    fails="saves",
    as_=no_kwargs,
    change={"depth, **kwargs": "depth", "super().__init__(**kwargs)": "super().__init__()"},
)
exercise.wrong(
    "width and depth exchanged",
    fails="shapes",
    change={
        MAKE: MAKE.replace("width", "units").replace("depth", "width").replace("units", "depth")
    },
)
exercise.wrong(
    "the input comes back in",
    fails="values",
    change={END: "return h + inputs if h.shape == inputs.shape else h"},
)
exercise.wrong(
    "biases of ones",
    fails="starts",
    change={MAKE: MAKE.replace('"relu")', '"relu", bias_initializer="ones")')},
)
exercise.wrong(
    "flattened",
    fails="shapes",
    change={"h = inputs": "h = keras.layers.Flatten()(inputs)"},
)

exercise.right(
    "a Sequential",
    change={
        MAKE: 'self.steps = keras.Sequential([keras.layers.Dense(width, activation="relu") for _ in range(depth)])',
        "for step in self.steps:\n            h = step(h)": "h = self.steps(h)",
    },
)
exercise.right(
    "the ReLU as a function", change={MAKE: BARE, STEP: "h = keras.ops.relu(step(h))"}
)
exercise.right(
    "appended in build",
    code="""
class MLPBlock(keras.layers.Layer):
    def __init__(self, width, depth, **kwargs):
        super().__init__(**kwargs)
        self.width, self.depth = width, depth

    def build(self, input_shape):
        self.parts = []
        for _ in range(self.depth):
            self.parts.append(keras.layers.Dense(self.width))
            self.parts.append(keras.layers.ReLU())

    def call(self, x):
        for part in self.parts:
            x = part(x)
        return x
""",
)
exercise.right(
    "a dict of layers",
    change={
        MAKE: 'self.steps = {f"step{k}": keras.layers.Dense(width) for k in range(depth)}',
        "in self.steps": "in self.steps.values()",
        STEP: "h = tf.nn.relu(step(h))",
    },
)
exercise.right(
    "the list is walked backwards",
    change={"in self.steps": "in self.steps[::-1]"},
)
