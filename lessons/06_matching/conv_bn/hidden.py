"""ConvBN: convolution, batch normalisation, activation (Ioffe and Szegedy 2015, section 3.2; He et al. 2015, section 3.4)."""

import numpy as np

from autograder.exercise import Layer, Result
from autograder.exercise.numpy_layers import batch_norm, conv2d, relu
from autograder.exercise.random_values import he_normal

exercise = Layer(
    "ConvBN",
    title="convolution, normalisation, activation",
    minutes=9,
    difficulty="medium",
    points={"shapes": 1, "weights": 1, "values": 2, "state": 1},
)
exercise.weight(
    "conv.kernel",
    lambda shape, filters, kernel_size, **_: (kernel_size, kernel_size, shape[-1], filters),
    draw=he_normal,
)
exercise.batch_norm("bn", lambda shape, filters, **_: filters)
# Distinct primes and an image that is not square; stride 2 on an odd and an even axis; a window with an even side, and one
# of a single pixel; one channel.
exercise.case(2, 7, 5, 3, filters=4, kernel_size=3)
exercise.case(3, 5, 4, 2, filters=3, kernel_size=3, strides=2, activation="relu")
exercise.case(2, 6, 3, 1, filters=2, kernel_size=2, activation="tanh")
exercise.case(3, 4, 5, 2, filters=2, kernel_size=1, strides=3)

ACTIVATIONS = {None: lambda x: x, "relu": relu, "tanh": np.tanh}


def conv_bn(
    x,
    w,
    training,
    strides=1,
    activation=None,
    *,
    before=lambda x: x,
    act=None,
    mode=None,
    padding="same",
    momentum=0.99,
    epsilon=1e-3,
):
    """The layer with one part exchanged. ``mode`` fixes the mode of the normalisation, ``before`` comes in front of it."""
    h = before(conv2d(x, w.conv.kernel, strides=strides, padding=padding))
    bn = w.bn
    mode = training if mode is None else mode
    h, mean, variance = batch_norm(
        h, bn.gamma, bn.beta, bn.mean, bn.variance, mode, momentum=momentum, epsilon=epsilon
    )
    act = act or ACTIVATIONS[activation]
    return Result(act(h), {"bn.mean": mean, "bn.variance": variance})


@exercise.reference
def reference(x, w, training, filters, kernel_size, strides=1, activation=None, **parts):
    return conv_bn(x, w, training, strides, activation, **parts)


@exercise.after_pass("The layer in NumPy, in both modes")
def conv_bn_in_numpy(x, w, strides=1, activation=None, training=False):
    def conv(x, kernel):  # (b, h, w, c) and (k, k, c, f) give (b, h', w', f)
        k = len(kernel)
        places = [-(-n // strides) for n in x.shape[1:3]]  # n / stride, rounded up
        axes = zip(places, x.shape[1:3], strict=True)
        border = [max((m - 1) * strides + k - n, 0) for m, n in axes]
        sides = [(p // 2, p - p // 2) for p in border]  # a surplus goes below, or to the right
        x = np.pad(x, [(0, 0), *sides, (0, 0)])
        y = np.zeros((len(x), *places, kernel.shape[-1]))
        for i, j in np.ndindex(*places):
            patch = x[:, strides * i : strides * i + k, strides * j : strides * j + k]
            y[:, i, j] = np.tensordot(patch, kernel, 3)  # over the k·k pixels and c channels
        return y

    def normalise(h, bn, training):
        mean, variance = bn.mean, bn.variance  # the moving ones, at inference
        if training:
            mean, variance = h.mean((0, 1, 2)), h.var((0, 1, 2))
            bn.mean = 0.99 * bn.mean + 0.01 * mean
            bn.variance = 0.99 * bn.variance + 0.01 * variance
        return bn.gamma * (h - mean) / np.sqrt(variance + 1e-3) + bn.beta

    h = normalise(conv(x, w.conv.kernel), w.bn, training)
    return {None: h, "relu": np.maximum(h, 0), "tanh": np.tanh(h)}[activation]


CONV = """self.conv = keras.layers.Conv2D(
            filters, kernel_size, strides=strides, padding="same", use_bias=False
        )"""
NORM = "self.norm = keras.layers.BatchNormalization()"
GET = "self.activation = keras.activations.get(activation)"
FIRST = "h = self.conv(inputs)"
SECOND = "h = self.norm(h, training=training)"
LAST = "return self.activation(h)"

exercise.mistake(
    "no_activation",
    "The activation is what the caller names. Yours leaves it out. Call it at the end.",
    change={LAST: "return h"},
    formula=lambda x, w, training, filters, kernel_size, strides=1, activation=None: conv_bn(
        x, w, training, strides, None
    ),
)
exercise.mistake(
    "always_relu",
    "Without an activation nothing follows the normalisation. Yours always ends with a ReLU. Use the one that the caller "
    "names.",
    change={LAST: "return keras.ops.relu(h)"},
    formula=lambda x, w, training, filters, kernel_size, strides=1, activation=None: conv_bn(
        x, w, training, strides, act=relu
    ),
)
exercise.mistake(
    "activation_first",
    "The activation comes last, after the normalisation. Yours comes between the convolution and the normalisation, as it "
    "does when it is given to Conv2D. Move it to the end.",
    change={
        CONV: CONV.replace("use_bias", "activation=activation, use_bias"),
        LAST: "return h",
    },
    formula=lambda x, w, training, filters, kernel_size, strides=1, activation=None: conv_bn(
        x, w, training, strides, None, before=ACTIVATIONS[activation]
    ),
)
exercise.mistake(
    "activation_twice",
    "The activation comes once, after the normalisation. Yours comes before it as well. Take the first one out.",
    change={CONV: CONV.replace("use_bias", "activation=activation, use_bias")},
    formula=lambda x, w, training, filters, kernel_size, strides=1, activation=None: conv_bn(
        x, w, training, strides, activation, before=ACTIVATIONS[activation]
    ),
)
exercise.mistake(
    "never_trains",
    "A layer inherits the mode when `training` is left out or handed on. Yours normalises with the moving statistics in "
    "training too, as with `training=False` or a hard-coded `training=None`. Hand `training` on.",
    misconception="M12",
    change={SECOND: "h = self.norm(h, training=None)"},
    parts=dict(mode=False),
)
exercise.mistake(
    "always_trains",
    "At inference a batch normalisation uses its moving statistics. Yours uses those of the batch in either mode. Hand "
    "`training` on.",
    misconception="M12",
    change={SECOND: "h = self.norm(h, training=True)"},
    parts=dict(mode=True),
)
exercise.mistake(
    "other_epsilon",
    "The normalisation has Keras's defaults, and its ε is 0.001. Yours has 0.00001, which other libraries use. Leave "
    "epsilon out.",
    change={NORM: NORM[:-1] + "epsilon=1e-5)"},
    parts=dict(epsilon=1e-5),
)
exercise.mistake(
    "valid",
    'Padding is "same": the window reaches over the edge. Yours stays inside the image, so the output is smaller. Say '
    "padding in the convolution.",
    fails="shapes",
    change={CONV: CONV.replace('"same"', '"valid"')},
    parts=dict(padding="valid"),
)
exercise.mistake(
    "stride_forgotten",
    "The window moves by `strides`. Yours moves by 1 always, so the output is too large. Hand `strides` on to the "
    "convolution.",
    fails="shapes",
    change={CONV: CONV.replace("strides=strides, ", "")},
    formula=lambda x, w, training, filters, kernel_size, strides=1, activation=None: conv_bn(
        x, w, training, 1, activation
    ),
)
exercise.mistake(
    "with_bias",
    "The convolution has no bias: the normalisation subtracts the mean right after, and a bias with it. Keras counts one "
    "trainable weight more in yours. Give the convolution use_bias=False.",
    fails="weights",
    misconception="M18",
    change={CONV: CONV.replace(", use_bias=False", "")},
    facts=dict(trainable=4, non_trainable=2),
)
exercise.mistake(
    "no_norm",
    "A batch normalisation follows the convolution. Keras counts none in yours. Make a BatchNormalization, and call it.",
    fails="weights",
    change={NORM: "", SECOND: ""},
    facts=dict(trainable=1, non_trainable=0),
)
exercise.mistake(
    "two_norms",
    "There is one batch normalisation. Keras counts two in yours. Take one out.",
    fails="weights",
    change={
        NORM: NORM + "\n        self.again = keras.layers.BatchNormalization()",
        SECOND: SECOND + "\n        h = self.again(h, training=training)",
    },
    facts=dict(trainable=5, non_trainable=4),
)
exercise.mistake(
    "no_scale",
    "The normalisation has Keras's defaults: a scale and a shift that are learnt. Keras counts fewer trainable weights in "
    "yours. Leave `center` and `scale` out.",
    fails="weights",
    change={NORM: NORM[:-1] + "center=False, scale=False)"},
    facts=dict(trainable=1, non_trainable=2),
)
exercise.mistake(
    "layer_norm",
    "A *batch* normalisation keeps a moving mean and a moving variance. Yours keeps nothing, as a layer normalisation does. "
    "Use BatchNormalization.",
    fails="weights",
    change={
        NORM: "self.norm = keras.layers.LayerNormalization(axis=-1)",
        SECOND: "h = self.norm(h)",
    },
    facts=dict(trainable=3, non_trainable=0),
)
exercise.common(
    "made_in_call",
    change={
        CONV: "self.made = lambda: keras.layers.Conv2D(filters, kernel_size, strides=strides, padding='same', use_bias=False)",
        NORM: "",
        "self.conv(inputs)": "self.made()(inputs)",
        "self.norm(": "keras.layers.BatchNormalization()(",
    },
)
exercise.common("kept_in_call", change={NORM: "", SECOND: NORM + "\n        " + SECOND})
exercise.mistake(
    "none_called",
    "`activation` may be None, and None cannot be called. Yours calls it all the same. Let keras.activations.get make a "
    "function of it.",
    fails="builds",
    change={GET: "self.activation = activation"},
    facts=dict(message="'NoneType' object is not callable"),
)
exercise.mistake(
    "name_called",
    "`activation` may be a name, and a text cannot be called. Yours calls it all the same. Let keras.activations.get make a "
    "function of it.",
    fails="builds",
    change={
        GET: "self.activation = activation",
        LAST: "return h if self.activation is None else self.activation(h)",
    },
    facts=dict(message="'str' object is not callable"),
)
exercise.common(
    "no_kwargs",
    change={
        "activation=None, **kwargs": "activation=None",
        "super().__init__(**kwargs)": "super().__init__()",
    },
)
exercise.wrong(
    "training is hard-coded False",
    mistake="never_trains",
    change={SECOND: "h = self.norm(h, training=False)"},
)
exercise.wrong(
    "normalised before the convolution",
    fails="weights",
    change={
        FIRST: "h = self.norm(inputs, training=training)",
        "\n        " + SECOND: "\n        h = self.conv(h)",
    },
)
exercise.wrong(
    "always a window of 3", fails="weights", change={CONV: CONV.replace("kernel_size", "3")}
)
exercise.wrong("nothing is returned", fails="builds", change={LAST: "self.activation(h)"})
exercise.wrong("another momentum", fails="state", change={NORM: NORM[:-1] + "momentum=0.9)"})
exercise.wrong(
    "the scale starts at zero",
    fails="starts",
    change={NORM: NORM[:-1] + 'gamma_initializer="zeros")'},
)
exercise.wrong(
    "every second pixel of a convolution with stride 1",
    fails="values",
    change={
        CONV: CONV.replace("strides=strides, ", ""),
        NORM: NORM + "\n        self.step = strides",
        FIRST: "h = self.conv(inputs)[:, :: self.step, :: self.step]",
    },
)
exercise.wrong(
    "the gradient is stopped",
    fails="gradients",
    change={FIRST: "h = self.conv(keras.ops.stop_gradient(inputs))"},
)
exercise.wrong(
    "tensors only",
    fails="builds",
    change={LAST: "return self.activation(h) + 0.0 * float(inputs.shape[0])"},
)
exercise.wrong(
    "the sizes are restored",
    fails="shapes",
    change={LAST: "return self.activation(keras.ops.image.resize(h, inputs.shape[1:3]))"},
)
exercise.wrong(
    "normalised over the rows",
    fails="weights",
    change={NORM: "self.norm = keras.layers.BatchNormalization(axis=1)"},
)
exercise.right(
    "the mode is left out, and the mode is inherited",
    change={SECOND: "h = self.norm(h)", "inputs, training=None": "inputs"},
)
exercise.right(
    "an Activation layer, and the normalisation is made first",
    change={
        f"{CONV}\n        {NORM}": f"{NORM}\n        {CONV}",
        GET: "self.activation = keras.layers.Activation(activation)",
    },
)
exercise.right(
    "a function is chosen by hand",
    change={
        GET: "self.activation = getattr(keras.activations, activation) if isinstance(activation, str) else activation",
        LAST: "return self.activation(h) if self.activation else h",
    },
)
exercise.equivalent(
    CONV,
    CONV.replace("=False", "=None"),
    reason="Keras takes None for no: the convolution has no bias either way.",
)
exercise.equivalent(
    CONV, CONV.replace("same", "SAME"), reason="Keras reads padding in either case of letters."
)
exercise.equivalent(
    SECOND,
    SECOND.replace(", training=training", ""),
    reason="A sublayer inherits the mode of the layer that calls it when the argument is left out.",
)
