"""MLPBlock: depth times Dense and ReLU, sublayers in a list (keras.io, "Making new layers and models via subclassing")."""

import numpy as np

from autograder.exercise import Layer
from autograder.exercise.numpy_layers import dense, relu
from autograder.exercise.random_values import he_normal

exercise = Layer(
    "MLPBlock",
    title="a chain of Dense layers",
    minutes=6,
    difficulty="medium",
    points={"builds": 1, "weights": 1, "values": 2, "trains": 1},
)
DEPTH = 3  # the most that a case has
for number in range(1, DEPTH + 1):
    exercise.weight(
        f"dense{number}.kernel",
        lambda shape, width, depth, number=number: (
            (shape[-1] if number == 1 else width, width) if number <= depth else None
        ),
        draw=he_normal,
    )
    exercise.weight(
        f"dense{number}.bias",
        lambda shape, width, depth, number=number: (width,) if number <= depth else None,
        start=0.0,
    )
# Distinct primes; four axes; one channel and one step less; as many channels as units, where the kernels have one shape.
exercise.case(7, 3, width=5, depth=DEPTH)
exercise.case(2, 3, 5, 2, width=3, depth=DEPTH)
exercise.case(3, 1, width=2, depth=2)
exercise.case(5, 4, width=4, depth=DEPTH)


def chain(x, w, bends=(relu, relu, relu), start=lambda x: x):
    h = start(x)
    parts = [
        getattr(w, f"dense{number}")
        for number in range(1, DEPTH + 1)
        if hasattr(w, f"dense{number}")
    ]
    for part, bend in zip(parts, bends[-len(parts) :], strict=True):
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
    for part in vars(w).values():  # dense1, dense2, …
        h = np.maximum(h @ part.kernel + part.bias, 0)
    return h


MAKE = 'self.steps = [keras.layers.Dense(width, activation="relu") for _ in range(depth)]'
STEP = "h = step(h)"
END = "return h"
BARE = MAKE.replace(', activation="relu"', "")

exercise.mistake(
    "no_last_relu",
    "A ReLU follows every Dense, the last one as well. Yours ends with a bare Dense, so it can return negative numbers. Add "
    "the last ReLU.",
    change={
        MAKE: BARE,
        STEP: "h = step(h)\n            if step is not self.steps[-1]:\n                h = keras.ops.relu(h)",
    },
    formula=lambda x, w, training, width, depth: chain(x, w, (relu, relu, as_is)),
)
exercise.mistake(
    "no_relu",
    "A ReLU follows every Dense. Yours has none, and Dense layers in a row without it are one linear map. Give each Dense "
    'activation="relu".',
    change={MAKE: BARE},
    formula=lambda x, w, training, width, depth: chain(x, w, (as_is,) * 3),
)
exercise.mistake(
    "relu_at_the_end",
    "A ReLU follows every Dense. Yours has one at the very end only. Move it into the loop.",
    change={MAKE: BARE, END: "return keras.ops.relu(h)"},
    formula=lambda x, w, training, width, depth: chain(x, w, (as_is, as_is, relu)),
)
exercise.mistake(
    "relu_first",
    "A ReLU follows each Dense; none comes before the first. Yours cuts the negative inputs off. Let the first Dense see the "
    "input as it is.",
    change={MAKE: BARE, STEP: "h = step(keras.ops.relu(h))"},
    formula=lambda x, w, training, width, depth: chain(x, w, (relu, relu, as_is), start=relu),
)
exercise.mistake(
    "tanh",
    "The activation is a ReLU: negative numbers become 0, the others stay. Yours is a tanh, which squeezes all of them. "
    'Write "relu".',
    change={MAKE: MAKE.replace("relu", "tanh")},
    formula=lambda x, w, training, width, depth: chain(x, w, (np.tanh,) * 3),
)
exercise.mistake(
    "one_for_all",
    "Each step has a Dense of its own. Keras counts the two weights of a single Dense in yours, whose input must be as wide "
    "as its output. Make a new Dense in each turn of a loop; [layer] * depth holds one layer many times.",
    fails="weights",
    misconception="M10",
    change={
        MAKE: 'self.steps = [keras.layers.Dense(width, activation="relu")] * depth',
        "h = inputs": "h = keras.ops.mean(inputs, axis=-1, keepdims=True) + keras.ops.zeros((self.steps[0].units,))",
    },
    facts=dict(trainable=2),
)
exercise.mistake(
    "one_for_all_fails",
    "Each step has a Dense of its own. In yours a Dense that was built for one width is called on another, as happens when "
    "one layer serves for all steps. Make a new Dense in each turn of a loop.",
    fails="builds",
    misconception="M10",
    change={MAKE: 'self.steps = [keras.layers.Dense(width, activation="relu")] * depth'},
    facts=dict(message="is incompatible with the layer"),
)
exercise.mistake(
    "one_short",
    "There are `depth` Dense layers. Keras counts the weights of one less in yours. Look at where your loop starts and ends.",
    fails="weights",
    change={"range(depth)": "range(depth - 1)"},
    facts=dict(trainable=4),
)
exercise.mistake(
    "one_more",
    "There are `depth` Dense layers. Keras counts the weights of one more in yours. Look at where your loop starts and ends, "
    "and for a Dense outside it.",
    fails="weights",
    change={MAKE: MAKE + "\n        self.steps.append(keras.layers.Dense(width))"},
    facts=dict(trainable=8),
)
exercise.mistake(
    "no_biases",
    "Each Dense has a bias. Keras counts kernels only in yours. Take use_bias=False out.",
    fails="weights",
    change={MAKE: MAKE.replace('"relu")', '"relu", use_bias=False)')},
    facts=dict(ranks="2, 2, 2"),
)
exercise.mistake(
    "not_owned",
    "A layer owns the sublayers that it holds as attributes, or in lists, tuples and dicts. Keras finds no weight in yours: "
    "the layers are made anew at each call, or kept where Keras does not look. Keep a list of them in self, in __init__.",
    fails="weights",
    misconception="M09",
    change={
        MAKE: "self.width, self.depth = width, depth",
        "for step in self.steps": "for _ in range(self.depth)",
        STEP: 'h = keras.layers.Dense(self.width, activation="relu")(h)',
    },
    facts=dict(trainable=0, non_trainable=0, untracked=0),
)
exercise.common(
    "kept_in_call",
    change={
        MAKE: "self.width, self.depth = width, depth",
        "h = inputs": 'h = inputs\n        self.steps = [keras.layers.Dense(self.width, activation="relu") for _ in range(self.depth)]',
    },
)
exercise.common(
    "no_kwargs",
    change={"depth, **kwargs": "depth", "super().__init__(**kwargs)": "super().__init__()"},
)
exercise.wrong("sigmoid", fails="values", change={MAKE: MAKE.replace("relu", "sigmoid")})
exercise.wrong("halved", fails="values", change={END: "return 0.5 * h"})
exercise.wrong("each step sees the input", fails="weights", change={STEP: "h = step(inputs)"})
exercise.wrong(
    "in a plain object",
    mistake="not_owned",
    change={
        MAKE: MAKE.replace("self.steps", "steps")
        + '\n        self.box = type("Box", (), {})()\n        self.box.steps = steps',
        "in self.steps": "in self.box.steps",
    },
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
    "flattened", fails="shapes", change={"h = inputs": "h = keras.layers.Flatten()(inputs)"}
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
    "a dict of layers",
    change={
        MAKE: 'self.steps = {f"step{k}": keras.layers.Dense(width) for k in range(depth)}',
        "in self.steps": "in self.steps.values()",
        STEP: "h = tf.nn.relu(step(h))",
    },
)
exercise.right("the list is walked backwards", change={"in self.steps": "in self.steps[::-1]"})
