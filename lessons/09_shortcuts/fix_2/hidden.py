"""fix_2: a block whose sum broadcast in silence, from one channel or from a single pixel."""

from autograder.exercise import Function, call, raises
from autograder.exercise.numpy_layers import conv2d, relu
from autograder.exercise.random_values import fan_in, normal

exercise = Function(
    "fix_2",
    minutes=4,
    difficulty="easy",
    points={"values": 1, "refuses": 2},
    core=False,
    without=("inputs", "shapes"),  # the probe takes the answer apart
)

CASES = (
    ((2, 4, 3, 3), 3, 1, "hand", "x (2, 4, 3, 3), 3 filters", "values"),
    ((2, 3, 4, 1), 1, 1, "hand", "x (2, 3, 4, 1), 1 filter", "values"),
    ((2, 3, 4, 2), 2, 1, "model", "x (2, 3, 4, 2), 2 filters, in a model", "values"),
    ((2, 4, 3, 1), 3, 1, "hand", "x (2, 4, 3, 1), 3 filters", "refuses"),
    ((2, 4, 3, 1), 3, 1, "model", "x (2, 4, 3, 1), 3 filters, in a model", "refuses"),
    ((2, 2, 2, 3), 3, 2, "hand", "x (2, 2, 2, 3), 3 filters, stride 2", "refuses"),
    ((2, 3, 4, 2), 3, 1, "hand", "x (2, 3, 4, 2), 3 filters", "refuses"),
)


@exercise.cases
def cases(rng):
    for shape, filters, stride, where, label, rung in CASES:
        kernel = fan_in(rng, (3, 3, shape[-1], filters))
        yield call([filters, stride], normal(rng, shape), kernel, where, label=label, rung=rung)


def told(made, x, kernel, where, refuses, merge=lambda x, f: relu(x + f)):
    """What a block gives that raises where ``refuses(x, f)``: its numbers, or inside a model the sizes of its output."""
    f = conv2d(x, kernel, strides=made[1])
    if refuses(x, f):
        return raises("ValueError")
    if x.shape[-1] not in (1, f.shape[-1]):
        return raises("InvalidArgumentError")  # TensorFlow's own, from the sum
    y = merge(x, f)
    return list(y.shape[1:]) if where == "model" else y.astype("float32")


@exercise.reference
def fix_2(made, x, kernel, where):
    return told(made, x, kernel, where, lambda x, f: x.shape != f.shape)


@exercise.mistake(
    "The bug is still there: where the shapes differ, but broadcast, your block adds. Compare the two shapes before the sum.",
    rung="refuses",
    misconception="M25",
)
def still_there(made, x, kernel, where):
    return told(made, x, kernel, where, lambda x, f: False)


@exercise.mistake(
    "All sizes must agree. Yours compares the channels only, and a single pixel still broadcasts over an image. Compare the whole "
    "shapes.",
    rung="refuses",
    misconception="M25",
)
def channels_compared(made, x, kernel, where):
    return told(made, x, kernel, where, lambda x, f: x.shape[-1] != f.shape[-1])


@exercise.mistake(
    "All sizes must agree, the channels too. Yours compares height and width only, and one channel still broadcasts to several. "
    "Compare the whole shapes.",
    rung="refuses",
    misconception="M25",
)
def sides_compared(made, x, kernel, where):
    return told(made, x, kernel, where, lambda x, f: x.shape[1:3] != f.shape[1:3])


@exercise.mistake(
    "The check must work inside a model, too, where the batch size is None. Yours looks at tensors only. Compare the shapes "
    "whatever the batch size is.",
    rung="refuses",
)
def by_hand_only(made, x, kernel, where):
    return told(made, x, kernel, where, lambda x, f: x.shape != f.shape and where == "hand")


@exercise.mistake(
    "A ReLU follows the sum, as before. Yours returns the bare sum. Keep it.",
)
def bare_sum(made, x, kernel, where):
    return told(made, x, kernel, where, lambda x, f: x.shape != f.shape, lambda x, f: x + f)


@exercise.mistake(
    "The block adds x to F(x), as before. Yours returns F(x) alone. Keep the sum.",
)
def no_shortcut(made, x, kernel, where):
    return told(made, x, kernel, where, lambda x, f: x.shape != f.shape, lambda x, f: relu(f))


one_channel_refused = exercise.mistake_when(
    "one_channel_refused",
    "One channel and one filter fit. Yours refuses an input for its single channel. Compare x with F(x) in place of asking for "
    "a number.",
    rung="runs",
    error="ValueError",
)

# -- known answers ------------------------------------------------------------------------------------------------

IF = "if f.shape != inputs.shape:"
SUM = "return keras.ops.relu(inputs + f)"
RAISE = "raise ValueError("

exercise.wrong("as published", fails="refuses", as_=still_there, change={IF: "if False:"})
exercise.wrong(
    "the channels are compared",
    fails="refuses",
    as_=channels_compared,
    change={IF: "if f.shape[-1] != inputs.shape[-1]:"},
)
exercise.wrong(
    "the sides are compared",
    fails="refuses",
    as_=sides_compared,
    change={IF: "if f.shape[1:3] != inputs.shape[1:3]:"},
)
exercise.wrong(
    "a single channel is refused",
    fails="runs",
    as_=one_channel_refused,
    change={IF: "if inputs.shape[-1] == 1 or f.shape != inputs.shape:"},
)
exercise.wrong(
    "an unknown batch is refused",
    fails="runs",
    change={IF: "if inputs.shape[0] is None or f.shape != inputs.shape:"},
)
exercise.wrong(
    "it is checked by hand only",
    fails="refuses",
    as_=by_hand_only,
    change={IF: "if inputs.shape[0] is not None and f.shape != inputs.shape:"},
)
exercise.wrong("a TypeError", fails="refuses", change={RAISE: "raise TypeError("})
exercise.wrong("it prints", fails="refuses", change={RAISE: "print("})
exercise.wrong("the bare sum", fails="values", as_=bare_sum, change={SUM: "return inputs + f"})
exercise.wrong(
    "no shortcut",
    fails="values",
    as_=no_shortcut,
    change={SUM: "return keras.ops.relu(f)"},
)
exercise.wrong(
    "only what broadcasts is refused",
    fails="refuses",
    change={IF: "if f.shape != inputs.shape and 1 in (inputs.shape[-1], f.shape[1]):"},
)

exercise.right(
    "size by size",
    change={IF: "if any(a != b for a, b in zip(inputs.shape, f.shape, strict=True)):"},
)
exercise.right(
    "channels and both sides",
    change={IF: "if tuple(f.shape[1:]) != tuple(inputs.shape[1:]):"},
)
exercise.right(
    "Keras is asked for the sizes",
    change={IF: "if keras.ops.shape(f)[1:] != keras.ops.shape(inputs)[1:]:"},
)
exercise.right(
    "in build already",
    code="""
class fix_2(keras.layers.Layer):
    def __init__(self, filters, stride=1, **kwargs):
        super().__init__(**kwargs)
        self.conv = keras.layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)

    def build(self, shape):
        if tuple(self.conv.compute_output_shape(shape)) != tuple(shape):
            raise ValueError("these shapes do not fit")
        self.conv.build(shape)

    def call(self, x):
        return tf.nn.relu(x + self.conv(x))
""",
)

TEXT = 'f"x {inputs.shape} and F(x) {f.shape} must have one shape."'
for other in (
    "None",
    "",
    TEXT.replace("inputs.shape", "f.shape"),
    TEXT.replace("f.shape", "inputs.shape"),
):
    exercise.equivalent(
        f"{RAISE}{TEXT})", f"{RAISE}{other})", reason="The text of the error is free."
    )
