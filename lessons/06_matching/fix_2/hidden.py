"""fix_2: one branch rounds up, the other down; 3 pixels become 2 and 1, and the 1 is stretched without an error."""

import numpy as np

from autograder.exercise import Layer
from autograder.exercise.numpy_layers import average_pool, conv2d, max_pool
from autograder.exercise.random_values import he_normal

exercise = Layer(
    "fix_2",
    title="the images of seven pixels",
    # The task may be solved with the sizes as Python numbers.
    sizes="known",
    minutes=5,
    difficulty="hard",
    points={"builds": 1, "shapes": 1, "values": 3},
    core=False,
)
exercise.weight("kernel", lambda shape: (3, 3, shape[-1], shape[-1]), draw=he_normal)
exercise.case(2, 6, 4, 3)
exercise.case(3, 3, 3, 2)
exercise.case(2, 7, 5, 1)


def padded(x, value=None):
    """x with a last row and column more where its sides are odd: zeros, or the last ones again."""
    more = ((0, 0), (0, x.shape[1] % 2), (0, x.shape[2] % 2), (0, 0))
    return np.pad(x, more) if value == 0 else np.pad(x, more, mode="edge")


@exercise.reference
def reference(x, w, training):
    return average_pool(x, 2, padding="same") + conv2d(x, w.kernel, strides=2)


POOL = 'self.pool = keras.layers.AveragePooling2D(2, padding="same")'
SUM = "return self.pool(inputs) + self.conv(inputs)"
OLD = "keras.layers.AveragePooling2D(2)"

exercise.mistake(
    "zeros_counted",
    "Where the image ends, only the pixels that are there count. Yours counts zeros as well, so the means at the edge are too "
    "small. Let the pooling layer pad.",
    change={
        POOL: f"self.pool = {OLD}",
        SUM: "h, w = inputs.shape[1:3]\n        wide = keras.ops.pad(inputs, [[0, 0], [0, h % 2], [0, w % 2], [0, 0]])\n        return self.pool(wide) + self.conv(inputs)",
    },
    formula=lambda x, w, training: (
        average_pool(padded(x, 0), 2) + conv2d(x, w.kernel, strides=2)
    ),
)
exercise.mistake(
    "first_pixel",
    "The mean of 2 × 2 pixels is asked. Yours takes the first pixel of each window. Use a pooling layer.",
    change={SUM: "return inputs[:, ::2, ::2] + self.conv(inputs)"},
    formula=lambda x, w, training: x[:, ::2, ::2] + conv2d(x, w.kernel, strides=2),
)
exercise.mistake(
    "largest",
    "The mean of 2 × 2 pixels is asked. Yours takes the largest. Use an average.",
    change={POOL: POOL.replace("Average", "Max")},
    formula=lambda x, w, training: (
        max_pool(x, 2, padding="same") + conv2d(x, w.kernel, strides=2)
    ),
)
exercise.mistake(
    "conv_alone",
    "Both halves are added. Yours returns the convolution alone. Add the means.",
    change={SUM: "return self.conv(inputs)"},
    formula=lambda x, w, training: conv2d(x, w.kernel, strides=2),
)
exercise.mistake(
    "means_alone",
    "Both halves are added. Yours returns the means alone. Add the convolution.",
    change={SUM: "return self.pool(inputs)"},
    formula=lambda x, w, training: average_pool(x, 2, padding="same"),
)
exercise.mistake(
    "no_fit",
    "The two are added number by number. In yours they differ in length for some images. Compare what `conv_out` says of each.",
    fails="builds",
    change={POOL: f"self.pool = {OLD}"},
    facts=dict(message="ncompatible shapes"),
)
exercise.wrong("the difference", fails="values", change={SUM: SUM.replace(" + ", " - ")})
exercise.wrong(
    "windows that overlap",
    mistake="no_fit",
    change={POOL: POOL.replace("(2,", "(2, strides=1,")},
)
exercise.wrong(
    "windows of three", fails="values", change={POOL: POOL.replace("(2,", "(3, strides=2,")}
)
exercise.wrong(
    "the mean of all",
    fails="values",
    change={
        SUM: "return keras.ops.mean(inputs, axis=(1, 2), keepdims=True) + self.conv(inputs)"
    },
)
exercise.wrong(
    "resized",
    fails="values",
    change={
        POOL: f"self.pool = {OLD}",
        SUM: "h = self.conv(inputs)\n        if min(inputs.shape[1:3]) < 2:\n            return h\n        return keras.ops.image.resize(self.pool(inputs), h.shape[1:3]) + h",
    },
)
exercise.right(
    "the last row and column again",
    change={
        POOL: f"self.pool = {OLD}",
        SUM: "h, w = inputs.shape[1:3]\n        wide = keras.ops.pad(inputs, [[0, 0], [0, h % 2], [0, w % 2], [0, 0]], mode='symmetric')\n        return self.pool(wide) + self.conv(inputs)",
    },
)
exercise.right(
    "TensorFlow's pooling",
    change={SUM: 'return tf.nn.avg_pool2d(inputs, 2, 2, "SAME") + self.conv(inputs)'},
)
exercise.right(
    "sums over counts",
    change={
        SUM: """total = 4 * keras.ops.average_pool(keras.ops.pad(inputs, [[0, 0], [0, 1], [0, 1], [0, 0]]), 2, 2)
        size = keras.ops.pad(keras.ops.ones_like(inputs), [[0, 0], [0, 1], [0, 1], [0, 0]])
        return total / (4 * keras.ops.average_pool(size, 2, 2)) + self.conv(inputs)""",
    },
)
exercise.equivalent(
    POOL, POOL.replace("same", "SAME"), reason="Keras reads padding in either case of letters."
)
