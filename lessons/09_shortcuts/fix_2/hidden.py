"""fix_2: a block whose sum broadcast in silence, from one channel or from a single pixel."""

from autograder.exercise import Function, call, raises
from autograder.exercise.numpy_layers import conv2d, relu
from autograder.exercise.random_values import he_normal, normal

exercise = Function(
    "fix_2",
    title="the block that took grey images",
    rungs={"refuses": "It refuses shapes that do not fit"},
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
        kernel = he_normal(rng, (3, 3, shape[-1], filters))
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


IF = "if f.shape != inputs.shape:"
SUM = "return keras.ops.relu(inputs + f)"
RAISE = "raise ValueError("
TEXT = 'f"x {inputs.shape} and F(x) {f.shape} must have one shape."'

exercise.mistake(
    "still_there",
    "The bug is still there: where the shapes differ, but broadcast, your block adds. Compare the two shapes before the sum.",
    fails="refuses",
    misconception="M25",
    change={IF: "if False:"},
    formula=lambda made, x, kernel, where: told(made, x, kernel, where, lambda x, f: False),
)
exercise.mistake(
    "channels_compared",
    "All sizes must agree. Yours compares the channels only, and a single pixel still broadcasts over an image. Compare the whole "
    "shapes.",
    fails="refuses",
    misconception="M25",
    change={IF: "if f.shape[-1] != inputs.shape[-1]:"},
    formula=lambda made, x, kernel, where: told(
        made, x, kernel, where, lambda x, f: x.shape[-1] != f.shape[-1]
    ),
)
exercise.mistake(
    "sides_compared",
    "All sizes must agree, the channels too. Yours compares height and width only, and one channel still broadcasts to several. "
    "Compare the whole shapes.",
    fails="refuses",
    misconception="M25",
    change={IF: "if f.shape[1:3] != inputs.shape[1:3]:"},
    formula=lambda made, x, kernel, where: told(
        made, x, kernel, where, lambda x, f: x.shape[1:3] != f.shape[1:3]
    ),
)
exercise.mistake(
    "by_hand_only",
    "The check must work inside a model, too, where the batch size is None. Yours looks at tensors only. Compare the shapes "
    "whatever the batch size is.",
    fails="refuses",
    change={IF: "if inputs.shape[0] is not None and f.shape != inputs.shape:"},
    formula=lambda made, x, kernel, where: told(
        made, x, kernel, where, lambda x, f: x.shape != f.shape and where == "hand"
    ),
)
exercise.mistake(
    "bare_sum",
    "A ReLU follows the sum, as before. Yours returns the bare sum. Keep it.",
    change={SUM: "return inputs + f"},
    formula=lambda made, x, kernel, where: told(
        made, x, kernel, where, lambda x, f: x.shape != f.shape, lambda x, f: x + f
    ),
)
exercise.mistake(
    "no_shortcut",
    "The block adds x to F(x), as before. Yours returns F(x) alone. Keep the sum.",
    change={SUM: "return keras.ops.relu(f)"},
    formula=lambda made, x, kernel, where: told(
        made, x, kernel, where, lambda x, f: x.shape != f.shape, lambda x, f: relu(f)
    ),
)
exercise.mistake(
    "one_channel_refused",
    "One channel and one filter fit. Yours refuses an input for its single channel. Compare x with F(x) in place of asking for "
    "a number.",
    fails="runs",
    change={IF: "if inputs.shape[-1] == 1 or f.shape != inputs.shape:"},
    facts=dict(error="ValueError"),
)
exercise.wrong(
    "an unknown batch is refused",
    fails="runs",
    change={IF: "if inputs.shape[0] is None or f.shape != inputs.shape:"},
)
exercise.wrong("a TypeError", fails="refuses", change={RAISE: "raise TypeError("})
exercise.wrong("it prints", fails="refuses", change={RAISE: "print("})
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
    "channels and both sides", change={IF: "if tuple(f.shape[1:]) != tuple(inputs.shape[1:]):"}
)
exercise.right(
    "Keras is asked for the sizes",
    change={IF: "if keras.ops.shape(f)[1:] != keras.ops.shape(inputs)[1:]:"},
)
for other in (
    "None",
    "",
    TEXT.replace("inputs.shape", "f.shape"),
    TEXT.replace("f.shape", "inputs.shape"),
):
    exercise.equivalent(
        f"{RAISE}{TEXT})", f"{RAISE}{other})", reason="The text of the error is free."
    )
