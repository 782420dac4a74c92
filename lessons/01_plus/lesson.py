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
from autograder.pictures import BLUE, CREAM, ROSE, RUST, SKY, WHITE, YELLOW, Sheet
from autograder.pictures import align_shapes, diagrams, outcome_table, plot_curves, plot_points
from autograder.pictures.residual_block_numbers import block_numbers
from autograder.pictures.returning_picture import picture_alt, picture_data, returning_picture
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

One small sign; the whole block depends on it. So what exactly does it do?
"""

# %% tags=["drawing"]
figure(returning_picture(lit=1), alt=picture_alt(1), data=picture_data())

# %% tags=["drawing"]
# Proof
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
SIGNS = {"joins": ("⋈ joins\n", CREAM), "adds": ("+ adds\n", SKY)}
SIGNS |= {"or": ("∨ or\n", CREAM), "error": ("✗ error\n", ROSE)}
sheet = Sheet(1, 2, size=(12.5, 4.6), widths=(4, 3.4))
titles = ("left: [1, 2] or 1     top: [3, 4] or 3", "other numbers, and text")
for axes, title, found in zip(sheet.axes, titles, (by_type, by_dtype)):
    cells = {k: (word, v.replace("Argument", "Argument-\n")) for k, (word, v) in found.items()}
    outcome_table(axes, cells, SIGNS, title=title)
sheet.panel.set_ylabel("left operand")
figure(
    sheet,
    alt="Two tables of what + does. First: list, array, tensor and number on the left and on the "
    "right. Only list + list joins. List with number is an error. All other pairs add. Second: "
    "1 + 0.5 adds in Python and NumPy and is an error in TensorFlow. Texts join everywhere. "
    "True + True is 2 in Python, True in NumPy and an error in TensorFlow.",
    data={"operands": [*map(" + ".join, by_type), *map(", ".join, by_dtype)]}
    | dict(zip(("what happens", "result"), zip(*(by_type | by_dtype).values()))),
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
sheet = Sheet(1, 3, size=(11.5, 3.9), beneath="dashed: a missing axis, which counts as 1")
for axes, (a, b) in zip(sheet.axes, examples):
    align_shapes(axes, a, b)
figure(
    sheet,
    alt="Three sums of shapes, written flush right, axis beneath axis. (4, 1, 3) and (2, 3) give "
    "(4, 2, 3). (3,) and (3, 1) give (3, 3). (2, 3) and (2,) do not fit, for 3 meets 2. Dashed "
    "boxes hold a 1 where an axis is missing.",
    data={"a": [str(a) for a, _ in examples], "b": [str(b) for _, b in examples]}
    | {"a + b": [str(total or "error") for total in examples.values()]},
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
sizes = [f"{v:.0f}" for v in y]  # of the predictions as well
cells = {(sizes[i], sizes[j]): (i == j, gap[i, j]) for i, j in np.ndindex(4, 4)}
sheet, meant_or_not = Sheet(size=(6.6, 5.0)), {True: ("", SKY), False: ("", ROSE)}
outcome_table(sheet, cells, meant_or_not, cell=(1, 1), framed=(True,), fontsize=15)
sheet.panel.set(xlabel="y, shape (4,): a row", ylabel="prediction, shape (4, 1): a column")
sheet.panel.set_aspect("equal")
note = "thick frame:\nthe 4 that\nwere meant\n\nthe other 12:\nstretching"
sheet.panel.text(3.75, 1.5, note, va="center")
figure(
    sheet,
    alt="A grid of sixteen differences: each y, along the top, minus each prediction, down the "
    "side. The four on the diagonal, in thick frames, are zero: they were meant. The other "
    "twelve are not zero; they come from stretching.",
    data={"prediction": sizes} | {f"y = {v}": gap[:, j] for j, v in enumerate(sizes)},
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
sheet = Sheet(size=(7.5, 4.2), title="The same loss, the same steps, another shape")
plot_points(sheet, x, targets, "the 40 points")
fits = {"predictions (40,)": meant, "predictions (40, 1)": stretched}
lines = {name: slope * x + shift for name, (slope, shift, _) in fits.items()}
plot_curves(sheet, x, lines, markers=False, legend="upper left", xlabel="x", ylabel="y")
figure(
    sheet,
    alt="Forty points rise from lower left to upper right. The line fitted with predictions of "
    "shape (40,) follows them. The line fitted with shape (40, 1) is flat, at their mean.",
    data={"x": x, "y": targets.numpy()} | lines,
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
sheet = Sheet(1, 2, size=(10, 3.6), title="after  a += 1")
titles = ("NumPy array: written into", "tensor: a new one, and the name moves")
array, tensor = diagrams(sheet, titles, (-0.3, 4.2), (-0.45, 1.45))
new = {"size": (1.1, 0.48), "fill": YELLOW, "fontsize": 16, "width": 2.6}
one = array.box("{}  {}".format(*array_names[0]), (2.2, 0.5), **new)
first = tensor.box("{}  {}".format(*tensor_names[0]), (2.2, 1), **new)
old = tensor.box("{}  {}".format(*tensor_names[1]), (2.2, 0), (1.1, 0.48), fontsize=16)
for d, of_a, of_b in ((array, one, one), (tensor, first, old)):
    d.arrow(d.text("a", (0, 1), fontsize=17), of_a, width=1.8)
    d.arrow(d.text("b", (0, 0), fontsize=17), of_b, width=1.8)
array.text("changed: 1 2\nbecame 2 3", (2.9, 0.5), align="left")
tensor.text("new", (2.9, 1), align="left"), tensor.text("as it was", (2.9, 0), align="left")
figure(
    sheet,
    alt="Two panels, after a += 1. For a NumPy array, both names a and b point to one box, which "
    "now holds 2 and 3. For a tensor, a points to a new box with 2 and 3, and b to the old box "
    "with 1 and 2.",
    data={"kind": ["array", "tensor"]}
    | {name: [str(array_names[k]), str(tensor_names[k])] for k, name in enumerate("ab")},
)

# %% [markdown]
r"""
### M03 — Changed for everybody?

> **You may think:** `x += 1` changes x wherever it is used.
>
> **That is not so**, because it depends on the type. Arrays and lists are written into, and every
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
sheet, bias = Sheet(1, 2, size=(11.5, 4.2)), [0.1, 0.2, 0.3]
titles = ("forward: one becomes two", "back: two become one")
forward, back = diagrams(sheet, titles, (-2.6, 3.6), (-0.5, 2.9))
starts = forward.cells(bias, (0, 2.4), fill=CREAM, label="bias (3,)")
sums = back.cells(summed, (0, 2.4), fill=CREAM, label="for the bias (3,)")
for row, height in ((1, 0.0), (0, 0.7)):
    copies = forward.cells(bias, (0, height), fill=SKY, label=f"copy for row {row}")
    parts = back.cells(g[row], (0, height), fill=ROSE, label=f"g, row {row}")
for i in range(3):
    forward.arrow(starts[i], copies[i], color=BLUE)
    back.arrow(parts[i], sums[i], color=RUST, dashed=True)
forward.text("copied", (2.65, 1.55), color=BLUE, align="left")
back.text("summed", (2.65, 1.55), color=RUST, align="left")
figure(
    sheet,
    alt="Two panels. Forward, a bias of three numbers is copied into two rows. Back, the two rows "
    "of gradients, 1, −1, 0.5 and 2, 3, −4, are summed column by column into three numbers: "
    "3, 2, −3.5.",
    data={"column": range(3), "bias": bias}
    | {"g, row 0": g[0], "g, row 1": g[1], "gradient for the bias": summed},
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
