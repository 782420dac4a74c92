"""fix_1: "it added without an error" is no test for equal shapes: 2×2 and 1×1 broadcast, and so does one channel."""

from autograder.exercise import Layer
from autograder.exercise.numpy_layers import conv2d
from autograder.exercise.random_values import he_normal

exercise = Layer(
    "fix_1",
    title="the layer that let Python decide",
    # The task may be solved with the sizes as Python numbers.
    sizes="known",
    minutes=5,
    difficulty="medium",
    points={"builds": 1, "shapes": 2, "values": 2},
    core=False,
)
exercise.weight(
    "kernel", lambda shape, filters, strides=1: (3, 3, shape[-1], filters), draw=he_normal
)
exercise.case(2, 5, 4, 3, filters=3)
exercise.case(2, 5, 4, 3, filters=2)
exercise.case(3, 7, 4, 2, filters=2, strides=2)
exercise.case(3, 2, 2, 3, filters=3, strides=2, label="images of 2×2 at stride 2")
exercise.case(2, 4, 3, 1, filters=3, label="images of one channel, three filters")
exercise.case(2, 4, 3, 2, filters=1, label="images of two channels, one filter")
exercise.case(3, 1, 1, 2, filters=2, strides=2, label="images of one pixel at stride 2")


def layer(x, w, strides, fits):
    h = conv2d(x, w.kernel, strides=strides)
    return x + h if fits(x.shape, h.shape) else h


def stretches(shape, other):
    return all(m == n or 1 in (m, n) for m, n in zip(shape, other, strict=True))


@exercise.reference
def reference(x, w, training, filters, strides=1):
    return layer(x, w, strides, lambda a, b: a == b)


IF = "if inputs.shape[1:] == h.shape[1:]:"
BODY = f"""        {IF}
            return inputs + h
        return h"""

exercise.mistake(
    "still_stretched",
    "Only equal shapes are added. Yours adds whatever can be stretched, as the published layer does: one pixel to all, one "
    "channel to all. Compare the shapes.",
    fails="shapes",
    change={
        BODY: """        try:
            return inputs + h
        except Exception:
            return h"""
    },
    formula=lambda x, w, training, filters, strides=1: layer(x, w, strides, stretches),
)
exercise.mistake(
    "channels_only",
    "Height and width must be equal as well. Yours compares the channels alone, so one pixel is stretched over four. "
    "Compare all axes but the batch.",
    fails="shapes",
    change={
        BODY: """        try:
            return inputs + h if inputs.shape[-1] == h.shape[-1] else h
        except Exception:
            return h"""
    },
    formula=lambda x, w, training, filters, strides=1: layer(
        x, w, strides, lambda a, b: a[-1] == b[-1] and stretches(a, b)
    ),
)
exercise.mistake(
    "sizes_only",
    "The channels must be equal as well. Yours compares height and width alone, so one channel is stretched. Compare all "
    "axes but the batch.",
    fails="shapes",
    change={
        BODY: """        try:
            return inputs + h if inputs.shape[1:3] == h.shape[1:3] else h
        except Exception:
            return h"""
    },
    formula=lambda x, w, training, filters, strides=1: layer(
        x, w, strides, lambda a, b: a[1:3] == b[1:3] and stretches(a, b)
    ),
)
exercise.mistake(
    "never_added",
    "Where the shapes are equal, x is added. Yours always returns the convolution alone. Add x.",
    change={IF: "if False:"},
    formula=lambda x, w, training, filters, strides=1: layer(x, w, strides, lambda a, b: False),
)
exercise.mistake(
    "by_stride",
    "An image of one pixel keeps its size at stride 2, so x is added there as well. Yours goes by the stride. Compare the "
    "shapes.",
    change={IF: "if self.conv.strides == (1, 1) and inputs.shape[1:] == h.shape[1:]:"},
    formula=lambda x, w, training, filters, strides=1: layer(
        x, w, strides, lambda a, b: strides == 1 and a == b
    ),
)


@exercise.mistake(
    "x_alone",
    "Where the shapes differ, the convolution alone is returned. Yours returns x alone. Look at the last line.",
    fails="shapes",
    change={BODY: BODY.replace("return h", "return inputs")},
)
def x_alone(x, w, training, filters, strides=1):
    h = conv2d(x, w.kernel, strides=strides)
    return x + h if x.shape == h.shape else x


@exercise.mistake(
    "thinned",
    "Where the shapes differ, the convolution is returned as it is. Yours cuts or thins x until it fits, and adds it. Return "
    "the convolution alone.",
    change={
        IF: "s = self.conv.strides[0]\n        inputs = inputs[:, ::s, ::s]\n        " + IF
    },
)
def thinned(x, w, training, filters, strides=1):
    h = conv2d(x, w.kernel, strides=strides)
    x = x[:, ::strides, ::strides]
    return x + h if x.shape == h.shape else h


exercise.mistake(
    "raises_error",
    "Where the shapes differ, the convolution alone is returned. Yours raises an error. Return it instead.",
    fails="builds",
    change={BODY: BODY.replace("return h", "raise ValueError(f'{inputs.shape}, {h.shape}')")},
    facts=dict(error="ValueError"),
)
exercise.mistake(
    "in_graph",
    "Shapes that do not fit are no accident here. Yours adds them all the same, and the error goes on to the caller. Compare "
    "the shapes first.",
    fails="builds",
    change={BODY: "        return inputs + h"},
    facts=dict(error="InvalidArgumentError"),
)
exercise.wrong(
    "Add in place of +",
    mistake="still_stretched",
    change={
        BODY: """        try:
            return keras.layers.add([inputs, h])
        except Exception:
            return h"""
    },
)
exercise.wrong(
    "the ranks", mistake="in_graph", change={IF: "if len(inputs.shape) == len(h.shape):"}
)
exercise.wrong(
    "one channel is let in",
    fails="shapes",
    change={
        IF: "if inputs.shape[1:3] == h.shape[1:3] and h.shape[-1] in (1, inputs.shape[-1]):"
    },
)
exercise.wrong(
    "the input is subtracted",
    fails="values",
    change={BODY: BODY.replace("inputs + h", "h - inputs")},
)
exercise.wrong(
    "the sum is averaged",
    fails="values",
    change={BODY: BODY.replace("return inputs + h", "return (inputs + h) / 2")},
)
exercise.wrong(
    "one channel only",
    fails="values",
    change={
        IF: "if inputs.shape[1:3] == h.shape[1:3] and inputs.shape[-1] in (1, h.shape[-1]):"
    },
)
exercise.right("all axes, the batch too", change={IF: "if inputs.shape == h.shape:"})
exercise.right(
    "Add, after the sizes and the channels",
    change={
        BODY: """        sizes = tuple(inputs.shape)[1:3] == tuple(h.shape)[1:3]
        if not sizes or inputs.shape[-1] != self.conv.filters:
            return h
        return keras.layers.add([inputs, h])"""
    },
)
