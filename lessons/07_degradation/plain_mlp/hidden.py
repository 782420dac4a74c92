"""plain_mlp: Dense and ReLU, depth times, then linear outputs (He et al. 2015, "Delving deep into rectifiers", section 2.2)."""

import numpy as np

from autograder.exercise import NOT_SAID, Function, call
from autograder.exercise.numpy_layers import dense, relu
from autograder.exercise.random_values import he_normal, normal

exercise = Function(
    "plain_mlp",
    title="a plain net of any depth",
    rungs={
        "weights": "The model owns the right weights",
        "starts": "Its kernels start as the task says",
    },
    minutes=7,
    difficulty="easy",
    points={"weights": 1, "values": 2, "starts": 1},
    without=("inputs",),
)
HE, HALF = "sqrt(2 / inputs)", "sqrt(1 / inputs)"


@exercise.cases
def cases(rng):
    def numbers(question, depth, width, n_out, label, rung):
        # All hidden kernels get the same numbers, so that it does not matter in which order they are listed.
        return call(
            question,
            depth,
            width,
            n_out,
            normal(rng, (6, 2)),
            he_normal(rng, (2, width)),
            he_normal(rng, (width, width)),
            normal(rng, (width,)),
            he_normal(rng, (width, n_out)),
            normal(rng, (n_out,)),
            label=label,
            rung=rung,
        )

    yield numbers("weights", 4, 7, 3, "plain_mlp(4, 7, 3): its weights", "weights")
    yield numbers("weights", 1, 5, 3, "plain_mlp(1, 5, 3): its weights", "weights")
    yield numbers("values", 3, 7, 4, "plain_mlp(3, 7, 4): two outputs", "values")
    yield numbers("values", 1, 5, 3, "plain_mlp(1, 5, 3): two outputs", "values")
    yield numbers("values", 4, 8, 1, "plain_mlp(4, 8, 1): two outputs", "values")
    yield numbers("starts", 3, 96, 4, "plain_mlp(3, 96, 4): start of the kernels", "starts")


def net(
    asked,
    extra=0,
    inner=relu,
    before_last=relu,
    end=lambda h: h,
    bias=True,
    kept=0,
    spread=HE,
    first_spread=HE,
    alike=False,
    hidden_layers=None,
):
    """The facts of a net that differs from the right one in one thing."""
    question, depth, width, n_out, x, first, hidden, b, last, last_bias = asked
    layers = depth + extra if hidden_layers is None else hidden_layers
    if question == "weights":
        numbers = 2 * width + (layers - 1) * width * width + width * n_out
        numbers += bias * (layers * width + n_out)
        return {
            "trainable": (1 + bias) * (layers + 1),
            "not trainable": kept,
            "numbers": numbers,
        }
    if question == "starts":
        return {"hidden": spread, "first": first_spread, "alike": alike}
    h = x
    for k in range(layers):
        h = dense(h, first if k == 0 else hidden, b)
        h = before_last(h) if k == layers - 1 else inner(h)
    out = end(dense(h, last, last_bias))
    return [out.astype(np.float32)] * 2


@exercise.reference
def plain_mlp(*asked, **parts):
    return net(asked, **parts)


def softmax(h):
    e = np.exp(h - h.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


HIDDEN = 'keras.layers.Dense(width, activation="relu", kernel_initializer="he_normal")'
OUT = "keras.layers.Dense(n_out)"
ROUNDS = "range(depth)"

exercise.mistake(
    "one_less",
    "The output layer comes on top of the hidden ones: depth + 1 Dense layers in all. Yours has one hidden layer less. Count the "
    "rounds of the loop.",
    fails="weights",
    change={ROUNDS: "range(max(depth - 1, 1))"},
    formula=lambda *asked: net(asked, extra=-1) if asked[1] > 1 else NOT_SAID,
)
exercise.mistake(
    "one_more",
    "There are as many hidden layers as `depth` says. Yours has one more. Count the layers before, in and after the loop.",
    fails="weights",
    change={ROUNDS: "range(depth + 1)"},
    parts=dict(extra=1),
)
exercise.mistake(
    "no_biases",
    "Every Dense has a bias here. Keras counts the kernels only in yours. Take use_bias=False out.",
    fails="weights",
    change={
        HIDDEN: HIDDEN[:-1] + ", use_bias=False)",
        OUT: "keras.layers.Dense(n_out, use_bias=False)",
    },
    parts=dict(bias=False),
)


@exercise.mistake(
    "normalised",
    "The net is plain: without normalisation. Yours holds four more numbers a channel after each hidden layer, as batch "
    "normalisation does. Leave it out.",
    fails="weights",
    change={
        "model.add(hidden)": "model.add(hidden)\n        model.add(keras.layers.BatchNormalization())"
    },
)
def normalised(*asked):
    facts = net(asked)
    if asked[0] == "weights":
        depth, width = asked[1:3]
        facts["trainable"] += 2 * depth
        facts["not trainable"] += 2 * depth
        facts["numbers"] += 4 * width * depth
    return facts


exercise.mistake(
    "no_relu",
    "A ReLU stands after each hidden layer. Yours has none, and a stack of Dense layers without one is a single linear map. Give "
    'the hidden layers activation="relu".',
    change={HIDDEN: HIDDEN.replace('activation="relu", ', "")},
    parts=dict(inner=lambda h: h, before_last=lambda h: h),
)
exercise.mistake(
    "relu_at_end",
    "The outputs are linear. Yours go through a ReLU, so none is negative. Leave the activation of the last Dense away.",
    change={OUT: 'keras.layers.Dense(n_out, activation="relu")'},
    parts=dict(end=relu),
)
exercise.mistake(
    "softmax_at_end",
    "The outputs are linear. Yours sum to 1 for each sample, as after a softmax. Leave the activation of the last Dense away.",
    change={OUT: 'keras.layers.Dense(n_out, activation="softmax")'},
    parts=dict(end=softmax),
)
exercise.mistake(
    "none_before_last",
    "A ReLU stands after each hidden layer, the last one too. Yours has none before the output layer. Look at the end of the loop.",
    change={
        "for _ in range(depth)": "for k in range(depth)",
        'activation="relu"': 'activation="relu" if k < depth - 1 else None',
    },
    parts=dict(before_last=lambda h: h),
)
exercise.mistake(
    "glorot",
    "He initialisation spreads a kernel by the root of 2 / inputs. Yours has less, as Keras gives a Dense by default (Glorot). Name "
    'it: kernel_initializer="he_normal".',
    fails="starts",
    change={', kernel_initializer="he_normal"': ""},
    parts=dict(spread=HALF, first_spread="another"),
)
exercise.mistake(
    "all_alike",
    "No two hidden kernels start alike. In yours two are equal number by number: one initializer object gives the same numbers each "
    "time. Make a new one for each layer, or give its name as text.",
    fails="starts",
    change={
        '"he_normal"': "keras.initializers.HeNormal(seed=1)",
    },
    parts=dict(alike=True),
)
exercise.mistake(
    "one_shared",
    "Each hidden layer has weights of its own. Yours applies one layer again and again, and its weights count once. Make the layer "
    "inside the loop.",
    fails="weights",
    misconception="M10",
    formula=lambda *asked: (
        net(asked, hidden_layers=min(2, asked[1])) if asked[0] == "weights" else NOT_SAID
    ),
)
exercise.wrong("tanh", fails="values", change={'activation="relu"': 'activation="tanh"'})
exercise.wrong(
    "dropout",
    fails="values",
    change={
        "model.add(hidden)": "model.add(hidden)\n        model.add(keras.layers.Dropout(0.5))"
    },
)
exercise.wrong(
    "He's start for the first layer only",
    fails="starts",
    change={
        "for _ in range(depth)": "for k in range(depth)",
        '"he_normal"': '"he_normal" if k == 0 else "glorot_uniform"',
    },
)
exercise.wrong(
    "Keras's own start for the first layer",
    fails="starts",
    change={
        "for _ in range(depth)": "for k in range(depth)",
        '"he_normal"': '"he_normal" if k > 0 else "glorot_uniform"',
    },
)
exercise.wrong(
    "by the outputs",
    fails="starts",
    change={'"he_normal"': 'keras.initializers.VarianceScaling(2.0, "fan_out")'},
)
exercise.wrong(
    "a variance of 2 / inputs given as a standard deviation",
    fails="starts",
    change={'"he_normal"': "keras.initializers.RandomNormal(stddev=2 / width)"},
)
exercise.wrong(
    "a leaky ReLU", fails="values", change={'activation="relu"': 'activation="leaky_relu"'}
)
exercise.wrong(
    "as wide as the outputs", fails="shapes", change={OUT: "keras.layers.Dense(width)"}
)
exercise.wrong("two outputs always", fails="shapes", change={OUT: "keras.layers.Dense(2)"})
exercise.wrong(
    "a list of layers", fails="shapes", change={"return model": "return model.layers"}
)
