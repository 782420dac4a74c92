# %% [markdown]
r"""
# 00 — The promise, and the tools

**30 minutes**: 10 to read, 3 predictions, 7 quiz questions (a minute each), and 10 for the
three exercises. Nothing here carries points.

At the end you can

1. use the course: predict, run, check, ask for a hint;
2. read a shape, and say what a sum along an axis leaves;
3. find the slope of a function by a small step, and by TensorFlow's tape;
4. train a model of one layer in ten lines;
5. say when `__init__`, `build` and `call` of a layer run.

**Not here:** why the trick of the first minute works, and when it does not (lesson 07).

**You need** Python: functions, lists and classes. A little NumPy helps.
"""

# %% tags=["setup"]
from autograder import check, figure, hint, open_lesson, predict
from autograder import progress, quiz, reveal, solution
from autograder.pictures import CREAM, DASH_DOTTED, DASHED, DOTTED, INK, SKY, SOLID
from autograder.pictures import Diagram, Sheet, plot_curves, plot_level, plot_points
from autograder.pictures.residual_block_numbers import block_numbers
from autograder.pictures.returning_picture import picture_alt, picture_data, returning_picture
import keras
import numpy as np
import tensorflow as tf
import matplotlib.pyplot as plt

tf.get_logger().setLevel("ERROR")  # TensorFlow's notes for engineers stay silent
open_lesson("00_start")

# %% [markdown]
r"""
## The promise

**How to use this notebook.** Run it cell by cell, with Shift+Enter, from the top. *Run All*
stops at the first exercise that waits for you. Cells that begin with `# Drawing` only draw;
JupyterLab folds them to three dots. Run them like any other.

Here are 1,797 small images of handwritten digits. We build the same network twice. It has 20
layers, one after the other.

Call what comes into a layer x, and what the layer makes of it F(x).

- *Plain:* each layer hands on F(x).
- *Plus:* each layer **adds** it to what came in, and hands on x + F(x).

Same layers, same start, same data. One `+` apart.
"""

# %%
from sklearn.datasets import load_digits

digits = load_digits()
images = (digits.data / 16 - 0.5).astype("float32")  # 1,797 rows of 64 pixels


def deep(plus):
    """Twenty layers between pixels and digits, with or without the plus."""
    keras.utils.set_random_seed(0)  # the same start for both
    inputs = keras.Input((64,))
    x = keras.layers.Dense(32)(inputs)
    for _ in range(20):
        branch = keras.layers.Dense(32, activation="sigmoid")(x)
        x = x + branch if plus else branch
    return keras.Model(inputs, keras.layers.Dense(10)(x))


models = {"plain": deep(plus=False), "plus": deep(plus=True)}
plain_start, plus_start = (model.get_weights() for model in models.values())
assert all(np.array_equal(a, b) for a, b in zip(plain_start, plus_start, strict=True))

# %% [markdown]
r"""
**Predict.** After training, which one reads more of these images correctly? Replace the `...`
in the next cell by `"plain"`, `"plus"` or `"equal"`, with the quotation marks, and run it.

That is how every prediction works. It carries no points, and a wrong guess is the one that
teaches. It stays on record, so guess *before* you run on.
"""

# %%
predict("00.P1", ...)

# %%
curves = {}
for name, model in models.items():
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.SGD(0.05), loss, metrics=["accuracy"])
    history = model.fit(images, digits.target, epochs=8, batch_size=64, verbose=0)
    curves[name] = history.history["accuracy"]
    print(f"{name}: {curves[name][-1]:.0%} read correctly")
best = max(curves, key=lambda name: curves[name][-1])
reveal("00.P1", best)
assert best == "plus" and curves["plus"][-1] > 0.7 and curves["plain"][-1] < 0.25

# %% tags=["drawing"]
sheet, passes = Sheet(size=(7.5, 4.0)), range(1, 9)
shares = {"plus: x + F(x)": curves["plus"], "plain: F(x)": curves["plain"]}
names = {"plus: x + F(x)": (7.4, 0.77, "right"), "plain: F(x)": (7.9, 0.19, "right")}
plot_curves(sheet, passes, shares, names=names, ylim=(0, 1), xlabel="passes over the images")
sheet.panel.set(ylabel="share read correctly", title="The same 20 layers, one + apart")
plot_level(sheet, 0.1, "dotted: guessing", (1, 0.03))
figure(
    sheet,
    alt="Two curves of the share of images read correctly, over 8 passes. With the plus it rises "
    "to more than 70 per cent. Without, it stays near 10 per cent, which is guessing.",
    data={"pass": passes, "plus": curves["plus"], "plain": curves["plain"]},
)

# %% [markdown]
r"""
Plain layers did not get beyond guessing. In eight passes, with these layers, that is: the plus is
no miracle. When does it help, why, and when does it harm? Lesson 07 measures that.

This course takes you from the sign `+` to the network built on this idea, the **ResNet**, and
you write every part of it.

## The picture that returns

Each lesson opens with the finished block, and its own part is lit. Numbers flow forward above
the line. Numbers flow back beneath it: each says how fast the **loss**, the number that
training makes small, rises when the number above it rises. That is a *slope*, and it is today's
part.
"""

# %% tags=["drawing"]
figure(returning_picture(lit=0), alt=picture_alt(0), data=picture_data())

# %% tags=["drawing"]
# Proof
rise = block_numbers(x=np.array([1.001, 2.0])).loss - block_numbers().loss
assert abs(rise / 0.001 - block_numbers().d_x[0]) < 0.01  # the first number beneath x

# %% [markdown]
r"""
## What you bring along

Four questions on Python and NumPy, from memory. Run the cell to read them. Then put a letter in
the place of each `...`, as in `answers=["a", "c", "b", "b"]`, and run it again. No points. In
later lessons this place holds questions on earlier ones.
"""

# %%
quiz("00.retrieval", answers=[..., ..., ..., ...])

# %% [markdown]
r"""
## 1. How a lesson works

1. **Predict** what a cell will do.
2. **Run** it.
3. **Investigate** the result.
4. **Modify** it.
5. **Make** something of your own: an exercise.

Under each exercise stands a cell with `check`. It puts questions to your answer and tells you
the first thing that is not right. Try it on purpose: in the exercise below, put a *wrong* line
in the place of `# YOUR CODE HERE` and `raise NotImplementedError()`:

```python
    return x - y
```

Run it, run the check, and read the advice. Then mend the line and check again.
"""

# %% exercise="first_sum"

# %% [markdown]
r"""
Three more words help you.

- `hint("first_sum")`, in a new cell, gives the first of three hints. After another try, it
  gives the next.
- `solution("first_sum")` shows a model answer, once you have passed or used all hints. In a
  class, it comes after the due date.
- `progress()` shows how far you are.

**To be honest:** the check asks *public* questions; anyone can read them. In a course with
grades, *hidden* questions with other numbers are asked as well. An answer made to fit the
check fails them. An answer that does what the task says passes both.

## 2. Names and shapes

A name is not a copy. `b = a` gives the *same* list a second name.
"""

# %%
a = [1, 2]
b = a
b.append(3)
print("a:", a)
assert a == [1, 2, 3] and a is b

# %% [markdown]
r"""
NumPy's grid of numbers is an **array**, TensorFlow's is a **tensor**. Both have a **shape**, the
size along each **axis**, counted from 0; and a **dtype**, the format of the numbers. NumPy's
usual one is float64. TensorFlow and Keras use float32: half the memory, about seven digits.

By custom axis 0 is the **batch**: one entry for each example. A sum *along* an axis makes that
axis vanish.
"""

# %%
scores = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]])  # 4 examples, 3 numbers each
tensor = tf.constant(scores)
along = {axis: scores.sum(axis=axis) for axis in (0, 1)}
print("shape", scores.shape, " sums", along[0], along[1])
assert scores.shape == (4, 3) and tuple(tensor.shape) == (4, 3)
assert along[0].shape == (3,) and along[1].shape == (4,)
assert np.array_equal(tf.reduce_sum(tensor, axis=0), along[0])  # TensorFlow's word for sum
assert np.array([1.0]).dtype == "float64" and tf.constant([1.0]).dtype == "float32"
assert np.float64(1).nbytes == 8 and np.float32(1).nbytes == 4  # half the memory
assert np.float32(1.0000001) > 1 and np.float32(1.00000001) == 1  # the eighth digit is lost
assert keras.layers.Dense(3)(tf.ones((4, 2))).shape == (4, 3)  # a layer keeps the batch axis

# %% tags=["drawing"]
sheet, size = Sheet(size=(7.2, 4.9)), (0.84, 0.76)
d, made = Diagram(sheet.panel, (-2.5, 5.2), (-5.6, 1.4), equal=True), {"dashed": 3 * [True]}
d.cells(scores, (0, 0), size, SKY)
d.cells(along[1].reshape(4, 1), (4.2, 0), size, CREAM, **made)
d.cells(along[0], (0, -5.1), size, CREAM, label="sum along\naxis 0", **made)
d.text("sum along\naxis 1", (4.2, 0.75))
d.arrow(d.text("axis 0:\nthe batch", (-1.15, 0.45), va="bottom"), (-1.15, -3.4), width=2)
d.arrow(d.text("axis 1", (0.35, 0.75), align="right"), (2.4, 0.75), width=2)
d.arrow((1, -3.5), (1, -4.65), width=2)
d.arrow((2.5, -1.5), (3.7, -1.5), width=2)
columns = {f"column {j}": scores[:, j] for j in range(3)}
figure(
    sheet,
    alt="A grid of four rows and three columns. Axis 0, the batch, runs downwards; axis 1 to the "
    "right. The sum along axis 0 leaves three numbers beneath the columns, the sum along axis 1 "
    "four numbers beside the rows.",
    data={"row": range(4)} | columns | {"sum along axis 1": along[1]},
)

# %% [markdown]
r"""
## 3. The slope, by a small step

Training asks one question again and again: *if I raise this number a little, how fast does the
loss rise?* The answer is the **slope**. You can measure it. Take a step h, and divide the rise
by the step:

$$\text{slope at } x \approx \frac{f(x + h) - f(x)}{h}$$

This is a **finite difference**. For $f(x) = x^2$ the exact slope is $2x$, at 3 therefore 6.
"""


# %%
def square(x):
    return x * x


small = 0.001
rise = square(3 + small) - square(3)
print("rise:", round(rise, 6), " slope:", round(rise / small, 6))
assert abs(rise / small - 6) < 0.002

# %% [markdown]
r"""
The rise itself is tiny. Do not forget to divide it.

The step goes to the right only, so the result is a little off. Better: step to *both* sides.
The distance is then 2h.

$$\text{slope at } x \approx \frac{f(x + h) - f(x - h)}{2h}$$

We try both on $f(x) = x^3$ at 1. There the exact slope is 3.
"""

# %%
steps = np.array([0.5, 0.2, 0.1, 0.05, 0.02, 0.01])
one_side = ((1 + steps) ** 3 - 1) / steps
both_sides = ((1 + steps) ** 3 - (1 - steps) ** 3) / (2 * steps)
assert np.all(np.abs(both_sides - 3) < np.abs(one_side - 3))
assert abs(one_side[-1] - 3) > 0.03 and abs(both_sides[-1] - 3) < 0.0002
assert one_side[0] == 4.75 and both_sides[0] == 3.25

# %% tags=["drawing"]
sheet, line = Sheet(1, 2, size=(11.5, 4.4)), np.linspace(0.2, 1.75, 100)
left, right = sheet.axes
at_1 = {"one side": one_side[0], "both sides": both_sides[0], "exact": 3}
lines = {f"{name}: slope {rise}": 1 + rise * (line - 1) for name, rise in at_1.items()}
looks = (SOLID, DASHED, DASH_DOTTED, DOTTED)
plot_points(left, 1, 1, "the point (1, 1)", color=INK, size=8)
plot_curves(left, line, {"x³": line**3} | lines, looks, markers=False, legend="upper left")
left.set(xlabel="x", ylabel="f(x)", ylim=(-1.5, 5.5), title="step h = 0.5")
errors = {"one side": np.abs(one_side - 3), "both sides": np.abs(both_sides - 3)}
plot_curves(right, steps, errors, looks[1:], legend="upper left", xscale="log", yscale="log")
right.set(xlabel="step h", ylabel="distance from 3", title="smaller steps, smaller errors")
figure(
    sheet,
    alt="Left: the curve x cubed with three lines through the point (1, 1). A step of 0.5 to one "
    "side gives the slope 4.75, to both sides 3.25; the exact slope is 3. Right: the error falls "
    "with the step, and for both sides it is much smaller and falls faster.",
    data={"h": steps, "one side": one_side, "both sides": both_sides},
)

# %% exercise="slope"

# %% [markdown]
r"""
## 4. The slope, by the tape

A loss may depend on a million numbers. A million small steps are too many. TensorFlow finds all
slopes in one go: a `tf.GradientTape` records what is computed and then goes back through it. The
slopes together are called the **gradient**.

```python
x = tf.constant(3.0)
with tf.GradientTape() as tape:
    y = x * x
```

**Predict.** What does `tape.gradient(y, x)` give now? Write a number, or `None`. In the place of
the second `...` say how sure you are: 1 (a guess) to 5 (certain).
"""

# %%
predict("00.P2", ..., confidence=...)

# %%
x = tf.constant(3.0)
with tf.GradientTape() as tape:
    y = x * x
unwatched = tape.gradient(y, x)
reveal("00.P2", unwatched)
assert unwatched is None

# %% [markdown]
r"""
A constant is not *expected* to change, so the tape does not follow it. Two ways to be followed:

- tell the tape, by `tape.watch(x)`, before x is used;
- be a **variable**, a box whose number may change. Variables are followed unasked.
"""

# %%
with tf.GradientTape() as tape:
    tape.watch(x)
    y = x * x
watched = tape.gradient(y, x)

v = tf.Variable(3.0)
with tf.GradientTape() as tape:
    y = v * v
of_variable = tape.gradient(y, v)

by_step = (square(3 + small) - square(3 - small)) / (2 * small)
print(f"watched {watched:.4f}   variable {of_variable:.4f}   by a small step {by_step:.4f}")
assert watched == of_variable == 6 and abs(by_step - 6) < 1e-6

# %% [markdown]
r"""
**Modify.** Replace `v * v` by `v * v * v`, guess the slope at 3, and run the cell. Its assert
stops it, because the slope is no longer 6. Then put the old line back.

## 5. `fit`, in ten lines

To **train** is to repeat: take the gradient of the loss, and move each number a little way
downhill. `fit` does that.

The task: points on the line $y = 3x - 1$. The model: one `Dense` layer, $y = w x + b$. It must
find w and b.
"""

# %%
keras.utils.set_random_seed(1)
inputs = np.linspace(-1, 1, 64, dtype="float32")[:, None]  # shape (64, 1): 64 examples
targets = 3 * inputs - 1

model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
model.compile(keras.optimizers.SGD(0.1), loss="mse")
before = model.predict(inputs, verbose=0)
history = model.fit(inputs, targets, epochs=20, batch_size=16, verbose=0)
w, b = model.get_weights()
after = model.predict(inputs, verbose=0)
losses = history.history["loss"]
print(f"w = {w.item():.2f}, b = {b.item():.2f}")
assert abs(w.item() - 3) < 0.1 and abs(b.item() + 1) < 0.1
assert losses[-1] < 0.01 < losses[0]

# %% tags=["drawing"]
sheet, epochs = Sheet(1, 2, size=(11.5, 4.2)), range(1, 21)
left, right = sheet.axes
lines = {"before training": before.ravel(), "after training": after.ravel()}
plot_points(left, inputs[::4], targets[::4], "targets", color=INK, hollow=True)
plot_curves(left, inputs.ravel(), lines, (DASHED, SOLID), markers=False, legend="upper left")
left.set(xlabel="x", ylabel="y", ylim=(-4.3, 4.3), title="the line")
plot_curves(right, epochs, {"loss": losses}, xlabel="epoch", ylabel="loss")
right.set(xticks=[1, 5, 10, 15, 20], title="the loss falls")
figure(
    sheet,
    alt="Left: targets on a line, the model's line before training, which misses them, and after "
    "training, which goes through them. Right: the loss falls to almost zero in 20 epochs.",
    data={"epoch": epochs, "loss": losses},
)

# %% [markdown]
r"""
- `compile` says *how* to train. SGD, stochastic gradient descent, takes plain steps downhill.
  "mse", the mean squared error, is the loss.
- `batch_size=16`: each step looks at 16 examples. An **epoch** is one pass over all 64, so it
  has four steps.
- `keras.Input((1,))` names the shape of *one* example. The batch axis is left out.

## 6. A layer of your own

Most of this course is about writing layers. A layer is a class with three methods. This one
multiplies each column by a **weight**, a number that training may change. It also notes down
which method runs.
"""

# %%
events = []


class ColumnScale(keras.layers.Layer):
    """w * x, with one w for each column. Notes in events which method runs."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        events.append("__init__")

    def build(self, input_shape):
        events.append("build")
        self.w = self.add_weight(shape=(input_shape[-1],), initializer="ones")

    def call(self, inputs):
        events.append("call")
        return self.w * inputs


# %% [markdown]
r"""
- `__init__` makes the layer. No input is known yet.
- `build` is told the shape of the input, and makes the weights.
- `call` computes.

You write `layer(x)`, with x as the input. Keras calls the methods.

**Predict.** The layer is called five times. How often does `build` run? Write a number, and how
sure you are.
"""

# %%
predict("00.P3", ..., confidence=...)

# %%
layer = ColumnScale()
made = len(layer.weights)
for _ in range(5):
    result = layer(tf.ones((4, 3)))
print(events)
reveal("00.P3", events.count("build"))
assert events == ["__init__", "build"] + 5 * ["call"]
assert made == 0 and len(layer.weights) == 1 and layer.w.shape == (3,)

# %% tags=["drawing"]
sheet, rows = Sheet(size=(9.0, 3.2)), {"call": 0, "build": 1, "__init__": 2}
words = ["the layer is made", "the first input shows its shape"]
words += [f"layer(x), no. {n + 1}" for n in range(5)]
for order, (name, word) in enumerate(zip(events, words), start=1):
    sheet.panel.plot(order, rows[name], ms=13, **(SOLID, DOTTED, DASHED)[rows[name]])
    sheet.panel.text(order - 0.4, rows[name] + 0.3, word, fontsize=10.5)
sheet.panel.set(xlim=(0.5, 7.6), ylim=(-0.5, 2.7), xlabel="order in which the methods run")
sheet.panel.set_yticks(range(3), rows)
sheet.panel.grid(False)
figure(
    sheet,
    alt="A time line. __init__ runs once, when the layer is made. Build runs once, when the first "
    "input shows its shape. Call runs five times.",
    data={"order": range(1, 8), "method": events},
)

# %% [markdown]
r"""
### What does `super().__init__()` do?

Your class stands on `keras.layers.Layer`. That class has an `__init__` of its own: it sets up
the lists in which Keras keeps the layer's weights. The line calls it. It comes first. The
`**kwargs` hand on what you do not use, such as `name`.

What if the line is left out? Guess, then run.
"""


# %%
class Forgotten(keras.layers.Layer):
    def __init__(self):
        self.factor = 2.0  # and no super().__init__()

    def call(self, inputs):
        return self.factor * inputs


forgotten = Forgotten()  # no complaint yet
try:
    forgotten(tf.ones((4, 3)))
    message = ""
except RuntimeError as error:
    message = str(error)
print(message)
assert "forgot to call `super().__init__()`" in message

# %% [markdown]
r"""
The error comes late, at the first call, and it names the cure. Reading the last line of an error
often saves an hour.

Now write a layer.
"""

# %% exercise="plus_one"

# %% [markdown]
r"""
## Exit quiz

Three questions. Put a letter in the place of each `...`.
"""

# %%
quiz("00.exit", answers=[..., ..., ...])

# %% [markdown]
r"""
## What you now know

- Predict, run, check. The check asks public questions, grading hidden ones too.
- Axis 0 is the batch. A sum along an axis makes it vanish.
- A slope is the rise divided by the step. The tape agrees with it.
- The tape follows variables; a constant must be watched.
- `__init__` once, `build` once, with the first input's shape; `call` each time.

**To read on:** in TensorFlow's guide, "Introduction to gradients and automatic
differentiation"; in Keras's guides, "Making new layers and models via subclassing".

**Next:** lesson 01 asks what `+` does.
"""

# %%
progress()
