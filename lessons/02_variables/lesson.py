# %% [markdown]
r"""
# 02 — Value, box, name: what a variable is

**45 minutes**: 13 to read, 5 predictions, 7 quiz questions (a minute each), and 20 for the four
core exercises.

At the end you can

1. say what a line changes: a name, or what a variable holds;
2. change a variable in place, and predict who sees it;
3. tell a copy of the values from a second name for the same variable;
4. count calls inside a `tf.function`;
5. say when the tape returns a number, zero or `None`.

**Not here:** who trains and saves a variable (lesson 03); optimizers with a memory, such as
Adam; several devices.

**You need** lesson 00 (slopes and the tape) and lesson 01 (`+` on lists, arrays and tensors).
"""

# %% tags=["setup"]
from autograder import check, figure, hint, open_lesson, predict
from autograder import progress, quiz, reveal, solution
from autograder.pictures import BLUE, DASHED, QUIET, ROSE, RUST, SKY, SOLID, Diagram, Sheet
from autograder.pictures import diagrams, outcome_table, plot_curves, plot_level, plot_points
from autograder.pictures.residual_block_numbers import block_numbers
from autograder.pictures.returning_picture import picture_alt, picture_data, returning_picture
import keras
import numpy as np
import tensorflow as tf
import matplotlib.pyplot as plt

tf.get_logger().setLevel("ERROR")  # TensorFlow's notes for engineers stay silent
open_lesson("02_variables")

# %% [markdown]
r"""
## The picture that returns

This is the block that the course builds. Numbers flow forward above the line, gradients flow
back beneath it.

Today's parts are $W_1$ and $W_2$. Between two steps of training they must keep their numbers.
At each step the numbers change, and everything that uses them must see it. Which kind of thing
can do that?
"""

# %% tags=["drawing"]
figure(returning_picture(lit=2), alt=picture_alt(2), data=picture_data())

# %% tags=["drawing"]
# Proof
numbers = block_numbers()
assert numbers.w1.shape == numbers.d_w1.shape  # each weight gets a gradient of its own shape

# %% [markdown]
r"""
## Before you begin

Four questions on earlier lessons, from memory. Run the cell to read them. Then put a letter in
the place of each `...` and run it again. No points.
"""

# %%
quiz("02.retrieval", answers=[..., ..., ..., ...])

# %% [markdown]
r"""
## 1. Three things that look like one

Write `v = tf.Variable(1.0)`, and three things exist:

- the **value** 1.0. A tensor is a value. It never changes;
- the **box**, which holds a value. A `tf.Variable` is a box. It can be given another value;
- the **name** `v`. A Python name belongs to no box. It points at one thing now, and `=` can
  point it at something else.

A second name makes no second box. Two names for one thing are called **aliases**.

Why not do with values alone? Then each step of training would make new weights, and everybody
who uses the old ones would have to be told. A box is told once. All who hold it see the new
value.
"""

# %%
v = tf.Variable(1.0)
same = v  # a second name, no second box

print("v:", v.numpy(), "  same:", same.numpy(), "  one box:", v is same)
assert v is same

# %% [markdown]
r"""
To ask whether two names lead to one box, write `is`. The sign `==` compares what the boxes
hold, so two boxes with equal values look alike to it. That is also why `v in some_list` is no
test for a box: `in` uses `==`.
"""

# %%
some_list = [tf.Variable(1.0)]  # another box with an equal value
print("is:", v is some_list[0], "  ==:", bool(v == some_list[0]), "  in:", v in some_list)
assert v is not some_list[0] and v == some_list[0] and v in some_list

# %% [markdown]
r"""
**Predict.** Next comes the line `v = v + 1`. What will `same` hold after it? Replace the first
`...` by a number, and the second by how sure you are: 1 (a guess) to 5 (certain).
"""

# %%
predict("02.P1", ..., confidence=...)

# %%
v = v + 1

print("v:   ", v.numpy(), "  a variable:", isinstance(v, tf.Variable))
print("same:", same.numpy(), "  a variable:", isinstance(same, tf.Variable))
reveal("02.P1", float(same))
after_equals = float(v), float(same)
assert after_equals == (2.0, 1.0)

# %% [markdown]
r"""
### M04 — A sum, hence an update?

> **You may think:** `v = v + 1` updates the variable.
>
> **That is not so**, because two things happen, and neither touches the box. `v + 1` makes a
> new tensor. Then `=` points the *name* v at it. The box keeps its 1.
>
> **Run this.** After the line, v is no longer a variable at all. The method `assign_add` writes
> into the box, and every alias sees it.
"""

# %%
assert not isinstance(v, tf.Variable)  # v names a tensor now
assert isinstance(same, tf.Variable) and float(same) == 1.0  # the box, unchanged

v = tf.Variable(1.0)
same = v
v.assign_add(1.0)  # into the box

print("v:", v.numpy(), "  same:", same.numpy())
after_assign = float(v), float(same)
assert v is same and after_assign == (2.0, 2.0)

# %% tags=["drawing"]
stories = {"before": (1.0, 1.0), "after  v = v + 1": after_equals}
stories |= {"after  v.assign_add(1.0)": after_assign}
of_v, of_same = zip(*stories.values())
one_box = [of_v[k] == of_same[k] for k in range(3)]
sheet = Sheet(1, 3, size=(10.5, 3.3))
panels = diagrams(sheet, list(stories), (-0.4, 4), (-1.05, 2.35), equal=True, fontsize=17)
for k, d in enumerate(panels):
    height = 0.7 if one_box[k] else 0
    inner = d.box(f"{of_same[k]:g}", (3.05, height), (1.3, 0.9), SKY, edge=BLUE, width=3)
    d.text("the box", (3.05, height - 0.75), fontsize=12, color=BLUE)
    d.arrow(d.text("same", (0.7, 0), align="right"), inner, width=1.8)
    if not one_box[k]:
        d.text("a new tensor", (3.05, 2.05), fontsize=12, color=RUST)
        inner = d.plus((3.05, 1.4), diameter=38, word=f"{of_v[k]:g}")
    d.arrow(d.text("v", (0.4, 1.4)), inner, width=1.8)
figure(
    sheet,
    alt="Three panels with the names v and same at the left. Before: both arrows lead to one "
    "box that holds 1. After v = v + 1: the arrow of same still leads to the box with 1, the "
    "arrow of v leads to a new tensor, 2. After v.assign_add(1.0): both arrows lead to the one "
    "box, which now holds 2.",
    data={"line": stories, "v": of_v, "same": of_same, "one box": one_box},
)

# %% [markdown]
r"""
Each arrow is a name. Read it so: `=` moves an arrow. `assign` changes what is in the box.

A function argument is one more arrow. A function can therefore write into the caller's box. It
can never move the caller's name.
"""


# %%
def moves_a_name(box):
    box = box + 1.0  # the function's own name, gone when it returns


def writes(box):
    box.assign_add(1.0)


v = tf.Variable(1.0)
moves_a_name(v)
held = [float(v)]
writes(v)
held.append(float(v))
print("after moves_a_name:", held[0], "  after writes:", held[1])
assert held == [1.0, 2.0]

# %% [markdown]
r"""
## 2. Writing into the box

There are three ways to write:

| method | the box then holds |
|---|---|
| `assign(x)` | x |
| `assign_add(x)` | what it held, plus x |
| `assign_sub(x)` | what it held, minus x |

The box has a fixed shape and a fixed **dtype** (its number format). What does not fit is
refused, and the box stays as it was. Unlike `+`, `assign` broadcasts nothing.
"""

# %%
pair = tf.Variable([1.0, 2.0])
pair.assign([3.0, 4.0])
pair.assign_add([1.0, 1.0])
pair.assign_sub([0.0, 5.0])
assert pair.numpy().tolist() == [4.0, 0.0]

whole = tf.Variable(1)  # dtype int32: whole numbers only
refused = 0
for box, wrong in ((pair, 7.0), (pair, [1.0, 2.0, 3.0]), (pair, [[1.0, 2.0]]), (whole, 1.5)):
    try:
        box.assign(wrong)
    except (ValueError, TypeError):
        refused += 1
print(refused, "refused; the boxes hold", pair.numpy(), "and", whole.numpy())
assert refused == 4 and pair.numpy().tolist() == [4.0, 0.0] and int(whole) == 1

# %% [markdown]
r"""
Keras has a box of its own, `keras.Variable`. It has the same three methods, and `numpy()`.
Inside, it keeps a `tf.Variable`. You reach it as `value`.
"""

# %%
k = keras.Variable([1.0, 2.0])
k.assign_add([1.0, 1.0])
print(k.numpy())
assert k.numpy().tolist() == [2.0, 3.0]
assert isinstance(k.value, tf.Variable) and not isinstance(k, tf.Variable)

# %% [markdown]
r"""
One use of a box is to remember. A **moving average** follows a noisy series and smooths it. At
each new value it keeps the share `decay` of itself and takes the rest from the value:

$$\text{avg} \leftarrow \text{decay} \cdot \text{avg} + (1 - \text{decay}) \cdot \text{value}$$

A large decay means a long memory: smooth, but slow. Batch normalisation (lesson 06) keeps its
statistics in this way.
"""

# %%
noisy = 1.0 + 0.5 * np.random.default_rng(2).normal(size=60)
noisy[30:] += 2.0  # a jump in the middle


def followed(decay):
    """The moving average after each value, in plain Python."""
    average, seen = noisy[0], []
    for value in noisy:
        average = decay * average + (1 - decay) * value
        seen.append(average)
    return np.array(seen)


quick, slow = followed(0.5), followed(0.9)
assert np.abs(np.diff(slow)).mean() < np.abs(np.diff(quick)).mean()  # smoother,
assert slow[33] < quick[33] < 3.5  # and later

# %% tags=["drawing"]
sheet, at = Sheet(size=(7.8, 3.7)), range(60)
averages = {"decay 0.5: quick, rough": quick, "decay 0.9: smooth, late": slow}
plot_points(sheet, at, noisy, "the values", size=4, hollow=True)
plot_curves(sheet, at, averages, (DASHED, SOLID), markers=False, legend="upper left")
plot_level(sheet, 29.5, "the values jump", (30, 0.2), upright=True)
sheet.panel.set(xlabel="step", ylabel="value", title="A moving average is a memory")
figure(
    sheet,
    alt="Noisy values around 1 jump to around 3 at step 30. The moving average with decay 0.5 "
    "follows within a few steps and stays rough. The one with decay 0.9 is smooth and needs "
    "about twenty steps.",
    data={"values": noisy, "decay 0.5": quick, "decay 0.9": slow},
)

# %% [markdown]
r"""
In plain Python the line `average = …` was right, since the loop itself owns that name. When the
average is a box that others read, you must write into the box.
"""

# %% exercise="ema_update"

# %% [markdown]
r"""
## 3. The short form, `+=`

In lesson 01, `x += 1` changed a NumPy array for all its names. With a tensor it only moved the
name. And with a variable?

**Predict.** `v` is a `tf.Variable`. What does `v += 1` do: `'box'` (it writes into the box),
`'name'` (it moves the name), or `'error'`?
"""

# %%
predict("02.P2", ...)


# %%
def after_plus_equals(thing):
    """Do `+=` under one name, and look under another. What happened?"""
    name = alias = thing
    before = float(np.ravel(alias)[0])
    try:
        name += 1
    except RuntimeError:
        return "error"
    return "box" if float(np.ravel(alias)[0]) == before + 1 else "name"


things = {
    "NumPy array": np.array([1.0]),
    "tensor": tf.constant([1.0]),
    "tf.Variable": tf.Variable([1.0]),
    "keras.Variable": keras.Variable([1.0]),
}
effects = {kind: after_plus_equals(thing) for kind, thing in things.items()}
for kind, effect in effects.items():
    print(f"{kind:15} {effect}")
reveal("02.P2", effects["tf.Variable"])

# %% [markdown]
r"""
### M05 — Short, hence in place?

> **You may think:** `v += 1` changes the variable in place.
>
> **That is not so**, because no variable offers an in-place `+=`. A `tf.Variable` refuses it
> with a RuntimeError that names the cure. A `keras.Variable` says nothing: the name moves to a
> tensor, as with `v = v + 1`.
>
> **Run this.** Four kinds of thing, three outcomes. Only the NumPy array changes in place.
"""

# %%
assert effects == {
    "NumPy array": "box",
    "tensor": "name",
    "tf.Variable": "error",
    "keras.Variable": "name",
}

k = keras.Variable(1.0)
box = k
k += 1
assert not isinstance(k, keras.Variable)  # k names a tensor,
assert float(k) == 2.0 and float(box) == 1.0  # and the box holds its 1

message = ""
try:
    same += 1
except RuntimeError as error:
    message = str(error)
print(message)
assert "assign_add" in message

# %% tags=["drawing"]
does = {"box": "changes the thing itself", "name": "moves the name", "error": "is refused"}
signs = {"box": ("✓ ", SKY), "name": ("✗ ", ROSE), "error": ("✗ ", ROSE)}
words = {"box": "aliases see it", "name": "silent", "error": "RuntimeError"}
cells = {(kind, does[word]): (word, words[word]) for kind, word in effects.items()}
figure(
    outcome_table(Sheet(size=(8.6, 3.5)), cells, signs, empty=True, title="What  x += 1  does"),
    alt="A grid: what x += 1 does to four kinds of thing. A NumPy array is changed itself, and "
    "aliases see it. For a tensor and for a keras.Variable the name moves, silently. A "
    "tf.Variable refuses with a RuntimeError.",
    data={"x is a": effects, "x += 1": [does[word] for word in effects.values()]},
)

# %% [markdown]
r"""
One rule serves all: **to change a variable, call a method whose name begins with assign.**

## 4. A copy, or one more name?

You train, and want to keep the best weights seen so far. Here are three attempts.
"""

# %%
weights = [tf.Variable([1.0, 2.0]), tf.Variable(3.0)]

by_name = weights  # the list itself, under a second name
by_list = list(weights)  # a new list of the same boxes
by_value = [w.numpy() for w in weights]  # the values, as arrays

weights[0].assign([10.0, 20.0])  # training goes on

for word, kept in (("by_name", by_name), ("by_list", by_list), ("by_value", by_value)):
    print(f"{word:9}", np.asarray(kept[0]))
assert by_name[0] is weights[0] and by_list[0] is weights[0]
assert by_value[0].tolist() == [1.0, 2.0]

# %% [markdown]
r"""
Only the third kept anything. A new list is new, but its entries are arrows to the old boxes.

**Guess first:** does `k.value` of a `keras.Variable` give a copy, or the box inside?
"""

# %%
k = keras.Variable([1.0, 2.0])
inside, copied = k.value, k.numpy()
k.assign([10.0, 20.0])

print("value:", inside.numpy(), "  numpy():", copied)
assert inside.numpy().tolist() == [10.0, 20.0] and copied.tolist() == [1.0, 2.0]

# %% [markdown]
r"""
`value` is the box inside: one more alias, though its name promises a value. `numpy()` gave a
copy.
"""

# %% exercise="snapshot"

# %% [markdown]
r"""
## 5. Counting in a `tf.function`

`fit` runs your code inside a `tf.function`. Such a function is run by Python *once*, to write
down its TensorFlow operations. This is called **tracing**. Later calls replay what was written
down, and Python stands aside.

The function below counts its calls twice: in a Python number, and in a variable.
"""

# %%
python_count = 0
box_count = tf.Variable(0)


@tf.function
def doubled(x):
    global python_count
    python_count += 1  # Python: no TensorFlow operation
    box_count.assign_add(1)  # TensorFlow: written down
    return 2 * x


# %% [markdown]
r"""
**Predict.** `doubled` is called five times with tensors of one shape. What does `python_count`
hold then? Say how sure you are, from 1 to 5.
"""

# %%
predict("02.P3", ..., confidence=...)

# %%
by_python, by_box = [], []
for _ in range(5):
    doubled(tf.ones(2))
    by_python.append(python_count)
    by_box.append(int(box_count))

reveal("02.P3", python_count)
assert by_python == [1, 1, 1, 1, 1] and by_box == [1, 2, 3, 4, 5]

# %% [markdown]
r"""
The Python number counts *traces*; the variable counts *calls*. An input of another shape
is traced anew.

**Modify.** Below, the sixth and seventh call bring a new shape. Guess the last Python count,
and run. Then change `SHAPES` so that it ends at 4.
"""

# %%
SHAPES = [(2,), (2,), (2,), (2,), (2,), (3,), (3,)]

python_count = 0
box_count.assign(0)
doubled = tf.function(doubled.python_function)  # the same function, with no traces yet
by_python, by_box = [], []
for shape in SHAPES:
    doubled(tf.ones(shape))
    by_python.append(python_count)
    by_box.append(int(box_count))

print("Python:", by_python)
print("box:   ", by_box)
assert by_python[-1] == len(set(SHAPES)) and by_box[-1] == len(SHAPES)

# %% tags=["drawing"]
sheet = Sheet(size=(7.8, 3.7), title="Two counters in one tf.function")
calls = range(1, len(SHAPES) + 1)
counts = {"the variable: calls": by_box, "the Python number: traces": by_python}
plot_curves(sheet, calls, counts, steps=True, legend="upper left", ylabel="count")
sheet.panel.set_xticks(calls, [f"{n}\n{shape}" for n, shape in zip(calls, SHAPES)])
sheet.panel.set(xlabel="call, and the shape of its input", ylim=(0, len(SHAPES) + 0.7))
figure(
    sheet,
    alt="Two step curves. The variable rises by one at each call. The Python number rises only "
    "at the first call and whenever the input has a new shape.",
    data={"call": calls, "shape": [str(s) for s in SHAPES], "Python": by_python, "box": by_box},
)

# %% [markdown]
r"""
So in code that `fit` runs, everything that must change from call to call belongs in a box. The
extra exercise practises it.
"""

# %% exercise="counted"

# %% [markdown]
r"""
## 6. The tape looks at boxes

The tape **watches** a thing when it records what is computed from it. Every trainable
`tf.Variable` is watched as soon as it is read.

**Predict.** Here is a constant. What will the tape return for it: `'none'`, `'zero'` or
`'number'`?

```python
c = tf.constant(2.0)
with tf.GradientTape() as tape:
    y = c * c
tape.gradient(y, c)
```
"""

# %%
predict("02.P4", ...)

# %%
c = tf.constant(2.0)
with tf.GradientTape() as tape:
    y = c * c
slope = tape.gradient(y, c)
reveal("02.P4", "none" if slope is None else "number" if float(slope) else "zero")

# %% [markdown]
r"""
### M06 — Used, hence a gradient?

> **You may think:** whatever is used in the computation gets a gradient, constants too.
>
> **That is not so**, because the tape records only what starts at something watched. Nobody
> watches a constant, so its slope is `None`: *not recorded*. A variable made with
> `trainable=False` is not watched either, and whole numbers (int32) have no slope at all.
>
> **Run this.** One formula, three things to ask about. With `watch` even a constant gets its
> number.
"""

# %%
trained = tf.Variable(2.0)
kept_still = tf.Variable(2.0, trainable=False)
with tf.GradientTape(persistent=True) as tape:  # persistent: may be asked more than once
    y = c * c + trained * trained + kept_still * kept_still
assert tape.gradient(y, c) is None
assert tape.gradient(y, kept_still) is None
assert float(tape.gradient(y, trained)) == 4.0

whole = tf.Variable(2)
with tf.GradientTape() as tape:
    y = whole * whole
assert tape.gradient(y, whole) is None

with tf.GradientTape() as tape:
    tape.watch(c)
    y = c * c
slope = tape.gradient(y, c)
print("with watch:", float(slope))
assert float(slope) == 4.0

# %% [markdown]
r"""
`None` and zero are different answers. **Zero** says: there is a path, and its slope here is 0.
**`None`** says: no recorded path leads from y back to this thing.

A path can be cut on the way, too. Below, `v` is a `tf.Variable` that holds 2. The line of
`early` ran before the tape; all others run under it.

| | y |
|---|---|
| A | `v + 1.0` |
| B | `tf.round(v)` |
| C | `tf.cast(tf.cast(v, tf.int32), tf.float32)` |
| D | `3.0 * tf.stop_gradient(v)` |
| E | `3.0 * tf.constant(v.numpy())` |
| F | `tf.nn.relu(-v)` |
| G | `3.0 * tf.identity(v)` |
| H | `3.0 * early`, where `early = v * v` |

**Predict.** For which does the tape return `None`? Write the letters, in order, as one text:
`"AFH"`, say.
"""

# %%
predict("02.P5", ...)

# %%
v = tf.Variable(2.0)
early = v * v
formulas = {
    "A": lambda: v + 1.0,
    "B": lambda: tf.round(v),
    "C": lambda: tf.cast(tf.cast(v, tf.int32), tf.float32),
    "D": lambda: 3.0 * tf.stop_gradient(v),
    "E": lambda: 3.0 * tf.constant(v.numpy()),
    "F": lambda: tf.nn.relu(-v),
    "G": lambda: 3.0 * tf.identity(v),
    "H": lambda: 3.0 * early,
}
slopes = {}
for letter, formula in formulas.items():
    with tf.GradientTape() as tape:
        y = formula()
    slope = tape.gradient(y, v)
    slopes[letter] = None if slope is None else abs(float(slope))

reveal("02.P5", "".join(letter for letter, slope in slopes.items() if slope is None))
assert [slopes[letter] for letter in "AFG"] == [1.0, 0.0, 3.0]
assert all(slopes[letter] is None for letter in "BCDEH")

# %% tags=["drawing"]
reasons = {
    "v + 1.0": "plain arithmetic",
    "tf.round(v)": "steps: TensorFlow defines no slope",
    "tf.cast(tf.cast(v, tf.int32), …)": "whole numbers have no slope",
    "3.0 * tf.stop_gradient(v)": "cut on purpose",
    "3.0 * tf.constant(v.numpy())": "NumPy: the tape cannot see it",
    "tf.nn.relu(-v)": "a path, flat at this place",
    "3.0 * tf.identity(v)": "a copy that is recorded",
    "3.0 * early": "computed before the tape",
}
sheet = Sheet(size=(9.8, 4.6), title="What the tape returns for v, which holds 2")
marks = ["✗  None" if slope is None else f"✓  {slope:g}" for slope in slopes.values()]
d = Diagram(sheet.panel, (-0.1, 9.7), (7.6, -0.6))
for row, (letter, formula, mark) in enumerate(zip(slopes, reasons, marks)):
    d.text(f"{letter}   {formula}", (0, row), family="monospace", align="left")
    d.box(mark, (5.22, row), (1.35, 0.8), SKY if "✓" in mark else ROSE, fontsize=13)
    d.text(reasons[formula], (6.1, row), color=QUIET, align="left")
gradients = [mark[3:] for mark in marks]
figure(
    sheet,
    alt="Eight expressions of v, each with what the tape returns. A number for v + 1 (1), relu "
    "of minus v (0) and identity (3). None for round, a cast to whole numbers, stop_gradient, "
    "a constant made from NumPy, and a value computed before the tape.",
    data={"letter": slopes, "y": reasons, "gradient": gradients, "why": reasons.values()},
)

# %% [markdown]
r"""
**Guess first:** y is computed from v, which holds 2. Then 10 is written into v. Only then is
the tape asked for the slope of $v^2$. Is it 4 or 20?
"""

# %%
v = tf.Variable(2.0)
with tf.GradientTape() as tape:
    y = v * v
v.assign(10.0)
slope = tape.gradient(y, v)
print("slope:", float(slope), "  v now holds", float(v))
assert float(slope) == 4.0

# %% [markdown]
r"""
The tape keeps the values that were read, not the boxes' later contents. So you may write into a
box right after the computation: the slopes still belong to the old value.

`+` is not among the cutters. There is one corner to know: a NumPy array to the *left* of a
`keras.Variable`. There NumPy does the sum, and the path is cut. Put the variable to the left.
"""

# %%
row = np.array([1.0, 2.0], "float32")
k = keras.Variable(2.0)
with tf.GradientTape(persistent=True) as tape:
    array_left = tf.reduce_sum(row + k)
    array_right = tf.reduce_sum(k + row)

assert isinstance(row + k, np.ndarray)
assert tape.gradient(array_left, k) is None
assert float(tape.gradient(array_right, k)) == 2.0

# %% exercise="grad_or_none"

# %% [markdown]
r"""
## 7. One step downhill

Now everything meets: a box that everybody reads, a gradient that may be `None`, and a write
into the box. **Stochastic gradient descent** (SGD) takes steps of this kind:

$$w \leftarrow w - \text{lr} \cdot g$$

The **learning rate** lr says how far to go along the gradient g. Here are five steps on
$(w - 3)^2$, done twice: the box is written, or the name is moved.
"""


# %%
def walk(write):
    """Five steps from 0. What does the box hold after each?"""
    w = box = tf.Variable(0.0)
    held, message = [0.0], "none"
    for _ in range(5):
        with tf.GradientTape() as tape:
            loss = (w - 3.0) ** 2
        slope = tape.gradient(loss, w)
        if write:
            w.assign_sub(0.2 * slope)
        elif slope is None:
            message = "no gradient: w is a tensor now"
        else:
            w = w - 0.2 * slope
        held.append(float(box))
    return held, message


written, written_says = walk(write=True)
moved, moved_says = walk(write=False)
print("box written:", np.round(written, 2), " error:", written_says)
print("name moved: ", np.round(moved, 2), " error:", moved_says)
assert written_says == "none" and written[-1] > 2.7
assert moved == [0.0] * 6 and "no gradient" in moved_says

# %% tags=["drawing"]
sheet = Sheet(size=(7.8, 3.5))
held = {"w.assign_sub(0.2 * slope)": written, "w = w - 0.2 * slope": moved}
names = {name: (5, at, "right") for name, at in zip(held, (2.25, 0.15))}
plot_curves(sheet, range(6), held, names=names, xlabel="step", ylabel="what the box holds")
plot_level(sheet, 3, "w with the lowest loss: 3", (0, 3.2))
sheet.panel.set(ylim=(-0.3, 3.6), title="Five steps downhill, written and not written")
figure(
    sheet,
    alt="What the box holds over five steps. With assign_sub it rises from 0 and comes close to "
    "the target, 3. With w = w - 0.2 * slope it stays at 0.",
    data={"step": range(6), "box written": written, "name moved": moved},
)

# %% [markdown]
r"""
Each mark is what the box holds after a step. The second way fails twice. The box never moves.
And from the second step on there is no gradient, since nobody watches the tensor that w now
names. In real code this shows up as a puzzling error about `None`.
"""

# %% exercise="sgd_step"

# %% [markdown]
r"""
## 8. Bug hunt

Two pieces of code of the kind that is passed around. Each runs into something that you have
seen today. They are extra: no points, the same advice.
"""

# %% exercise="fix_1"

# %% exercise="fix_2"

# %% [markdown]
r"""
## Exit quiz

Three questions. Put a letter in the place of each `...`.
"""

# %%
quiz("02.exit", answers=[..., ..., ...])

# %% [markdown]
r"""
## What you now know

- A tensor is a value; a variable is a box for one; a name is an arrow. `=` moves arrows.
- `assign`, `assign_add` and `assign_sub` write into the box, and all aliases see it.
- `+=` never writes into a variable: a `tf.Variable` refuses, a `keras.Variable` is silent.
- A new list of variables is no copy of their values. `numpy()` is.
- In a `tf.function`, a Python number counts traces. Only a variable counts calls.
- `None` means: no recorded path. Zero means: a path, flat at this place.

**To read on:** in TensorFlow's guides, "Introduction to Variables", "Introduction to gradients and
automatic differentiation" (its part on `None`) and "Better performance with tf.function" (its
part on tracing).

**Next:** lesson 03 puts boxes into layers, and asks which of them Keras trains and saves.
"""

# %%
progress()
