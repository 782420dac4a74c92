"""fix_1: a valid 3×3 convolution loses two rows and columns, so x + conv(x) fails, or broadcasts at 3×3."""

import numpy as np

from autograder.exercise import Layer
from autograder.exercise.numpy_layers import conv2d, relu
from autograder.exercise.random_values import he_normal, normal

exercise = Layer(
    "fix_1",
    title="the sum that ran on tiny images only",
    minutes=5,
    difficulty="medium",
    points={"builds": 1, "shapes": 1, "weights": 1, "values": 2},
)
exercise.weight("kernel", lambda shape: (3, 3, shape[-1], shape[-1]), draw=he_normal)
exercise.weight("bias", lambda shape: (shape[-1],), draw=normal)
exercise.case(2, 5, 7, 3)
exercise.case(3, 4, 4, 1)
exercise.case(2, 3, 3, 2)


@exercise.reference
def fix_1(x, w, training):
    return x + conv2d(x, w.kernel, w.bias, padding="same")


MAKE = 'keras.layers.Conv2D(input_shape[-1], 3, padding="same")'
USE = "return inputs + self.conv(inputs)"
VALID = "keras.layers.Conv2D(input_shape[-1], 3)"
BUILD = "        self.conv.build(input_shape)"


@exercise.mistake(
    "padded_afterwards",
    "The border of zeros belongs around the image, before the convolution. Yours is put around what the convolution returns, "
    'so the edge of the image passes unchanged. Let the convolution pad: padding="same".',
    change={
        MAKE: VALID,
        USE: "return inputs + keras.ops.pad(self.conv(inputs), [[0, 0], [1, 1], [1, 1], [0, 0]])",
    },
)
def padded_afterwards(x, w, training):
    inner = conv2d(x, w.kernel, w.bias, padding="valid")
    return x + np.pad(inner, ((0, 0), (1, 1), (1, 1), (0, 0)))


exercise.mistake(
    "no_shortcut",
    "x is added to what the convolution returns. Yours returns the convolution alone. Add the input to it.",
    change={USE: "return self.conv(inputs)"},
    formula=lambda x, w, training: conv2d(x, w.kernel, w.bias, padding="same"),
)
exercise.mistake(
    "activated",
    "The convolution has no activation here. Yours turns its negative numbers into zeros. Take the relu out.",
    change={MAKE: MAKE[:-1] + ', activation="relu")'},
    formula=lambda x, w, training: x + relu(conv2d(x, w.kernel, w.bias, padding="same")),
)
exercise.mistake(
    "cropped",
    "The output has the shape of x. Yours cuts the edge off x until it fits. Leave x whole, and let the convolution keep its "
    "size.",
    fails="shapes",
    change={MAKE: VALID, USE: "return inputs[:, 1:-1, 1:-1] + self.conv(inputs)"},
    formula=lambda x, w, training: (
        x[:, 1:-1, 1:-1] + conv2d(x, w.kernel, w.bias, padding="valid")
    ),
)
exercise.mistake(
    "joined",
    "x and the convolution are added number by number. Yours puts them side by side, so there are 2c channels. Use + or Add.",
    fails="shapes",
    change={USE: "return keras.ops.concatenate([inputs, self.conv(inputs)], axis=-1)"},
    formula=lambda x, w, training: np.concatenate(
        [x, conv2d(x, w.kernel, w.bias, padding="same")], axis=-1
    ),
)
SMALLER = (
    "Shapes must fit before they are added. In yours the convolution still returns a smaller image than x, two pixels less in "
    'each direction, and neither + nor Add can line them up. Use padding="same".'
)
exercise.mistake(
    "still_smaller",
    SMALLER,
    fails="builds",
    change={MAKE: VALID},
    facts=dict(stage="call", message="[2,5,7,3] vs. [2,3,5,3]"),
)
exercise.mistake(
    "still_smaller_in_add",
    SMALLER,
    fails="builds",
    change={MAKE: VALID, USE: "return keras.layers.Add()([inputs, self.conv(inputs)])"},
    facts=dict(stage="call", message="(5, 7, 3) and (3, 5, 3)"),
)
exercise.mistake(
    "not_the_size_of_x",
    "Shapes must fit before they are added, whether or not the image is square. In yours the two shapes differ. Print both for "
    "an image of 5 × 7 pixels, and leave the size to the convolution's padding.",
    fails="builds",
    change={USE: "return inputs + self.conv(inputs)[:, : inputs.shape[1], : inputs.shape[1]]"},
    facts=dict(stage="call", message="ncompatible shapes"),
)
exercise.mistake(
    "small_window",
    "The window has 3 × 3 pixels. Yours sees one pixel at a time, which keeps the size but not the task. Keep 3 and change "
    "the padding.",
    fails="weights",
    change={MAKE: "keras.layers.Conv2D(input_shape[-1], 1)"},
    facts=dict(windows="1x1"),
)
exercise.wrong(
    "rows and columns exchanged",
    mistake="not_the_size_of_x",
    change={USE: "return inputs + keras.ops.transpose(self.conv(inputs), (0, 2, 1, 3))"},
)
exercise.wrong("no bias", fails="weights", change={MAKE: MAKE[:-1] + ", use_bias=False)"})
exercise.wrong(
    "resized",
    fails="values",
    change={
        MAKE: VALID,
        USE: "return inputs + keras.ops.image.resize(self.conv(inputs), inputs.shape[1:3])",
    },
)
exercise.wrong(
    "the difference", fails="values", change={USE: "return self.conv(inputs) - inputs"}
)
exercise.wrong(
    "repeats the border",
    fails="values",
    change={
        MAKE: VALID,
        USE: 'return inputs + self.conv(keras.ops.pad(inputs, [[0, 0], [1, 1], [1, 1], [0, 0]], mode="symmetric"))',
    },
)
exercise.right(
    "a border of zeros first",
    change={
        MAKE: VALID,
        USE: "return inputs + self.conv(keras.ops.pad(inputs, [[0, 0], [1, 1], [1, 1], [0, 0]]))",
    },
)
exercise.right(
    "Add, and padding by name",
    change={
        MAKE: 'keras.layers.Conv2D(filters=input_shape[-1], kernel_size=(3, 3), padding="SAME")',
        USE: "return keras.layers.add([self.conv(inputs), inputs])",
    },
)
exercise.equivalent('"same"', '"SAME"', reason="Keras takes the name in capitals as well.")
for line in ("        pass", "        input_shape"):
    exercise.equivalent(
        BUILD, line, reason="The convolution is built by its first call at the latest."
    )
