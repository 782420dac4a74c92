"""ProjectionShortcut: a 1×1 convolution and batch normalisation (He et al. 2015, section 3.3, equation 2, and 3.4)."""

import numpy as np

from autograder.exercise import Layer, Result
from autograder.exercise.numpy_layers import average_pool, batch_norm, conv2d, relu
from autograder.exercise.random_values import he_normal

exercise = Layer(
    "ProjectionShortcut",
    title="the projection of B and C",
    minutes=6,
    difficulty="easy",
    points={"builds": 1, "weights": 1, "values": 2},
)
exercise.weight(
    "conv.kernel", lambda shape, filters, stride: (1, 1, shape[-1], filters), draw=he_normal
)
exercise.batch_norm("bn", lambda shape, filters, stride: filters)
# Sides odd and even; stride 1 with more channels; one channel and a stride that leaves pixels over; fewer channels.
exercise.case(2, 7, 6, 3, filters=5, stride=2)
exercise.case(3, 4, 3, 2, filters=3, stride=1)
exercise.case(2, 5, 8, 1, filters=2, stride=3)
exercise.case(2, 3, 4, 4, filters=3, stride=2)


def normalised(x, w, training):
    y, mean, variance = batch_norm(x, w.bn.gamma, w.bn.beta, w.bn.mean, w.bn.variance, training)
    return Result(y, {"bn.mean": mean, "bn.variance": variance})


@exercise.reference
def projection_shortcut(x, w, training, filters, stride):
    return normalised(conv2d(x, w.conv.kernel, strides=stride), w, training)


@exercise.after_pass("The projection of shortcuts B and C in three lines of NumPy")
def projection_shortcut_in_numpy(x, w, stride):
    kept = x[:, ::stride, ::stride]  # the pixels that the 1×1 windows meet
    z = kept @ w.conv.kernel[0, 0]  # each through one matrix (c, filters)
    return w.bn.gamma * (z - w.bn.mean) / np.sqrt(w.bn.variance + 1e-3) + w.bn.beta


CONV = "self.conv = keras.layers.Conv2D(filters, 1, strides=stride, use_bias=False)"
BN = "self.bn = keras.layers.BatchNormalization()"
USE = "x = self.conv(inputs)"
LAST = "return self.bn(x, training=training)"


@exercise.mistake(
    "relu_at_the_end",
    "The projection ends with its batch normalisation; the ReLU comes after the sum. Yours takes a ReLU, so the shortcut can "
    "carry nothing negative. Leave it out.",
    change={LAST: "return keras.ops.relu(self.bn(x, training=training))"},
)
def relu_at_the_end(x, w, training, filters, stride):
    told = projection_shortcut(x, w, training, filters, stride)
    return Result(relu(told.output), told.state)


exercise.mistake(
    "relu_between",
    "The projection is convolution, then batch normalisation, and nothing between them. Yours has a ReLU there. Take "
    "activation= out of the convolution.",
    change={CONV: CONV[:-1] + ', activation="relu")'},
    formula=lambda x, w, training, filters, stride: normalised(
        relu(conv2d(x, w.conv.kernel, strides=stride)), w, training
    ),
)


@exercise.mistake(
    "pooled_first",
    "The stride belongs to the convolution: it picks every stride-th pixel. Yours averages windows of pixels first, as later "
    "networks do. Give the convolution the stride.",
    change={
        CONV: CONV.replace(" strides=stride,", "") + "\n        self.stride = stride",
        USE: 'x = self.conv(keras.ops.average_pool(inputs, self.stride, padding="same"))',
    },
)
def pooled_first(x, w, training, filters, stride):
    pooled = average_pool(x, stride, padding="same")
    return normalised(conv2d(pooled, w.conv.kernel), w, training)


@exercise.mistake(
    "thinned_last",
    "In training, the batch's own statistics are those of the pixels that the convolution picks. Yours normalises all pixels "
    "and picks some afterwards. Give the convolution the stride.",
    change={
        CONV: CONV.replace(" strides=stride,", "") + "\n        self.stride = stride",
        LAST: LAST + "[:, :: self.stride, :: self.stride]",
    },
)
def thinned_last(x, w, training, filters, stride):
    told = normalised(conv2d(x, w.conv.kernel), w, training)
    return Result(told.output[:, ::stride, ::stride], told.state)


exercise.mistake(
    "no_stride",
    "The stride makes height and width smaller, as in the branch. Yours keeps all pixels. Give the convolution "
    "strides=stride.",
    fails="shapes",
    change={CONV: CONV.replace(" strides=stride,", "")},
    formula=lambda x, w, training, filters, stride: normalised(
        conv2d(x, w.conv.kernel), w, training
    ),
)
exercise.mistake(
    "never_trains",
    "A layer inherits the mode when you leave `training` out or pass on what you were given. Yours normalises with the moving "
    "statistics in training too, as with a hard-coded `training=None`. Pass `training` on.",
    misconception="M12",
    change={LAST: "return self.bn(x, training=None)"},
    formula=lambda x, w, training, filters, stride: projection_shortcut(
        x, w, False, filters, stride
    ),
)
exercise.mistake(
    "always_trains",
    "At inference a batch normalisation uses its moving statistics. Yours uses the batch's own in both modes. Pass `training` "
    "on in place of True.",
    misconception="M12",
    change={LAST: "return self.bn(x, training=True)"},
    formula=lambda x, w, training, filters, stride: projection_shortcut(
        x, w, True, filters, stride
    ),
)
exercise.mistake(
    "input_normalised",
    "First the convolution, which makes the new channels, then the batch normalisation. Yours does not use the convolution's "
    "output. Look at what the batch normalisation is given.",
    fails="shapes",
    change={LAST: "self.bn(x, training=training)\n        return inputs"},
    formula=lambda x, w, training, filters, stride: Result(x),
)
exercise.mistake(
    "with_bias",
    "The convolution has no bias: batch normalisation subtracts the mean right after, and a bias with it. Yours has one. Give "
    "it use_bias=False.",
    fails="weights",
    misconception="M18",
    change={CONV: CONV.replace(", use_bias=False", "")},
    facts=dict(trainable=4, non_trainable=2),
)
exercise.mistake(
    "no_norm",
    "After the convolution comes a batch normalisation. Keras counts none in yours. Add one.",
    fails="weights",
    change={BN: "", LAST: "return x"},
    facts=dict(trainable=1, non_trainable=0),
)
exercise.mistake(
    "wide_window",
    "A projection looks at single pixels: windows of 1×1. Yours looks at 3×3. Give Conv2D the kernel size 1.",
    fails="weights",
    change={CONV: CONV.replace("filters, 1,", 'filters, 3, padding="same",')},
    facts=dict(windows="3x3"),
)
exercise.mistake(
    "window_of_stride",
    "A projection looks at single pixels, whatever the stride: windows of 1×1. Yours are as large as the stride, 2×2. Give "
    "Conv2D the kernel size 1.",
    fails="weights",
    change={CONV: CONV.replace("filters, 1,", 'filters, stride, padding="same",')},
    facts=dict(windows="2x2"),
)
exercise.mistake(
    "dense",
    "The kernel has four axes: (1, 1, c, filters). Yours has two, as a Dense has. Use a Conv2D.",
    fails="weights",
    change={
        CONV: "self.stride = stride\n        self.conv = keras.layers.Dense(filters, use_bias=False)",
        USE: "x = self.conv(inputs[:, :: self.stride, :: self.stride])",
    },
    facts=dict(ranks="2, 1, 1"),
)
exercise.common(
    "made_in_call",
    change={
        CONV: "self.filters, self.stride = filters, stride",
        BN: "",
        USE: "x = keras.layers.Conv2D(self.filters, 1, strides=self.stride, use_bias=False)(inputs)",
        LAST: "return keras.layers.BatchNormalization()(x, training=training)",
    },
)
exercise.common(
    "no_kwargs",
    change={
        "filters, stride, **kwargs": "filters, stride",
        "super().__init__(**kwargs)": "super().__init__()",
    },
)
exercise.wrong(
    "normalisation without scale and shift",
    fails="weights",
    change={BN: BN[:-1] + "scale=False, center=False)"},
)
exercise.wrong(
    "a fixed stride of two", fails="shapes", change={CONV: CONV.replace("=stride", "=2")}
)
exercise.wrong(
    "the scale starts at zero",
    fails="starts",
    change={BN: BN[:-1] + 'gamma_initializer="zeros")'},
)
exercise.wrong("another momentum", fails="state", change={BN: BN[:-1] + "momentum=0.9)"})
exercise.wrong("another epsilon", fails="values", change={BN: BN[:-1] + "epsilon=0.1)"})
exercise.wrong(
    "the gradient is stopped",
    fails="gradients",
    change={USE: "x = self.conv(keras.ops.stop_gradient(inputs))"},
)
exercise.wrong(
    "the batch's size as a Python number",
    fails="builds",
    change={LAST: LAST + " + 0.0 * float(inputs.shape[0])"},
)
exercise.right(
    "the mode is inherited",
    change={
        LAST: "return self.bn(x)",
        "call(self, inputs, training=None)": "call(self, inputs)",
    },
)
exercise.right(
    "padding same, in a Sequential",
    change={
        CONV: "self.both = keras.Sequential([\n"
        '            keras.layers.Conv2D(filters, (1, 1), (stride, stride), "same", use_bias=False),\n'
        "            keras.layers.BatchNormalization(),\n        ])",
        BN: "",
        USE: "",
        LAST: "return self.both(inputs, training=training)",
    },
)
exercise.right(
    "pixels are picked before a convolution without stride",
    change={
        CONV: "self.stride = stride\n        " + CONV.replace(" strides=stride,", ""),
        USE: "x = self.conv(inputs[:, :: self.stride, :: self.stride])",
    },
)
exercise.right(
    "declared the other way round", change={CONV + "\n        " + BN: BN + "\n        " + CONV}
)
exercise.equivalent(
    CONV,
    CONV.replace("False", "None"),
    reason="Keras takes None for no: the convolution has no bias either way.",
)
exercise.equivalent(
    LAST,
    LAST.replace(", training=training", ""),
    reason="A sublayer inherits the mode of the layer that calls it when the argument is left out.",
)
