# %% [markdown]
r"""
# 05 — Merging: Add is not +, Concatenate is not Add

**75 minutes** in two sittings. The first, "Add and +", takes about 45: 10 to read, 2 predictions,
5 quiz questions (a minute each), and 27 for three core exercises. The second, "Add and
Concatenate", takes about 30: 7 to read, 3 predictions, 3 questions, and 17 for two core
exercises. An appendix is optional.

At the end you can

1. show by experiment that `+` and `Add` pass back the same gradients;
2. predict what a merge layer accepts, and which shape and which numbers come out;
3. find an addition in a model, in its summary and in its saved file;
4. write `Concatenate` and a `Dense` as a sum of two products, and `Add` as a special case;
5. say what a merge costs, and in which layer you pay.

**Not here:** what makes shapes match (lesson 06); why a deep network needs a sum (lessons 07 and
08).

**You need** lesson 01 (broadcasting, summing a gradient back), lesson 03 (who owns a weight) and
lesson 04 (counting parameters).
"""

# %% tags=["setup"]
from autograder import check, figure, hint, open_lesson, predict
from autograder import progress, quiz, reveal, solution
from autograder.pictures import BLUE, CREAM, DASHED, INK, QUIET, SKY, SOLID, YELLOW, Sheet
from autograder.pictures import compare_curves, diagrams, number_grids, outcome_table
from autograder.pictures import plot_bars, plot_curves
from autograder.pictures.residual_block_numbers import block_numbers
from autograder.pictures.returning_picture import picture_alt, picture_data, returning_picture
import keras
import numpy as np
import tensorflow as tf
import matplotlib.pyplot as plt

tf.get_logger().setLevel("ERROR")  # TensorFlow's notes for engineers stay silent
open_lesson("05_merging")

# %% [markdown]
r"""
## The picture that returns

Today the plus is lit. Two streams of numbers meet there: F(x) = (1, −1) from the branch, and
x = (1, 2) from the shortcut. Their sum (2, 1) goes on.

On the way back, the gradient (1, −1) arrives at the plus. It leaves *twice*, once for each
stream, unchanged.

A place where streams meet is a **merge**. The plus is one kind. Which others are there, and what
does each do to the numbers, the gradients and the weights?
"""

# %% tags=["drawing"]
figure(returning_picture(lit=5), alt=picture_alt(5), data=picture_data())

# %% tags=["drawing"]
# Proof
numbers = block_numbers()
assert np.array_equal(numbers.total, numbers.x + numbers.residual)
assert numbers.d_total.tolist() == [1, -1]

# %% [markdown]
r"""
## Before you begin

Five questions on earlier lessons, from memory. No points.
"""

# %%
quiz("05.retrieval", answers=[..., ..., ..., ..., ...])

# %% [markdown]
r"""
# First sitting: Add and +

## 1. A chain and a diamond

Most models so far were **chains**: each layer takes what the one before returns. Keras has
`Sequential` for them.

A merge needs another form. The stream forks, runs along two paths, and meets again: a
**diamond**. Here the same two `Dense` layers stand in either form.
"""

# %%
inputs = keras.Input((4,))
h = keras.layers.Dense(16, activation="relu", name="first")(inputs)
f = keras.layers.Dense(16, activation="relu", name="second")(h)
chain = keras.Model(inputs, f)
diamond = keras.Model(inputs, h + f)  # h is used twice: for f, and for the sum

assert chain.count_params() == diamond.count_params() == 4 * 16 + 16 + 16 * 16 + 16

# %% tags=["drawing"]
sheet = Sheet(1, 2, size=(11, 3.3))
titles = ["chain: one arrow into each layer", "diamond"]
left, right = diagrams(sheet, titles, (-0.3, 6.3), (-0.7, 1.6), equal=True, fontsize=13)
for d in (left, right):
    first = d.box("first", (1.3, 0), (1.1, 0.56), SKY, width=1.5)
    second = d.box("second", (3.3, 0), (1.1, 0.56), SKY, width=1.5)
    d.chain(d.text("x", (0, 0)), first, second)
plus = right.plus((4.85, 0), diameter=32, fill=CREAM, fontsize=17)
left.arrow(second, (5.6, 0))
right.chain(second, plus, (5.9, 0))
right.line((2.3, 0), (2.3, 1.05), (4.85, 1.05), plus, head=True)
right.text("h, a second time", (3.5, 1.3), fontsize=12)
sources = {"first": "x", "second": "first", "+ (diamond only)": "first and second"}
figure(
    sheet,
    alt="Left a chain: x, first, second, each with one arrow into it. Right a diamond: what the "
    "layer first returns goes to the layer second and, along a second path above it, to a plus, "
    "where both meet.",
    data={"into": sources, "arrows come from": sources.values()},
)

# %% [markdown]
r"""
A `Sequential` hands one tensor to each layer. Put `keras.layers.Add` into it, and the layer gets
no list to sum. Keras refuses.
"""

# %%
refused = ""
try:
    keras.Sequential([keras.Input((4,)), keras.layers.Dense(4), keras.layers.Add()])
except ValueError as error:
    refused = str(error)
print(refused[:62])
assert "should be called on a list of inputs" in refused

# %% [markdown]
r"""
## 2. Does + cut the gradient?

There are two ways to write the diamond's sum: the operator `h + f`, and the layer
`keras.layers.Add()([h, f])`. On many pages you can read that only the layer is safe: with `+`,
so they say, the gradient is lost or the net trains badly.

That can be tested. Below, one net is made twice from the same seed. One has `+`, the other `Add`.
"""

# %%
draw = np.random.default_rng(5)
x = draw.normal(size=(256, 4)).astype("float32")
y = (x**2).sum(axis=1, keepdims=True)


def plus(a, b):
    return a + b


def add(a, b):
    return keras.layers.Add()([a, b])


def net(merge):
    """A small diamond, always with the same start weights."""
    keras.utils.set_random_seed(5)
    inputs = keras.Input((4,))
    h = keras.layers.Dense(16, activation="relu")(inputs)
    f = keras.layers.Dense(16, activation="relu")(h)
    model = keras.Model(inputs, keras.layers.Dense(1)(merge(h, f)))
    model.compile(keras.optimizers.SGD(0.01), "mse")
    return model


# %% [markdown]
r"""
**Predict.** Both nets are trained for 20 epochs. How do the two lists of losses differ: `'not'`
(equal to the last bit), `'little'` (by rounding) or `'much'`? Say how sure you are, from 1 to 5.
"""

# %%
predict("05.P1", ..., confidence=...)

# %%
losses = {}
for name, merge in (("+", plus), ("Add", add)):
    history = net(merge).fit(x, y, epochs=20, batch_size=32, verbose=0)
    losses[name] = np.array(history.history["loss"])

difference = losses["+"] - losses["Add"]
print("last loss:", losses["+"][-1], losses["Add"][-1])
print("largest difference:", np.abs(difference).max())
largest = np.abs(difference).max()
reveal("05.P1", "not" if largest == 0 else "little" if largest < 1e-3 else "much")
assert largest == 0 and losses["+"][-1] < 0.2 * losses["+"][0]

# %% tags=["drawing"]
epochs, lines = np.arange(1, 21), {"with +": losses["+"], "with Add": losses["Add"]}
look = {"title": "One curve lies on the other", "xlabel": "epoch", "ylabel": "training loss"}
sheet = compare_curves(epochs, lines, size=(8.5, 4.8), **look)
sheet.axes[1].set(ylim=(-1, 1), yticks=(-1, 0, 1), xticks=(1, 5, 10, 15, 20))
sheet.axes[1].text(20, 0.35, "exactly 0 in each epoch", ha="right")
figure(
    sheet,
    alt="Above, the training losses of the net with + and of the net with Add over 20 epochs: one "
    "falling curve lies exactly on the other. Beneath, their difference, which is 0 in each epoch.",
    data={"epoch": epochs} | losses | {"difference": difference},
)

# %% [markdown]
r"""
### Folklore — No layer, hence no gradient?

> **You may think:** `+` cuts the gradient; only `Add` connects it.
>
> **That is not so**, because the layer computes its sum by the same operation. Look for the place
> where TensorFlow adds, and you find `AddV2` both times. The tape records *operations*; whether a
> layer called them does not matter.
>
> **Run this.** The gradients of all six weights, from a net with `+` and from one with `Add`.
"""


# %%
def gradients(model):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(x) - y) ** 2)
    return tape.gradient(loss, [w.value for w in model.trainable_weights])


for by_plus, by_add in zip(gradients(net(plus)), gradients(net(add)), strict=True):
    assert by_plus is not None and np.array_equal(by_plus, by_add)


def operations(merge):
    traced = tf.function(merge, autograph=False).get_concrete_function(tf.zeros(2), tf.ones(2))
    return [op.type for op in traced.graph.get_operations()]


assert operations(plus).count("AddV2") == operations(add).count("AddV2") == 1

# %% [markdown]
r"""
So what does cut a gradient? Leaving TensorFlow does, and so does a step without a slope. Below
are seven lines with a Keras weight `w`. **Guess first:** for which of them does the tape return
`None`?
"""

# %%
w = keras.Variable([2.0])
ones = np.ones(1, "float32")  # an array of NumPy
LINES = {
    "w + 1.0": lambda: w + 1.0,
    "w + ones": lambda: w + ones,
    "ones + w": lambda: ones + w,
    "keras.layers.Add()([w, w])": lambda: keras.layers.Add()([w, w]),
    "tf.constant(w.numpy())": lambda: tf.constant(w.numpy()),
    "tf.stop_gradient(w)": lambda: tf.stop_gradient(w.value),
    "tf.cast(w, tf.int32)": lambda: tf.cast(tf.cast(w.value, tf.int32), tf.float32),
}
arrives = {}
for line, compute in LINES.items():
    with tf.GradientTape() as tape:
        result = tf.reduce_sum(compute())
    arrives[line] = tape.gradient(result, w.value) is not None
assert [line for line, good in arrives.items() if good] == [*LINES][:2] + [*LINES][3:4]


# %% tags=["drawing"]
words = {True: "arrives", False: "None"}
cells = {(line, "the gradient of w"): (good, words[good]) for line, good in arrives.items()}
figure(
    outcome_table(Sheet(size=(7, 4)), cells, dashed=(False,)),
    alt="A list of seven lines. The gradient arrives for w + 1.0, w + ones and the layer Add. It is "
    "None for ones + w, tf.constant(w.numpy()), tf.stop_gradient(w) and the cast to whole numbers.",
    data={"line": arrives, "gradient": [words[good] for good in arrives.values()]},
)

# %% [markdown]
r"""
The third line is the grain of truth: **a NumPy array on the left of a Keras weight**. Python asks
the left operand first. NumPy reads the weight as mere numbers and returns an array, and the tape
sees nothing.

By hand you get no error, only `None`. Inside `fit` the line fails. Put the weight on the left, or
make the array a tensor. A `tf.Variable` is safe on either side: it tells NumPy to step back, and
a Keras weight does not.

The last three lines have nothing to do with sums. `w.numpy()` takes the value out of TensorFlow's
sight, `stop_gradient` is there to cut, and a whole number has no slope.
"""

# %%
assert type(ones + w) is np.ndarray and isinstance(w + ones, tf.Tensor)
assert isinstance(tf.constant(ones) + w, tf.Tensor)
assert isinstance(ones + tf.Variable(2.0), tf.Tensor)


class Offset(keras.layers.Layer):
    def build(self, input_shape):
        self.w = self.add_weight(shape=(), initializer="ones")

    def call(self, inputs):
        return inputs + (ones + self.w)


model = keras.Sequential([keras.Input((4,)), Offset()])
model.compile("sgd", "mse")
failed = False
try:
    model.fit(x, x, verbose=0)
except NotImplementedError:
    failed = True
assert failed

# %% [markdown]
r"""
## 3. What each one takes

If the gradients agree, are `+` and `Add` the same? Not at all. They differ in what they take, and
in how they line up shapes.

Read the table row by row. Each cell was measured, with the shapes at its left. `Concatenate` is
there for comparison; it comes in the second sitting.
"""


# %%
def concatenate(a, b):
    return keras.layers.Concatenate()([a, b])


PAIRS = {
    "(2, 3) and (2, 3)": (tf.zeros((2, 3)), tf.zeros((2, 3))),
    "(2, 3) and (2, 1)": (tf.zeros((2, 3)), tf.zeros((2, 1))),
    "two batches: (2, 3) and (1, 3)": (tf.zeros((2, 3)), tf.zeros((1, 3))),
    "two ranks: (5, 4, 3) and (5, 3)": (tf.zeros((5, 4, 3)), tf.zeros((5, 3))),
    "two ranks: (3, 3, 4) and (3, 4)": (tf.zeros((3, 3, 4)), tf.zeros((3, 4))),
    "a tensor and a number: (2, 3) and 1.0": (tf.zeros((2, 3)), 1.0),
    "int32 and float32, (2, 3) both": (tf.zeros((2, 3), tf.int32), tf.zeros((2, 3))),
    "lists: [1, 2] and [3, 4]": ([1, 2], [3, 4]),
}


def outcome(merge, pair):
    try:
        result = merge(*pair)
    except (ValueError, TypeError, tf.errors.InvalidArgumentError):
        return False, "error"
    return True, "joins them" if isinstance(result, list) else f"{tuple(result.shape)}"


taken = {
    row: [outcome(merge, pair) for merge in (plus, add, concatenate)]
    for row, pair in PAIRS.items()
}
accepted = [[good for good, _ in cells] for cells in taken.values()]
assert [row[2] for row in accepted] == [True, True, False, False, False, False, True, False]
assert [row[0] for row in accepted] == [True, True, True, False, True, True, False, True]
assert [row[1] for row in accepted] == [True, True, False, True, True, False, True, False]

# %% tags=["drawing"]
ways = ["+", "Add", "Concatenate"]
cells = {(pair, way): cell for pair in taken for way, cell in zip(ways, taken[pair])}
figure(
    outcome_table(Sheet(size=(10.5, 4.8)), cells, dashed=(False,)),
    alt="A table of eight pairs. + takes all but (5, 4, 3) with (5, 3), and whole numbers with "
    "floats; lists it joins. Add refuses two batch sizes, a plain number and lists, and takes the "
    "other five. Concatenate takes equal shapes, (2, 3) with (2, 1), and whole numbers with floats.",
    data={"pair": taken} | {way: [cells[pair, way][1] for pair in taken] for way in ways},
)

# %% [markdown]
r"""
**Investigate.** Find the rows in which `+` and `Add` disagree. There are five of them, and the
disagreement goes both ways. `+` takes two batch sizes, plain numbers, and lists, which it joins
(lesson 01). `Add` takes two ranks that `+` refuses, and it converts whole numbers to floats, which
`+` leaves to you.

Three rules explain the column of `Add`:

1. It takes a **list of tensors**: no plain numbers, no nested lists of numbers.
2. The first axis is the **batch**. Known batch sizes must be equal; a 1 is not stretched.
3. If ranks differ, the missing axes are put in **right behind the batch**, not in front.

The third rule has a consequence. In the fifth row both take the shapes `(3, 3, 4)` and `(3, 4)`,
and the results have the same shape. But have they the same numbers?

**Predict.** `big` has the shape `(3, 3, 3)` and holds zeros. `small` has the shape `(3, 3)` and
holds 0 to 8. Compared to `big + small`, what does `Add` give: the `'same'` numbers, `'other'`
numbers, or an `'error'`? Say how sure you are, from 1 to 5.
"""

# %%
predict("05.P2", ..., confidence=...)

# %%
big = tf.zeros((3, 3, 3))
small = tf.reshape(tf.range(9.0), (3, 3))
by_plus, by_add = big + small, add(big, small)
reveal("05.P2", "same" if np.array_equal(by_plus, by_add) else "other")

# %% tags=["drawing"]
results = {"+": by_plus, "Add": by_add}
samples = {f"{name}, sample {s}": results[name][s] for name in results for s in range(3)}
figure(
    number_grids(samples.items(), "g", size=(9, 5.8), rows=2, span=(0, 16), fontsize=15),
    alt="Two rows of three tables. With +, each of the three samples shows all of small, the rows "
    "0 1 2, 3 4 5 and 6 7 8. With Add, sample 0 shows the row 0 1 2 three times, sample 1 the row "
    "3 4 5, and sample 2 the row 6 7 8.",
    data={"sample, row, column": [f"{s}, {i}, {j}" for s, i, j in np.ndindex(3, 3, 3)]}
    | {name: np.ravel(result) for name, result in results.items()},
)

# %% [markdown]
r"""
### M13 — One sum, hence one operation?

> **You may think:** `Add` and `+` are one operation, written in two ways.
>
> **That is not so**, because they line up ranks differently. For `+`, the missing axis of `small`
> stands in front: every sample gets the whole of `small`. For `Add`, axis 0 is the batch in both
> tensors: sample 0 gets row 0, sample 1 gets row 1. The shapes agree, so nobody complains.
>
> **Run this.** Inside a model it is worse. The batch size is not known when the model is built,
> so both are built. Then `+` mixes samples at a batch of 3, and fails at a batch of 2. `Add` is
> right at both.
"""

# %%
assert by_plus.shape == by_add.shape == (3, 3, 3)
assert np.array_equal(by_plus[0], small)  # the whole of it
assert np.array_equal(by_add[0], [small[0]] * 3)  # its row 0, three times

rows, vectors = keras.Input((3, 3)), keras.Input((3,))
with_plus = keras.Model([rows, vectors], rows + vectors)
with_add = keras.Model([rows, vectors], add(rows, vectors))
for size in (3, 2):
    batch = [np.zeros((size, 3, 3)), np.arange(3.0 * size).reshape(size, 3)]
    assert np.array_equal(with_add(batch)[1], [batch[1][1]] * 3)  # sample 1 gets its own vector
    try:
        mixed = with_plus(batch)
        print(f"batch of {size}: + gives sample 1", np.ravel(mixed[1]))
        assert not np.array_equal(mixed[1], [batch[1][1]] * 3)
    except tf.errors.InvalidArgumentError:
        print(f"batch of {size}: + ends in an error")
        assert size == 2

# %% [markdown]
r"""
### M14 — A layer, hence a check?

> **You may think:** `Add` checks the shapes, so if a model is built, its sums are the sums you
> meant.
>
> **That is not so**, because `Add` refuses only what it cannot stretch. An image with one channel
> fits one with 32, and a picture of one pixel fits a picture of any size.
>
> **Run this.** Two images pass, and neither sum is what a residual block means.
"""

# %%
image = draw.normal(size=(2, 8, 8, 1)).astype("float32")
deep = tf.ones((2, 8, 8, 32))
pixel = tf.ones((2, 1, 1, 32))
assert add(image, deep).shape == add(deep, pixel).shape == (2, 8, 8, 32)
assert np.array_equal(add(image, deep), np.repeat(image, 32, axis=-1) + 1)  # 32 copies

refused = False
try:
    add(deep, tf.ones((2, 6, 6, 32)))  # what cannot be stretched is refused
except ValueError:
    refused = True
assert refused

# %% [markdown]
r"""
In the first sum, each of the 32 channels got the same image. No error, no warning: the network is
simply not the one you meant.

If you want equal shapes, ask for them yourself: `assert a.shape == b.shape`.

**Modify.** Change `SHAPE` to three other shapes and run the cell again, each time after a guess:
`(4, 1)`, `(4, 5, 3)`, `(1, 3)`.
"""

# %%
SHAPE = (4, 3)

print("+  ", outcome(plus, (tf.zeros((4, 3)), tf.zeros(SHAPE))))
print("Add", outcome(add, (tf.zeros((4, 3)), tf.zeros(SHAPE))))

# %% exercise="merge_shape"

# %% exercise="my_add"

# %% [markdown]
r"""
## 4. Where it shows

In a model, where can you *see* the addition? A model has two lists. `model.layers` holds the
layers. `model.operations` holds **all** its steps, and a plain `+` is a step, but no layer.

The table is measured on the two nets of section 2.
"""

# %%
import pathlib
import tempfile

folder = pathlib.Path(tempfile.mkdtemp())


def shown(merge):
    """Where the addition of this net can be seen."""
    model = net(merge)
    lines = []
    model.summary(print_fn=lines.append)
    (node,) = [step for step in model.operations if type(step).__name__ == "Add"]
    path = folder / "model.keras"
    model.save(path)
    loaded = keras.models.load_model(path)
    steps = [step["class_name"] for step in model.get_config()["layers"]]
    try:
        found = model.get_layer(node.name) is node
    except ValueError:
        found = False
    return {
        "in model.operations": node in model.operations,
        "in model.layers": node in model.layers,
        "found by model.get_layer(name)": found,
        "a row in model.summary()": "(Add)" in "".join(lines),
        "a step in the saved .keras file": "Add" in steps,
        "loaded: the same numbers": np.array_equal(loaded(x), model(x)),
    }


seen = {"+": shown(plus), "Add": shown(add)}
assert list(seen["+"].values()) == [True, False, False, True, True, True]
assert all(seen["Add"].values())

# %% tags=["drawing"]
words = {True: "yes", False: "no"}
cells = {
    (place, m): (seen[m][place], words[seen[m][place]]) for place in seen["+"] for m in seen
}
figure(
    outcome_table(Sheet(size=(8, 3.9)), cells, dashed=(False,)),
    alt="A table of six places. The layer Add is seen in all six. The operator + is seen in "
    "model.operations, in the summary and in the saved file, and the loaded model gives the same "
    "numbers; it is neither in model.layers nor found by get_layer.",
    data={"place": seen["+"]} | {m: [str(v) for v in seen[m].values()] for m in seen},
)

# %% [markdown]
r"""
So a model with `+` is whole: it trains, it can be saved, and it can be loaded. The difference is
one of *handling*. A layer can get a name of your choice, and `get_layer` finds it. The summary
prints both alike, as `(Add)`, so the summary does not tell them apart.

Which one should you take? For two tensors of equal shape, either. `Add` keeps samples apart when
ranks differ, it can be named, and it is found again. `+` is shorter, and takes plain numbers. The
appendix has three more differences. None of them is about gradients.
"""

# %%
named = keras.layers.Add(name="meeting")
left, right = keras.Input((4,)), keras.Input((4,))
assert keras.Model([left, right], named([left, right])).get_layer("meeting") is named

# %% [markdown]
r"""
One trap remains, and it is an old friend from lesson 03. If the other operand of `+` is a
*variable*, the model takes its value along, but not the variable. No layer owns it, so it is on
nobody's list. The model adds it in each call, and never trains it. A weight belongs into a layer.
"""

# %%
shift = keras.Variable([1.0, 1.0, 1.0, 1.0])
inputs = keras.Input((4,))
shifted = keras.Model(inputs, inputs + shift)

assert np.allclose(shifted(x), x + 1)  # it is added,
assert len(shifted.weights) == 0  # and belongs to nobody

# %% [markdown]
r"""
Now a bug of the kind for which `+` often gets the blame. Before you mend it, find out what was
added to what.
"""

# %% exercise="fix_1"

# %% [markdown]
r"""
Two more bug hunts, both extra.
"""

# %% exercise="fix_2"

# %% exercise="fix_3"

# %% [markdown]
r"""
# Second sitting: Add and Concatenate

## 5. Two ways to meet

**Concatenate** puts one tensor behind the other along one axis, by default the last. The sizes on
that axis are summed; all others must be equal.

`Add` keeps the shape and mixes the numbers. `Concatenate` keeps the numbers and widens the shape.
We write `[x; y]` for x with y behind it.

The order decides where each number stands, not how many there are.
"""

# %%
a = draw.normal(size=(256, 4)).astype("float32")
b = draw.normal(size=(256, 4)).astype("float32")
joined = concatenate(a, b)

assert add(a, b).shape == (256, 4) and joined.shape == (256, 8)
assert np.array_equal(joined[:, :4], a) and np.array_equal(joined[:, 4:], b)  # all still there
assert concatenate(b, a).shape == joined.shape
assert keras.layers.Concatenate(axis=1)([tf.zeros((2, 4, 3)), tf.zeros((2, 6, 3))]).shape == (
    2,
    10,
    3,
)

# %% [markdown]
r"""
**What is kept, what is lost.** After `Concatenate` each input can still be read off. After `Add` it
cannot: 1 + 4 and 2 + 3 are both 5. Two inputs with n numbers each hold 2n numbers, and their sum
holds only n.

How much is lost? Try to get x and y back from the merge, by the best linear formula there is
(*least squares*). From the joined tensor they come back exactly. From the sum, half of their
variance stays unexplained.
"""

# %%
both = np.concatenate([a, b], axis=1)
assert np.allclose(add(a, b), add(a - 1, b + 1), atol=1e-5)  # who brought what?


def lost(seen):
    """The part of the variance of x and y that no linear formula of ``seen`` gives back."""
    formula, *_ = np.linalg.lstsq(seen, both, rcond=None)
    return np.var(both - seen @ formula) / np.var(both)


print("lost by Concatenate:", round(float(lost(joined.numpy())), 3))
print("lost by Add:        ", round(float(lost(add(a, b).numpy())), 3))
assert lost(joined.numpy()) < 1e-6 and 0.4 < lost(add(a, b).numpy()) < 0.6

# %% [markdown]
r"""
That is no reason to avoid `Add`. A network may learn to send only what may be mixed. But it is a
reason to know which of the two you have.

**Going back.** Let a gradient g arrive at the merge. `Add` hands the same g to both. `Concatenate`
cuts g into slices, and each input gets its own.
"""

# %%
for merge in (add, concatenate):
    first, second = tf.constant(a), tf.constant(b)
    with tf.GradientTape() as tape:
        tape.watch([first, second])
        out = merge(first, second)
    g = draw.normal(size=out.shape).astype("float32")
    to_first, to_second = tape.gradient(out, [first, second], output_gradients=g)
    if merge is add:
        assert np.array_equal(to_first, g) and np.array_equal(to_second, g)
    else:
        assert np.array_equal(to_first, g[:, :4]) and np.array_equal(to_second, g[:, 4:])

# %% [markdown]
r"""
Keras has five more elementwise merges: `Subtract`, `Multiply`, `Average`, `Maximum` and
`Minimum`. Their shapes follow the rules of `Add`. (`Subtract` takes exactly two inputs.) Their
gradients differ from kind to kind. Ask for each: if one number of x rises a little, what does the
output do? Work them out.
"""

# %%
names = ("Subtract", "Multiply", "Average", "Maximum", "Minimum")
for pair in list(PAIRS.values())[:5]:
    for name in names:
        merge = getattr(keras.layers, name)()
        assert outcome(lambda p, q, merge=merge: merge([p, q]), pair) == outcome(add, pair)

three = [tf.ones((2, 3))] * 3
assert keras.layers.Average()(three).shape == (2, 3)
refused = False
try:
    keras.layers.Subtract()(three)
except ValueError:
    refused = True
assert refused

# %% exercise="merge_gradients"

# %% [markdown]
r"""
**Predict.** `keras.layers.Add()` is called on two tensors with 64 channels each. How many numbers
does it train?
"""

# %%
predict("05.P3", ...)

# %%
merges = [
    layer()
    for layer in (
        keras.layers.Add,
        keras.layers.Subtract,
        keras.layers.Multiply,
        keras.layers.Average,
        keras.layers.Maximum,
        keras.layers.Minimum,
        keras.layers.Concatenate,
    )
]
for layer in merges:
    layer([tf.ones((2, 64)), tf.ones((2, 64))])
reveal("05.P3", merges[0].count_params())

# %% [markdown]
r"""
### M15 — A layer, hence it learns?

> **You may think:** `Add` learns how much to take of each input.
>
> **That is not so**, because it has no weights. Each input counts once, before training and after
> it. The layers *before* the merge can learn to send larger or smaller numbers.
>
> **Run this.** No merge layer has a weight. And in a net that has been trained, `Add` still gives
> the plain sum.
"""

# %%
assert [layer.count_params() for layer in merges] == [0] * 7

trained = net(add)
trained.fit(x, y, epochs=3, verbose=0)
(merge,) = [layer for layer in trained.layers if isinstance(layer, keras.layers.Add)]
assert np.array_equal(merge([a, b]), a + b)

# %% [markdown]
r"""
## 6. What the next layer makes of it

How different are the two, really? Look at the layer that follows. A `Dense` without bias
multiplies what it gets by a kernel W. For `[x; y]` its kernel has twice as many rows. Cut it in
two: the upper half $W_1$ meets x, the lower half $W_2$ meets y. So

$$[x; y] \cdot W = x \cdot W_1 + y \cdot W_2$$

If both halves are equal, $W_1 = W_2 = W$, this is $x W + y W = (x + y) W$. That is `Add` and the
same `Dense`! So **`Add` is the case of `Concatenate` in which the halves are tied**: each channel
of x is treated as the same channel of y.
"""


# %%
def merged(merge):
    """Two inputs, a merge, and a Dense(3) without bias."""
    keras.utils.set_random_seed(6)
    left, right = keras.Input((4,)), keras.Input((4,))
    dense = keras.layers.Dense(3, use_bias=False)
    model = keras.Model([left, right], dense(merge(left, right)))
    model.compile(keras.optimizers.SGD(0.05), "mse")
    return model, dense


adding, dense_add = merged(add)
joining, dense_join = merged(concatenate)
assert dense_add.kernel.shape == (4, 3) and dense_join.kernel.shape == (8, 3)

kernel = dense_join.kernel.numpy()
assert np.allclose(joining([a, b]), a @ kernel[:4] + b @ kernel[4:], atol=1e-5)

tied = dense_add.kernel.numpy()
dense_join.kernel.assign(np.concatenate([tied, tied]))  # tie the halves
assert np.allclose(joining([a, b]), adding([a, b]), atol=1e-5)

# %% [markdown]
r"""
This holds for any linear layer right behind the merge, a convolution included. It ends where
something bends the numbers in between. A ReLU of a sum is not the sum of two ReLUs. For 3 and −3,
the ReLU of the sum is 0, and the sum of the ReLUs is 3.
"""

# %%
pictures = [draw.normal(size=(2, 6, 6, 4)).astype("float32") for _ in range(2)]
conv_add, conv_join = (keras.layers.Conv2D(3, 3, use_bias=False) for _ in range(2))
after_add = conv_add(add(*pictures))
conv_join.build((None, 6, 6, 8))
conv_join.kernel.assign(np.concatenate([conv_add.kernel, conv_add.kernel], axis=2))
assert np.allclose(conv_join(concatenate(*pictures)), after_add, atol=1e-4)  # also tied

relu = keras.ops.relu
with_relu = dense_join(relu(concatenate(a, b))) - dense_add(relu(add(a, b)))
assert np.abs(with_relu).max() > 0.1  # a ReLU in between: not the same

# %% [markdown]
r"""
Back to the two models, which compute the same. We train them on one task. The target is made of
x − y, so x and y have to be treated differently.

**Predict.** The halves $W_1$ and $W_2$ start equal. After 20 epochs, are they still `'equal'`, or
have they come `'apart'`?
"""

# %%
predict("05.P4", ...)

# %%
target = (a - b) @ draw.normal(size=(4, 3)).astype("float32")


class Halves(keras.callbacks.Callback):
    """Write down the largest difference of the two halves, after each epoch."""

    def __init__(self):
        super().__init__()
        self.seen = [0.0]

    def on_epoch_end(self, epoch, logs=None):
        upper, lower = np.split(dense_join.kernel.numpy(), 2)
        self.seen.append(float(np.abs(upper - lower).max()))


with tf.GradientTape(persistent=True) as tape:
    loss_add = tf.reduce_mean((adding([a, b]) - target) ** 2)
    loss_join = tf.reduce_mean((joining([a, b]) - target) ** 2)
by_add = tape.gradient(loss_add, dense_add.kernel.value)
for_upper, for_lower = np.split(tape.gradient(loss_join, dense_join.kernel.value).numpy(), 2)
assert np.allclose(by_add, for_upper + for_lower, atol=1e-4)  # the tied case gets their sum
assert not np.allclose(for_upper, for_lower, atol=0.1)  # but each half gets its own

halves = Halves()
fitted = {"Add": [float(loss_add)], "Concatenate": [float(loss_join)]}
for name, model, calls in (("Add", adding, []), ("Concatenate", joining, [halves])):
    history = model.fit([a, b], target, epochs=20, batch_size=64, verbose=0, callbacks=calls)
    fitted[name] += history.history["loss"]

print({name: round(values[-1], 3) for name, values in fitted.items()})
reveal("05.P4", "equal" if halves.seen[-1] == 0 else "apart")
assert np.isclose(fitted["Add"][0], fitted["Concatenate"][0])
assert halves.seen[-1] > 0.5 and fitted["Concatenate"][-1] < 0.2 * fitted["Add"][-1]

# %% tags=["drawing"]
before, after = np.concatenate([tied, tied]), dense_join.kernel.numpy()
most = 2.2 * max(np.abs(after).max(), np.abs(tied).max())
titles = ["before training: tied", "after training: each half has its own numbers"]
look = {"span": (-most, most), "colours": "RdBu", "aspect": "auto", "ticks": True}
sheet = number_grids(zip(titles, [before.T, after.T]), size=(9, 5.4), rows=2, **look)
for axes in sheet.axes:
    axes.axvline(3.5, color=INK, lw=4, ls="-")
    axes.set(ylabel="output", xticklabels=[f"{name}{i}" for name in "xy" for i in range(4)])
figure(
    sheet,
    alt="The kernel behind a Concatenate, drawn as two blocks side by side: the left one for the "
    "four channels of x, the right one for those of y. Before training both blocks hold the same "
    "numbers. After training they differ, most often in sign.",
    data={"input, output": [f"{c}{i}, {j}" for c in "xy" for i, j in np.ndindex(4, 3)]}
    | {"before": np.ravel(before), "after": np.ravel(after)},
)

# %% tags=["drawing"]
sheet = Sheet(1, 2, size=(10.5, 3.7))
names = {name: (20, loss[-1] + 0.9, "right") for name, loss in fitted.items()}
look = {"xlabel": "epoch", "xticks": range(0, 21, 5), "ylim": (0, None)}
plot_curves(sheet.axes[0], range(21), fitted, (DASHED, SOLID), names=names, **look)
sheet.axes[0].set(title="One start, two ends", ylabel="training loss")
largest = {"largest difference": halves.seen}
plot_curves(sheet.axes[1], range(21), largest, [SOLID | {"color": INK}], **look)
sheet.axes[1].set(title="Training unties the halves", ylabel="largest |W1 − W2|")
figure(
    sheet,
    alt="Left: the training losses of Add and Concatenate start at one point; that of Add stays "
    "high, that of Concatenate falls close to zero. Right: the largest difference between the two "
    "halves of the kernel starts at 0 and rises.",
    data={"epoch": range(21)} | fitted | largest,
)

# %% [markdown]
r"""
They start as one function and part at the first step. Each half gets a gradient of its own. `Add`
gets the sum of the two, and has only one kernel to spend it on.

Is `Concatenate` then better? On this task, yes: `Add` cannot tell x from y. Where both streams
speak the same language, as in a residual block, the tie is what you want: it keeps the width.
Besides, freedom has a price. That is next.

Two extras first: the tied kernel as a convolution, and a `Concatenate` of your own.
"""

# %% exercise="add_as_conv_of_concat"

# %% exercise="my_concatenate"

# %% [markdown]
r"""
## 7. Who pays?

### M16 — No weights, hence free?

> **You may think:** concatenating is free, for the layer has no parameters.
>
> **That is not so**, because the *next* layer sees twice as many channels, and its kernel doubles.
> Its bias does not: there is one number for each output.
>
> **Run this.** Two streams with 16 channels each, merged, and then a `Dense` or a convolution.
"""

# %%
behind = {}
for name, merge in (("Add", add), ("Concatenate", concatenate)):
    flat = keras.layers.Dense(32)
    flat(merge(tf.ones((2, 16)), tf.ones((2, 16))))
    conv = keras.layers.Conv2D(32, 3)
    conv(merge(tf.ones((2, 8, 8, 16)), tf.ones((2, 8, 8, 16))))
    behind[name] = flat.count_params(), conv.count_params()
    print(f"{name:12} Dense: {behind[name][0]:5}   Conv2D: {behind[name][1]:5}")

assert behind["Add"] == (16 * 32 + 32, 3 * 3 * 16 * 32 + 32)
assert behind["Concatenate"] == (2 * 16 * 32 + 32, 2 * 3 * 3 * 16 * 32 + 32)

# %% exercise="next_layer_params"

# %% [markdown]
r"""
**A network with two inputs.** Two images, each with layers of its own. Then they meet, are
flattened to one long row of numbers, and go through a `Dense(24)`.
"""


# %%
def two_inputs(merge, ending):
    """Two images of 32 x 32 pixels, a branch for each, a merge, an ending, and two Dense layers."""
    images, branches = [], []
    for _ in range(2):
        image = keras.Input((32, 32, 3))
        h = keras.layers.Conv2D(32, 3, padding="same", activation="relu")(image)
        h = keras.layers.MaxPooling2D()(h)  # the largest number of 2 x 2: half the size
        h = keras.layers.Conv2D(64, 3, padding="same", activation="relu")(h)
        images.append(image)
        branches.append(h)  # (None, 16, 16, 64)
    h = ending()(merge(*branches))
    h = keras.layers.Dense(24, activation="relu", name="dense_24")(h)
    return keras.Model(images, keras.layers.Dense(10)(h))


# %% [markdown]
r"""
**Predict.** Both branches end with the shape `(16, 16, 64)`. By how many parameters does the
network grow when `Concatenate` takes the place of `Add`? Write a number; a rough one will do.
"""

# %%
predict("05.P5", ...)

# %%
Flatten, Pool = keras.layers.Flatten, keras.layers.GlobalAveragePooling2D
nets = {
    (name, ending.__name__): two_inputs(merge, ending)
    for ending in (Flatten, Pool)
    for name, merge in (("Add", add), ("Concatenate", concatenate))
}
counted = {key: model.count_params() for key, model in nets.items()}
for key, count in counted.items():
    print(f"{key[0]:12} {key[1]:24} {count:8,}")

# The same by formula: two branches, the Dense(24), the Dense(10).
branch = (3 * 3 * 3 * 32 + 32) + (3 * 3 * 32 * 64 + 64)
last = 24 * 10 + 10
for (name, ending), count in counted.items():
    channels = 64 if name == "Add" else 128
    places = 16 * 16 if ending == "Flatten" else 1
    assert count == 2 * branch + (places * channels * 24 + 24) + last

growth = counted["Concatenate", "Flatten"] - counted["Add", "Flatten"]
reveal("05.P5", growth)
assert growth == 16 * 16 * 64 * 24
assert (
    counted["Concatenate", "GlobalAveragePooling2D"] - counted["Add", "GlobalAveragePooling2D"]
    == 64 * 24
)

# %% tags=["drawing"]
# Parameters of each part
of_dense = [model.get_layer("dense_24").count_params() for model in nets.values()]
table = {"both branches": 4 * [2 * branch], "merge": 4 * [0]}
table |= {"Dense(24)": of_dense, "Dense(10)": 4 * [last]}
assert [counted[k] for k in nets] == [432_274, 825_490, 40_594, 42_130]

# %% tags=["drawing"]
notes = {"merge": "merge: 0", "Dense(10)": f"Dense(10): {last}"}
look = {"stacked": True, "width": 0.55, "ylabel": "parameters"}
look["looks"] = [(BLUE, ""), (INK, ""), (YELLOW, "//"), (QUIET, "..")]
sheet = Sheet(1, 2, size=(10.5, 4.3))
titles = {"flattened: 16·16 places": slice(0, 2), "averaged: 1 place": slice(2, 4)}
for axes, (title, two) in zip(sheet.axes, titles.items()):
    parts = {notes.get(part, part): sizes[two] for part, sizes in table.items()}
    plot_bars(axes, ["Add", "Concatenate"], parts, "{value:,}", title=title, **look)
sheet.legend_beneath()
figure(
    sheet,
    alt="Stacked bars of the parameters of four networks. Flattened: 432,274 with Add and 825,490 "
    "with Concatenate; nearly all of the growth is in the Dense(24). Averaged: 40,594 and 42,130. "
    "The branches have equally many in all four, the merge has none.",
    data={"network": [f"{merge}, {ending}" for merge, ending in nets]} | table,
)

# %% [markdown]
r"""
**Investigate.** The network nearly doubles, and all of the growth stands in one layer: the kernel
of `Dense(24)`. The branches are the same in both. A merge joins what layers *return*, never their
weights: it neither adds kernels up nor stacks them.

Where does the size come from? `Flatten` makes one long row of all numbers, so each of the 24
outputs needs a weight for each of the 16·16 places in each channel. Twice the channels, twice the
row.

Whether the price is high depends on what follows. With an average over all places in place of
`Flatten`, the same change costs 1,536 parameters of 42,130.

## Exit quiz

Three questions. Put a letter in the place of each `...`.
"""

# %%
quiz("05.exit", answers=[..., ..., ...])

# %% [markdown]
r"""
## What you now know

- `+` and `Add` sum alike and pass back the same gradients. The folklore is false, but for a NumPy
  array on the left of a Keras weight.
- They differ in handling: `Add` keeps the batch apart and puts missing axes behind it; it is found
  in `model.layers`.
- Neither checks that shapes are *equal*. What can be stretched passes.
- No merge layer has weights. `Concatenate` and a linear layer compute $x W_1 + y W_2$; `Add` is the
  tied case, and training unties it.
- After `Concatenate` the next kernel doubles. That is where you pay.

**To read on:** in Keras's documentation, "Merging layers" and "The Functional API". The plus in
the picture comes from He and others, "Deep Residual Learning for Image Recognition" (2015); a
network that concatenates throughout from Huang and others, "Densely Connected Convolutional
Networks" (2016).

**Next:** lesson 06 asks what must match before you may add.
"""

# %% [markdown] tags=["optional"]
r"""
## Appendix: three more differences

Optional, for those who need it. It is not in the 75 minutes.

**Masks.** A **mask** says which steps of a sequence are real and which only fill it up. An
`Embedding` with `mask_zero=True` attaches one to its output, and later layers leave the filling
out. `Add` passes a mask on if *both* inputs have one. `+` drops it, without a warning. So an
average changes with the amount of filling.
"""

# %%
words = keras.layers.Embedding(9, 3, mask_zero=True)
places = keras.layers.Embedding(9, 3, mask_zero=True)
average = keras.layers.GlobalAveragePooling1D()
drift = {"+": [], "Add": []}
for filling in range(9):
    ids = np.array([[1, 2, 3] + filling * [0]])
    for name, merge in (("+", plus), ("Add", add)):
        pooled = average(merge(words(ids), places(ids))).numpy()
        if filling == 0:
            start = pooled
        drift[name].append(float(np.abs(pooled - start).max()))
assert max(drift["Add"]) < 1e-6 and drift["+"][-1] > 0.005

# %% tags=["drawing"]
names = {"+": (8, 0.016, "right", "+: the mask is lost")}
names["Add"] = (8, 0.001, "right", "Add: the mask is kept")
look = {"names": names, "xlabel": "steps of filling", "ylabel": "change of the average"}
figure(
    plot_curves(Sheet(size=(8, 3.5)), range(9), drift, (DASHED, SOLID), **look),
    alt="The change of an average over a sequence as filling is appended. With Add it stays at 0; "
    "with + it grows with each step of filling.",
    data={"filling": range(9)} | drift,
)

# %% [markdown] tags=["optional"]
r"""
**Mixed precision.** A layer converts its inputs to the format of its policy. An operator has no
policy. In a functional model, `+` of 16 and 32 bits quietly gives 32. By hand, the two formats
clash.
"""

# %%
inputs = keras.Input((4,))
half = keras.layers.Dense(4, dtype="mixed_float16")(inputs)
add_half = keras.layers.Add(dtype="mixed_float16")
assert (half.dtype, inputs.dtype) == ("float16", "float32")
assert (half + inputs).dtype == "float32" and add_half([half, inputs]).dtype == "float16"

clash = False
try:
    tf.cast(x, tf.float16) + tf.constant(x)
except (tf.errors.InvalidArgumentError, TypeError):
    clash = True
assert clash and add_half([tf.cast(x, tf.float16), x]).dtype == tf.float16

# %% [markdown] tags=["optional"]
r"""
**The legacy format `.h5`.** Here a model with `+` is saved without complaint, and cannot be
loaded. With `Add` it can. The format `.keras` takes both, as section 4 has shown.
"""

# %%
import logging

loads = {}
logging.getLogger("absl").setLevel(logging.ERROR)  # it says at each save that .h5 is legacy
for name, merge in (("+", plus), ("Add", add)):
    net(merge).save(folder / "old.h5")
    try:
        keras.models.load_model(folder / "old.h5", compile=False)
        loads[name] = True
    except TypeError:
        loads[name] = False
print(loads)
assert loads == {"+": False, "Add": True}

# %%
progress()
