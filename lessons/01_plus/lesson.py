# %% [markdown]
r"""
# 01 — `+` on lists, arrays and tensors

**40 minutes**: 9 to read, 4 predictions, 7 quiz questions (a minute each), and 20 for the four
core exercises.

At the end you can

1. say what `+` does, from the types of its operands;
2. predict the shape of a sum, or that it fails;
3. find a loss that stretches shapes in silence, and mend it;
4. say who else sees the change after `x += 1`;
5. bring the gradient of a stretched operand back to its shape.

**Not here:** variables (lesson 02); the layer `Add`, and whether `+` harms gradients
(lesson 05).

**You need** lesson 00: lists and names, the slope by a small step, the tape.
"""

# %% tags=["setup"]
from autograder import check, figure, hint, open_lesson, predict
from autograder import progress, quiz, reveal, solution
import keras
import numpy as np
import tensorflow as tf
import matplotlib.pyplot as plt

tf.get_logger().setLevel("ERROR")  # TensorFlow's notes for engineers stay silent
open_lesson("01_plus")

# %% [markdown]
r"""
## The picture that returns

Today's part is the plus. The branch sends (1, −1), the shortcut (1, 2). The sum is (2, 1).

One small sign; the whole block hangs on it. So what exactly does it do?
"""

# %% tags=["drawing"]
# Drawing
from autograder.pictures.block_numbers import block_numbers
from autograder.pictures.returning_picture import picture_alt, picture_data, returning_picture

figure(returning_picture(lit=1), alt=picture_alt(1), data=picture_data())
numbers = block_numbers()
assert numbers.residual.tolist() == [1, -1] and numbers.x.tolist() == [1, 2]
assert np.array_equal(numbers.x + numbers.residual, numbers.total)
assert numbers.total.tolist() == [2, 1]

# %% [markdown]
r"""
## Before you begin

Four questions on lesson 00, from memory. No points.
"""

# %%
quiz("01.retrieval", answers=[..., ..., ..., ...])

# %% [markdown]
r"""
## 1. One sign, many meanings

`+` has no meaning of its own. Python asks the left operand: "Can you add this?" If it cannot,
Python asks the right one. If neither can, there is an error.

So the *types* decide. An **array** is NumPy's grid of numbers, a **tensor** TensorFlow's.

**Predict.** What is `[1, 2] + tf.constant([3, 4])`? Write a list, or `"error"`.
"""

# %%
predict("01.P1", ...)

# %%
plain = [1, 2]
mixed = plain + tf.constant([3, 4])
print(type(mixed).__name__, mixed.numpy())
reveal("01.P1", mixed)
assert isinstance(mixed, tf.Tensor) and mixed.numpy().tolist() == [4, 6]

# %% [markdown]
r"""
The list cannot add a tensor. The tensor can add a list: it converts it first.

Next we try all pairs of four types. In a second table, the operands are not whole numbers.
"""


# %%
def outcome(left, right):
    """What left + right gives: the word for what happened, and the value as text."""
    try:
        total = left + right
    except Exception as error:
        return "error", type(error).__name__
    value = total.numpy() if isinstance(total, tf.Tensor) else total
    value = value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value
    value = value.decode() if isinstance(value, bytes) else value
    joins = isinstance(value, str) or (isinstance(value, list) and len(value) == 4)
    return "joins" if joins else "or" if value is True else "adds", repr(value)


MAKE = {"list": list, "array": np.array, "tensor": tf.constant, "number": lambda pair: pair[0]}
by_type = {(a, b): outcome(MAKE[a]([1, 2]), MAKE[b]([3, 4])) for a in MAKE for b in MAKE}

HOME = {"Python": lambda value: value, "NumPy": np.array, "TensorFlow": tf.constant}
PAIRS = {"1 + 0.5": (1, 0.5), '"a" + "b"': ("a", "b"), "True + True": (True, True)}
by_dtype = {
    (pair, home): outcome(HOME[home](a), b if pair == "1 + 0.5" else HOME[home](b))
    for pair, (a, b) in PAIRS.items()
    for home in HOME
}

assert [pair for pair, (word, _) in by_type.items() if word == "joins"] == [("list", "list")]
refused = {pair for pair, (word, _) in by_type.items() if word == "error"}
assert refused == {("list", "number"), ("number", "list")}
assert [by_dtype["True + True", home][0] for home in HOME] == ["adds", "or", "error"]
assert [by_dtype["1 + 0.5", home][0] for home in HOME] == ["adds", "adds", "error"]

# %% tags=["drawing"]
# Drawing
SIGNS = {"joins": ("⋈", "#fff6d9"), "adds": ("+", "#e3f0fb"), "or": ("∨", "#fff6d9")}
SIGNS["error"] = ("✗", "#fdeadf")


def table(axes, cells, rows, columns, title):
    """Draw a table of outcomes: a sign, a word and a value in each cell."""
    for j, row in enumerate(rows):
        for i, column in enumerate(columns):
            word, value = cells[row, column]
            sign, ground = SIGNS[word]
            axes.add_patch(
                plt.Rectangle((i - 0.47, j - 0.44), 0.94, 0.88, fc=ground, ec="#595959")
            )
            small = value.replace("InvalidArgumentError", "InvalidArgument-\nError")
            axes.text(i, j - 0.17, f"{sign} {word}", ha="center", va="center", fontsize=12.5)
            axes.text(i, j + 0.19, small, ha="center", va="center", fontsize=10.5)
    axes.set(xlim=(-0.55, len(columns) - 0.45), ylim=(len(rows) - 0.45, -0.55))
    axes.set_title(title, pad=14)
    axes.set_xticks(range(len(columns)), columns)
    axes.set_yticks(range(len(rows)), rows)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.grid(False)


fig, panels = plt.subplots(
    1, 2, figsize=(12.5, 4.6), width_ratios=(4, 3.4), layout="constrained"
)
table(panels[0], by_type, list(MAKE), list(MAKE), "left: [1, 2] or 1     top: [3, 4] or 3")
table(panels[1], by_dtype, list(PAIRS), list(HOME), "other numbers, and text")
panels[0].set_ylabel("left operand")
figure(
    fig,
    alt="Two tables of what + does. First: list, array, tensor and number on the left and on the "
    "right. Only list + list joins. List with number is an error. All other pairs add. Second: "
    "1 + 0.5 adds in Python and NumPy and is an error in TensorFlow. Texts join everywhere. "
    "True + True is 2 in Python, True in NumPy and an error in TensorFlow.",
    data={
        "operands": [f"{a} + {b}" for a, b in by_type]
        + [f"{pair}, {home}" for pair, home in by_dtype],
        "what happens": [word for word, _ in (by_type | by_dtype).values()],
        "result": [value for _, value in (by_type | by_dtype).values()],
    },
)

# %% [markdown]
r"""
**Investigate.** In the first table, look for the one pair that joins. In the second, compare
the columns. A **dtype** is the number format of an array or a tensor. NumPy changes it to make
a sum fit; TensorFlow refuses. With booleans, NumPy's plus means *or*.

### M01 — Joined, as lists are?

> **You may think:** `+` joins, as for lists.
>
> **That is not so**, because joining is what *lists* (and tuples and texts) do. One array or
> tensor among the two, and `+` adds number by number.
>
> **Run this.** The same brackets, with and without `np.array`.
"""

# %%
left, right = [[1, 2]], [[10, 20]]
joined = left + right
added = np.array(left) + right
print("lists: ", joined)
print("arrays:", added.tolist())
assert joined == [[1, 2], [10, 20]]  # two rows
assert added.tolist() == [[11, 22]] and added.shape == (1, 2)  # one row

# %% [markdown]
r"""
## 2. Different shapes

The shapes so far were equal. What if they are not?

**Broadcasting** means: an operand is stretched, by repeating it, until the shapes are equal.
The rule:

1. Write both shapes beneath each other, **flush right**.
2. A missing axis counts as 1.
3. Two sizes fit if they are equal, or if one of them is 1. The 1 is stretched to the other.
4. If one pair of sizes does not fit, it is an error.
"""


# %%
def shape_of_sum(a, b):
    """The shape that TensorFlow gives to a sum, or None where it refuses."""
    try:
        return tuple((tf.ones(a) + tf.ones(b)).shape)
    except tf.errors.InvalidArgumentError:
        return None


examples = {
    pair: shape_of_sum(*pair) for pair in (((4, 1, 3), (2, 3)), ((3,), (3, 1)), ((2, 3), (2,)))
}
assert list(examples.values()) == [(4, 2, 3), (3, 3), None]

# %% tags=["drawing"]
# Drawing
fig, panels = plt.subplots(1, 3, figsize=(11.5, 3.9), layout="constrained")
for axes, ((a, b), total) in zip(panels, examples.items(), strict=True):
    rank = max(len(a), len(b))
    for row, (name, shape) in enumerate((("a", a), ("b", b), ("a + b", total))):
        axes.text(-0.75, -row, name, ha="right", va="center", fontsize=13)
        for column in range(rank):
            at = column - (rank - len(shape)) if shape is not None else None
            missing = at is not None and at < 0
            word = "1" if missing else str(shape[at]) if shape is not None else ""
            if shape is None:
                p, q = ((1,) * (rank - len(s)) + s for s in (a, b))
                good = p[column] == q[column] or 1 in (p[column], q[column])
                word = str(max(p[column], q[column])) if good else "✗"
            ground = "#fdeadf" if word == "✗" else "#e3f0fb" if row == 2 else "white"
            box = plt.Rectangle(
                (column - 0.4, -row - 0.36),
                0.8,
                0.72,
                fc=ground,
                ec="#595959" if missing else "#1a1a1a",
                ls="--" if missing else "-",
                lw=1.6,
            )
            axes.add_patch(box)
            axes.text(column, -row, word, ha="center", va="center", fontsize=15)
    axes.plot([-0.55, rank - 0.45], [-1.5, -1.5], color="#1a1a1a", lw=1.5)
    verdict = f"✓ fits: {total}" if total else "✗ does not fit: error"
    axes.set_title(f"{a} + {b}\n{verdict}", fontsize=13)
    axes.set(xlim=(-1.9, 2.6), ylim=(-2.6, 0.6), aspect="equal")
    axes.set_axis_off()
fig.supxlabel("dashed: a missing axis, which counts as 1", fontsize=11.5)
figure(
    fig,
    alt="Three sums of shapes, written flush right, axis beneath axis. (4, 1, 3) and (2, 3) give "
    "(4, 2, 3). (3,) and (3, 1) give (3, 3). (2, 3) and (2,) do not fit, for 3 meets 2. Dashed "
    "boxes hold a 1 where an axis is missing.",
    data={
        "a": [str(a) for a, _ in examples],
        "b": [str(b) for _, b in examples],
        "a + b": [str(total) if total else "error" for total in examples.values()],
    },
)

# %% [markdown]
r"""
### M02 — Different, hence refused?

> **You may think:** different shapes raise an error.
>
> **That is not so**, because an axis of size 1, or a missing one, is stretched. Only sizes that
> differ, with no 1 among them, are refused. Nor does a size that divides the other help: 2 is
> not stretched to 4.
>
> **Run this.** Ten different shapes beside (3, 4). How many are refused?
"""

# %%
beside = [(), (1,), (4,), (1, 4), (3, 1), (1, 1), (2, 1, 4), (3,), (2,), (3, 2)]
results = {shape: shape_of_sum((3, 4), shape) for shape in beside}
for shape, total in results.items():
    print(f"(3, 4) + {shape!s:9}  {total or 'error'}")

assert [shape for shape, total in results.items() if total is None] == [(3,), (2,), (3, 2)]
assert shape_of_sum((2,), (4,)) is None

# %% [markdown]
r"""
Seven of ten pass without a word. So write the rule down as a function.
"""

# %% exercise="broadcast_shape"

# %% [markdown]
r"""
## 3. Stretched in silence

Often stretching is what you want: one bias for all rows. Sometimes it is a bug, and nobody says
so.

Four targets y have the shape `(4,)`. A model with one output returns the shape `(4, 1)`: four
rows, one column. Now someone writes `y - prediction`. (Minus broadcasts as plus does.)

**Predict.** What is the shape of that difference? Write a tuple.
"""

# %%
predict("01.P2", ...)

# %%
y = tf.constant([1.0, 2.0, 3.0, 4.0])
prediction = tf.constant([[1.0], [2.0], [3.0], [4.0]])  # every one of them is right
gap = y - prediction
loss = tf.reduce_mean(gap**2)
print("loss of perfect predictions:", float(loss))
reveal("01.P2", tuple(gap.shape))
assert gap.shape == (4, 4) and float(loss) == 2.5
assert np.all(np.diag(gap) == 0)  # the four differences that were meant

# %% tags=["drawing"]
# Drawing
fig, axes = plt.subplots(figsize=(6.6, 5.0), layout="constrained")
for i in range(4):
    for j in range(4):
        meant = i == j
        axes.add_patch(
            plt.Rectangle(
                (j - 0.5, i - 0.5),
                1,
                1,
                fc="#e3f0fb" if meant else "#fdeadf",
                ec="#595959",
                lw=0.8,
            )
        )
        text = f"{gap[i, j]:.0f}".replace("-", "−")
        axes.text(j, i, text, ha="center", va="center", fontsize=15)
for i in range(4):
    axes.add_patch(plt.Rectangle((i - 0.44, i - 0.44), 0.88, 0.88, fill=False, lw=3))
axes.set(xlim=(-0.55, 3.55), ylim=(3.55, -0.55), aspect="equal")
axes.set_xticks(range(4), [f"{v:.0f}" for v in y])
axes.set_yticks(range(4), [f"{v:.0f}" for v in prediction[:, 0]])
axes.xaxis.tick_top()
axes.xaxis.set_label_position("top")
axes.set(xlabel="y, shape (4,): a row", ylabel="prediction, shape (4, 1): a column")
axes.tick_params(length=0)
axes.spines[:].set_visible(False)
axes.grid(False)
axes.text(
    3.75,
    1.5,
    "thick frame:\nthe 4 that\nwere meant\n\nthe other 12:\nstretching",
    va="center",
    fontsize=12,
)
figure(
    fig,
    alt="A grid of sixteen differences: each y, along the top, minus each prediction, down the "
    "side. The four on the diagonal, in thick frames, are zero: they were meant. The other "
    "twelve are not zero; they come from stretching.",
    data={"prediction": [f"{v:.0f}" for v in prediction[:, 0]]}
    | {f"y = {v:.0f}": [float(g) for g in gap[:, j]] for j, v in enumerate(y)},
)

# %% [markdown]
r"""
The predictions are perfect, and the loss is 2.5. What does training make of such a loss?

We fit a line, `slope * x + shift`, to 40 points around $y = 3x$. Slope and shift start at 0.
One step: take the gradients from the tape and go a little downhill.

**Predict.** With the stretched loss, where does the slope end: near `3`, `1.5` or `0`? Say how
sure you are, from 1 to 5.
"""

# %%
predict("01.P3", ..., confidence=...)

# %%
x = np.linspace(-1, 1, 40).astype("float32")
noise = np.random.default_rng(1).normal(0, 0.3, 40).astype("float32")
targets = tf.constant(3 * x + noise)  # shape (40,)


def fit_line(shape):
    """Fit a line by 120 steps; predictions have this shape. Return slope, shift and losses."""
    slope, shift = tf.constant(0.0), tf.constant(0.0)
    losses = []
    for _ in range(120):
        with tf.GradientTape() as tape:
            tape.watch([slope, shift])
            predictions = tf.reshape(slope * x + shift, shape)
            loss = tf.reduce_mean((targets - predictions) ** 2)
        d_slope, d_shift = tape.gradient(loss, [slope, shift])
        slope, shift = slope - 0.3 * d_slope, shift - 0.3 * d_shift
        losses.append(float(loss))
    return float(slope), float(shift), losses


stretched, meant = fit_line((40, 1)), fit_line((40,))
print(f"predictions (40, 1): slope {abs(stretched[0]):.2f}   last loss {stretched[2][-1]:.2f}")
print(f"predictions (40,):   slope {meant[0]:.2f}   last loss {meant[2][-1]:.2f}")
reveal("01.P3", round(stretched[0], 2) + 0.0)
assert abs(stretched[0]) < 0.01 and abs(meant[0] - 3) < 0.3
assert abs(stretched[1] - float(tf.reduce_mean(targets))) < 0.01  # the mean of all targets

# %% tags=["drawing"]
# Drawing
fig, axes = plt.subplots(figsize=(7.5, 4.2), layout="constrained")
axes.plot(x, targets, "o", color="#595959", ms=5, label="the 40 points")
axes.plot(x, meant[0] * x + meant[1], color="#0b4f8a", lw=2.5, label="predictions (40,)")
axes.plot(
    x,
    stretched[0] * x + stretched[1],
    color="#9a3412",
    ls="--",
    lw=2.5,
    label="predictions (40, 1)",
)
axes.set(xlabel="x", ylabel="y", title="The same loss, the same steps, another shape")
axes.legend(loc="upper left")
figure(
    fig,
    alt="Forty points rise from lower left to upper right. The line fitted with predictions of "
    "shape (40,) follows them. The line fitted with shape (40, 1) is flat, at their mean.",
    data={
        "x": x.tolist(),
        "y": targets.numpy().tolist(),
        "line, (40,)": (meant[0] * x + meant[1]).tolist(),
        "line, (40, 1)": (stretched[0] * x + stretched[1]).tolist(),
    },
)

# %% [markdown]
r"""
Each prediction is compared with *every* target. The best answer to all of them at once is their
mean. So the line is flat. No error, no warning.

**Modify.** Change `SHAPE` so that the slope comes near 3. Two shapes in this lesson hold 40
numbers; does a third, `(1, 40)`, work as well? Guess first.
"""

# %%
SHAPE = (40, 1)

print("slope:", round(fit_line(SHAPE)[0], 2) + 0.0)  # + 0.0 turns −0.0 into 0.0
assert abs(fit_line((1, 40))[0] - meant[0]) < 1e-4  # a row meets the row (40,)

# %% [markdown]
r"""
Where shapes *must* be equal, ask for it. The next exercise is a plus that refuses to stretch.
"""

# %% exercise="strict_add"

# %% [markdown]
r"""
## 4. Who sees the change?

`x += 1` looks like a short `x = x + 1`. But an object may do it in another way: write the
result into *itself*. Lists and arrays do. Tensors cannot: nothing can be written into a tensor.
Python then computes `x + 1` and moves the name x to the new tensor.

Below, `b = a` gives the same object a second name. Guess first: what does b hold after
`a += 1`?
"""

# %%
a = np.array([1, 2])
b = a
a += 1
array_names = (a.tolist(), b.tolist(), a is b)

a = tf.constant([1, 2])
b = a
a += 1
tensor_names = (a.numpy().tolist(), b.numpy().tolist(), a is b)

print("array:  a, b =", *array_names[:2], "  one object:", array_names[2])
print("tensor: a, b =", *tensor_names[:2], "  one object:", tensor_names[2])
assert array_names == ([2, 3], [2, 3], True)
assert tensor_names == ([2, 3], [1, 2], False)

# %% tags=["drawing"]
# Drawing
fig, panels = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
arrow = {"arrowstyle": "-|>", "color": "#1a1a1a", "lw": 1.8}
for axes, kind, (of_a, of_b, one) in (
    (panels[0], "NumPy array: written into", array_names),
    (panels[1], "tensor: a new one, and the name moves", tensor_names),
):
    places = {"a": (0, 1), "b": (0, 0)}
    boxes = {"a": (2.2, 0.5), "b": (2.2, 0.5)} if one else {"a": (2.2, 1), "b": (2.2, 0)}
    for name, values in (("a", of_a), ("b", of_b)):
        x0, y0 = places[name]
        x1, y1 = boxes[name]
        new = name == "a"
        axes.text(x0, y0, name, ha="center", va="center", fontsize=17)
        axes.annotate("", (x1 - 0.56, y1), (x0 + 0.15, y0), arrowprops=arrow)
        axes.add_patch(
            plt.Rectangle(
                (x1 - 0.55, y1 - 0.24),
                1.1,
                0.48,
                fc="#ffe08a" if new or one else "white",
                ec="#1a1a1a",
                lw=2.6 if new or one else 1.2,
            )
        )
        axes.text(x1, y1, "  ".join(map(str, values)), ha="center", va="center", fontsize=16)
    notes = [(0.5, "changed: 1 2\nbecame 2 3")] if one else [(1, "new"), (0, "as it was")]
    for height, note in notes:
        axes.text(2.9, height, note, va="center", fontsize=12)
    axes.set(xlim=(-0.3, 4.2), ylim=(-0.45, 1.45), title=kind)
    axes.set_axis_off()
fig.suptitle("after  a += 1", fontsize=13)
figure(
    fig,
    alt="Two panels, after a += 1. For a NumPy array, both names a and b point to one box, which "
    "now holds 2 and 3. For a tensor, a points to a new box with 2 and 3, and b to the old box "
    "with 1 and 2.",
    data={
        "kind": ["array", "tensor"],
        "a": [str(array_names[0]), str(tensor_names[0])],
        "b": [str(array_names[1]), str(tensor_names[1])],
    },
)

# %% [markdown]
r"""
### M03 — Changed for everybody?

> **You may think:** `x += 1` changes x wherever it is used.
>
> **That is not so**, because it hangs on the type. Arrays and lists are written into, and every
> name sees it. For a tensor, `+=` moves one name, and nobody else notices.
>
> **Run this.** A function with `+=`, called with either kind.
"""


# %%
def raise_by_one(z):
    z += 1
    return z


as_array, as_tensor = np.zeros(3), tf.zeros(3)
raise_by_one(as_array)
raise_by_one(as_tensor)
print("the caller's array: ", as_array)
print("the caller's tensor:", as_tensor.numpy())
assert np.all(as_array == 1)  # changed behind the caller's back
assert np.all(as_tensor == 0)  # untouched

# %% [markdown]
r"""
Now you know all that the twelve riddles ask.
"""

# %% exercise="koans"

# %% [markdown]
r"""
## 5. The way back

A layer adds one bias to every row: shapes `(2, 3)` and `(3,)`. What is the gradient for the
bias?

Let the loss have the gradient g for the sum, of the shape `(2, 3)`. Nudge the first bias a
little. *Both* rows move, so the loss moves by both entries of g in that column.

**Predict.** g is 1 everywhere. What is the gradient for the bias? Write a list of three
numbers. How sure are you, from 1 to 5?
"""

# %%
predict("01.P4", ..., confidence=...)


# %%
def bias_gradient(g):
    """The tape's gradient for a bias (3,) that is added to (2, 3), when g arrives at the sum."""
    bias = tf.constant([0.1, 0.2, 0.3])
    with tf.GradientTape() as tape:
        tape.watch(bias)
        total = tf.zeros((2, 3)) + bias
    return tape.gradient(total, bias, output_gradients=g)  # starts the way back with g


for_bias = bias_gradient(tf.ones((2, 3)))
print(for_bias.numpy())
reveal("01.P4", for_bias)
assert for_bias.shape == (3,) and np.all(for_bias == 2)

# %% [markdown]
r"""
What was **copied** on the way forward is **summed** on the way back. Not averaged: each copy
pushes the loss, and the pushes add up. The tape agrees with the small step of lesson 00:
"""

# %%
g = np.array([[1.0, -1.0, 0.5], [2.0, 3.0, -4.0]], "float32")
step = np.float32(1 / 64)
nudges = [np.sum(g * (np.zeros((2, 3), "float32") + step * one)) / step for one in np.eye(3)]
summed = g.sum(axis=0)
assert np.allclose(bias_gradient(g), summed) and np.allclose(nudges, summed)

# %% tags=["drawing"]
# Drawing
fig, panels = plt.subplots(1, 2, figsize=(11.5, 4.2), layout="constrained")
down, up = {"color": "#0b4f8a", "ls": "-"}, {"color": "#9a3412", "ls": "--"}


def row(axes, height, values, label, ground):
    axes.text(-0.7, height, label, ha="right", va="center", fontsize=12)
    for i, value in enumerate(values):
        box = plt.Rectangle((i - 0.45, height - 0.3), 0.9, 0.6, fc=ground, ec="#1a1a1a")
        axes.add_patch(box)
        text = f"{value:g}".replace("-", "−")
        axes.text(i, height, text, ha="center", va="center", fontsize=14)


row(panels[0], 2.4, [0.1, 0.2, 0.3], "bias (3,)", "#fff6d9")
row(panels[0], 0.7, [0.1, 0.2, 0.3], "copy for row 0", "#e3f0fb")
row(panels[0], 0.0, [0.1, 0.2, 0.3], "copy for row 1", "#e3f0fb")
row(panels[1], 2.4, summed, "for the bias (3,)", "#fff6d9")
row(panels[1], 0.7, g[0], "g, row 0", "#fdeadf")
row(panels[1], 0.0, g[1], "g, row 1", "#fdeadf")
for i in range(3):
    forward = {"arrowstyle": "-|>", "lw": 2} | down
    back = {"arrowstyle": "-|>", "lw": 2} | up
    panels[0].annotate("", (i, 1.05), (i, 2.05), arrowprops=forward)
    panels[1].annotate("", (i, 2.05), (i, 1.05), arrowprops=back)
panels[0].text(2.65, 1.55, "copied", va="center", fontsize=13, color="#0b4f8a")
panels[1].text(2.65, 1.55, "summed", va="center", fontsize=13, color="#9a3412")
for axes, title in zip(
    panels, ("forward: one becomes two", "back: two become one"), strict=True
):
    axes.set(xlim=(-2.6, 3.6), ylim=(-0.5, 2.9), title=title)
    axes.set_axis_off()
figure(
    fig,
    alt="Two panels. Forward, a bias of three numbers is copied into two rows. Back, the two rows "
    "of gradients, 1, −1, 0.5 and 2, 3, −4, are summed column by column into three numbers: "
    "3, 2, −3.5.",
    data={
        "column": range(3),
        "bias": [0.1, 0.2, 0.3],
        "g, row 0": g[0].tolist(),
        "g, row 1": g[1].tolist(),
        "gradient for the bias": summed.tolist(),
    },
)

# %% [markdown]
r"""
The same holds for an axis of size 1. Whatever was stretched is summed over, and the gradient
has the shape of the operand.
"""

# %% exercise="unbroadcast"

# %% [markdown]
r"""
## 6. Bug hunt

Two pieces of code, each with one bug of this lesson. They are extra: no points, the same
advice.
"""

# %% exercise="fix_1"

# %% exercise="fix_2"

# %% [markdown]
r"""
## Exit quiz

Three questions. Put a letter in the place of each `...`.
"""

# %%
quiz("01.exit", answers=[..., ..., ...])

# %% [markdown]
r"""
## What you now know

- The types decide: two lists join; with one array or tensor among them, `+` adds.
- Shapes are compared from the right. A 1, or a missing axis, is stretched.
- Stretching is silent. `(n,)` with `(n, 1)` gives `(n, n)`.
- `+=` writes into lists and arrays. For a tensor it moves one name.
- Copied forward, summed back.

**To read on:** in NumPy's user guide, "Broadcasting"; in TensorFlow's guide "Introduction to
Tensors", the part on broadcasting.

**Next:** lesson 02 brings values that *can* be written into: variables.
"""

# %%
progress()
