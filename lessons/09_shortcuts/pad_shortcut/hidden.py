"""PadShortcut: shortcut A, zeros for the new channels (He et al. 2015, sections 3.3 and 4.1)."""

import numpy as np

from autograder.exercise import Layer
from autograder.exercise.numpy_layers import average_pool, max_pool

exercise = Layer(
    "PadShortcut",
    title="shortcut A: pixels and zeros",
    minutes=6,
    difficulty="easy",
    points={"shapes": 1, "weights": 1, "values": 2},
)
# An image that is not square, with odd and even sides; a stride that leaves the last pixel out; one channel, which would
# broadcast; nothing to change.
exercise.case(2, 7, 6, 2, filters=5, stride=2)
exercise.case(1, 4, 8, 1, filters=3, stride=3)
exercise.case(2, 3, 4, 2, filters=3, stride=1)
exercise.case(3, 2, 5, 3, filters=3, stride=1)


def pad(x, filters, before=None, value=0.0):
    """``x`` with channels up to ``filters``, ``before`` of them in front (none)."""
    new = filters - x.shape[-1]
    front = before(new) if before else 0
    return np.pad(x, [(0, 0)] * 3 + [(front, new - front)], constant_values=value)


@exercise.reference
def pad_shortcut(x, w, training, filters, stride, **parts):
    return pad(x[:, ::stride, ::stride], filters, **parts)


@exercise.after_pass("Shortcut A in two lines of NumPy")
def pad_shortcut_in_numpy(x, w, filters, stride):
    kept = x[:, ::stride, ::stride]  # every stride-th row, every stride-th column
    return np.pad(kept, [(0, 0), (0, 0), (0, 0), (0, filters - x.shape[-1])])  # zeros behind c


KEPT = "kept = inputs[:, :: self.stride, :: self.stride]"
NEW = "new = self.filters - inputs.shape[-1]"
PAD = "return keras.ops.pad(kept, [(0, 0), (0, 0), (0, 0), (0, new)])"
INIT = "self.stride = stride"

exercise.mistake(
    "zeros_in_front",
    "The old channels come first, and the zeros follow. Yours puts the zeros in front. Exchange the two numbers of the last "
    "pair.",
    change={"(0, new)": "(new, 0)"},
    parts=dict(before=lambda new: new),
)
exercise.mistake(
    "zeros_on_both_sides",
    "The old channels come first, and all zeros follow. Yours has zeros on both sides, as some published code does. Put all of "
    "them behind.",
    change={"(0, new)": "(new // 2, new - new // 2)"},
    parts=dict(before=lambda new: new // 2),
)


@exercise.mistake(
    "repeated",
    "The new channels hold zeros. Yours repeats the old channels in them. Pad with zeros.",
    change={PAD: "return keras.ops.tile(kept, (1, 1, 1, self.filters))[..., : self.filters]"},
)
def repeated(x, w, training, filters, stride):
    kept = x[:, ::stride, ::stride]
    return np.take(kept, np.arange(filters) % x.shape[-1], axis=-1)


exercise.mistake(
    "ones",
    "The new channels hold zeros. Yours hold ones. Look at the value that pads.",
    change={"(0, new)])": "(0, new)], constant_values=1.0)"},
    parts=dict(value=1.0),
)
exercise.mistake(
    "averaged",
    "A pixel of the output is one pixel of the input, and the others are left out. Yours takes the mean of a window. Use a "
    "slice with a step.",
    change={
        KEPT: 'kept = keras.ops.average_pool(inputs, self.stride, self.stride, padding="same")'
    },
    formula=lambda x, w, training, filters, stride: pad(
        average_pool(x, stride, padding="same"), filters
    ),
)
exercise.mistake(
    "largest",
    "A pixel of the output is one pixel of the input, and the others are left out. Yours takes the largest of a window. Use a "
    "slice with a step.",
    change={
        KEPT: 'kept = keras.ops.max_pool(inputs, self.stride, self.stride, padding="same")'
    },
    formula=lambda x, w, training, filters, stride: pad(
        max_pool(x, stride, padding="same"), filters
    ),
)


@exercise.mistake(
    "corner",
    "Every stride-th pixel is kept, from all over the image. Yours keeps a corner of it, one piece. Write the stride behind "
    "two colons.",
    change={
        KEPT: "h, w = inputs.shape[1:3]\n        kept = inputs[:, : -(-h // self.stride), : -(-w // self.stride)]"
    },
)
def corner(x, w, training, filters, stride):
    height, width = -(-x.shape[1] // stride), -(-x.shape[2] // stride)
    return pad(x[:, :height, :width], filters)


exercise.mistake(
    "all_pixels",
    "With stride s every s-th pixel is kept, so height and width shrink. Yours keeps all pixels. Take a slice with a step on "
    "axes 1 and 2.",
    fails="shapes",
    change={KEPT: "kept = inputs"},
    formula=lambda x, w, training, filters, stride: pad(x, filters),
)
exercise.mistake(
    "rows_only",
    "The stride works on height and on width. Yours thins out the rows only. The columns are axis 2.",
    fails="shapes",
    change={KEPT: "kept = inputs[:, :: self.stride]"},
    formula=lambda x, w, training, filters, stride: pad(x[:, ::stride], filters),
)
exercise.mistake(
    "filters_added",
    "The output has `filters` channels in all. Yours adds `filters` channels to those that are there. How many are missing?",
    fails="shapes",
    change={NEW: "new = self.filters"},
    formula=lambda x, w, training, filters, stride: pad(
        x[:, ::stride, ::stride], filters + x.shape[-1]
    ),
)
exercise.mistake(
    "no_new_channels",
    "The output has `filters` channels. Yours keeps those of the input. Add channels of zeros.",
    fails="shapes",
    change={PAD: "return kept"},
    formula=lambda x, w, training, filters, stride: x[:, ::stride, ::stride],
)
exercise.mistake(
    "late_start",
    "The first pixel that is kept is pixel 0. Yours leaves the first ones out. Begin the slice at the start.",
    fails="shapes",
    change={
        KEPT: "kept = inputs[:, self.stride - 1 :: self.stride, self.stride - 1 :: self.stride]"
    },
    formula=lambda x, w, training, filters, stride: pad(
        x[:, stride - 1 :: stride, stride - 1 :: stride], filters
    ),
)
exercise.mistake(
    "with_weights",
    "Shortcut A has no weights: it picks pixels and adds zeros. Keras counts a trainable one in yours, as a convolution brings "
    "it. Use a slice and `pad`.",
    fails="weights",
    change={
        INIT: INIT
        + "\n        self.conv = keras.layers.Conv2D(filters, 1, strides=stride, use_bias=False)",
        KEPT: "",
        NEW: "",
        PAD: "return self.conv(inputs)",
    },
    facts=dict(trainable=1, non_trainable=0),
)
exercise.wrong(
    "columns only", fails="shapes", change={KEPT: "kept = inputs[:, :, :: self.stride]"}
)
exercise.wrong(
    "channels that are thinned out",
    fails="shapes",
    change={KEPT: "kept = inputs[:, ::2, ::2, ::2]"},
)
exercise.wrong(
    "a frozen convolution",
    fails="weights",
    change={
        INIT: INIT
        + "\n        self.conv = keras.layers.Conv2D(filters, 1, strides=stride, use_bias=False, trainable=False)",
        KEPT: "",
        NEW: "",
        PAD: "return self.conv(inputs)",
    },
)
exercise.wrong(
    "a stride of two, whatever was asked",
    fails="shapes",
    change={KEPT: "kept = inputs[:, ::2, ::2]"},
)
exercise.wrong(
    "the gradient is stopped",
    fails="gradients",
    change={PAD: PAD.replace("kept,", "keras.ops.stop_gradient(kept),")},
)
exercise.right(
    "zeros are concatenated",
    change={
        PAD: "zeros = keras.ops.zeros_like(kept[..., :1])\n"
        "        return keras.ops.concatenate([kept] + [zeros] * new, axis=-1)"
    },
)
exercise.right(
    "TensorFlow, and padding first",
    change={
        KEPT: "",
        PAD: "return tf.pad(inputs, [[0, 0], [0, 0], [0, 0], [0, new]])[:, :: self.stride, :: self.stride, :]",
    },
)
exercise.right(
    "pooling over windows of one pixel",
    change={
        KEPT: 'kept = keras.ops.average_pool(inputs, 1, self.stride, padding="valid")',
        PAD: "return keras.ops.pad(kept, ((0, 0),) * 3 + ((0, new),))",
    },
)
exercise.right(
    "a product with a matrix that is no weight",
    change={
        PAD: "return keras.ops.matmul(kept, keras.ops.eye(inputs.shape[-1], self.filters))"
    },
)
exercise.equivalent(
    NEW,
    NEW.replace("inputs", "kept"),
    reason="A slice of pixels has the channels of its image.",
)
