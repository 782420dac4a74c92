# %% [markdown]
r"""
# 03 — Who owns the weight? tf.Variable versus add_weight

**60 minutes**: 15 to read, 5 predictions, 7 quiz questions (a minute each), and 33 for the four
core exercises.

At the end you can

1. say, before running it, which variables of a layer `fit` will train and a saved file will
   keep;
2. write a layer whose weights get their shape from the first input;
3. write a layer with a weight that moves in training but not by gradient;
4. put a price, an initial value or a limit on a weight with one argument;
5. find variables that Keras does not see.

**Not here:** layers that share sublayers, and `training` in depth (lesson 04); GPUs and several
devices.

**You need** lesson 00 (a layer's `__init__`, `build`, `call`; the tape), lesson 01
(broadcasting) and lesson 02 (`tf.Variable`, `assign`).
"""

# %% tags=["setup"]
from autograder import check, figure, hint, open_lesson, predict
from autograder import progress, quiz, reveal, solution
from autograder.pictures import BLUE, DASHED, DOTTED, INK, ROSE, SKY, SOLID, YELLOW, Sheet
from autograder.pictures import outcome_table, plot_bars, plot_curves, plot_level
from autograder.pictures.residual_block_numbers import block_numbers
from autograder.pictures.returning_picture import picture_alt, picture_data, returning_picture
import keras
import numpy as np
import tensorflow as tf
import matplotlib.pyplot as plt

tf.get_logger().setLevel("ERROR")  # TensorFlow's notes for engineers stay silent
open_lesson("03_weights")

# %% [markdown]
r"""
## The picture that returns

This is where the course is going. Numbers flow forward along the line; gradients flow back
beneath it.

The input x is one pixel with two channels, so it is two numbers: 1 and 2. Beneath them stands
their gradient, 2 and −0.5. Raise the 1 a little, and the loss rises twice as much.

The boxes conv, BN and ReLU come in later lessons. Today they stay closed.

Today's parts are the two boxes of weights, $W_1$ and $W_2$. A gradient arrives at each.
Somebody must still act on it. Who?

Run this notebook as you ran the others, cell by cell. Where an exercise keeps you, write
`hint("ScaleShift")`, with its name, in a new cell.
"""

# %% tags=["drawing"]
figure(returning_picture(lit=3), alt=picture_alt(3), data=picture_data())

# %% tags=["drawing"]
# Proof
assert ("x", "1, 2", "2, −0.5") in zip(*picture_data().values(), strict=True)
rise = block_numbers(x=np.array([1.001, 2.0])).loss - block_numbers().loss
assert abs(rise / 0.001 - 2) < 0.01

# %% [markdown]
r"""
## Before you begin

Four questions on earlier lessons, from memory. No points.
"""

# %%
quiz("03.retrieval", answers=[..., ..., ..., ...])

# %% [markdown]
r"""
## 1. Three ways to hold a weight

A **weight** is a number, or an array of numbers, that a layer keeps between calls and that
training may change.

Here are three layers for the same job: $y = w \cdot x + b$. Both weights start at 1. They
differ in one thing only: who makes the variables.
"""


# %%
class Line(keras.layers.Layer):
    """y = w * x + b. The three classes below say where w and b come from."""

    def call(self, inputs):
        return self.w * inputs + self.b


class Raw(Line):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.w = tf.Variable(1.0)
        self.b = tf.Variable(1.0)


class Boxed(Line):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.w = keras.Variable(1.0)
        self.b = keras.Variable(1.0)


class Owned(Line):
    def build(self, input_shape):
        self.w = self.add_weight(name="w", shape=(), initializer="ones")
        self.b = self.add_weight(name="b", shape=(), initializer="ones")


# %% [markdown]
r"""
`keras.Variable` is Keras's own box for a value. `add_weight` is a layer's method that makes
such a box.

The task is to find the line $y = 3x - 1$ from 64 points. So `w` should travel from 1 to 3.
"""

# %%
import warnings

x = np.linspace(-1.5, 1.5, 64, dtype="float32")[:, None]
y = 3 * x - 1


def train(*layers, epochs=15):
    """Fit these layers to the line. Return the loss of each epoch, and the warnings."""
    keras.utils.set_random_seed(3)
    model = keras.Sequential([keras.Input((1,)), *layers])
    model.compile(keras.optimizers.SGD(0.1), "mse")
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always", UserWarning)
        history = model.fit(x, y, epochs=epochs, batch_size=16, verbose=0)
    return history.history["loss"], [str(w.message) for w in heard]


# %% [markdown]
r"""
**Predict.** A layer `Raw()` is trained for 15 epochs. What will its `w` hold afterwards?
Replace the first `...` by a number, and the second by how sure you are: 1 (a guess) to 5
(certain).
"""

# %%
predict("03.P1", ..., confidence=...)

# %%
raw, boxed, owned = Raw(), Boxed(), Owned()
loss_raw, heard_raw = train(raw)
loss_boxed, _ = train(boxed)
loss_owned, _ = train(owned)

for layer in (raw, boxed, owned):
    print(f"{type(layer).__name__:6} w = {float(layer.w):.3f}")
reveal("03.P1", float(raw.w))
assert loss_raw[0] == loss_raw[-1]
assert loss_boxed == loss_owned and loss_owned[-1] < 0.001

# %% tags=["drawing"]
sheet, epochs = Sheet(size=(7.5, 3.8)), range(1, 16)
losses = {"tf.Variable": loss_raw, "keras.Variable": loss_boxed, "add_weight": loss_owned}
looks = (DOTTED, SOLID | {"ms": 9, "mfc": "none"}, DASHED | {"marker": "x"})
title = "The same layer, three kinds of variable"
plot_curves(sheet, epochs, losses, looks, legend="center right", title=title)
sheet.panel.set(xlabel="epoch", ylabel="loss (mean squared error)")
sheet.panel.text(15, loss_raw[-1] - 0.6, "tf.Variable: flat", ha="right")
sheet.panel.text(4.4, 0.7, "keras.Variable and add_weight: one curve on the other")
figure(
    sheet,
    alt="Three curves of the loss over 15 epochs. With tf.Variable the loss stays flat, near 7."
    " With keras.Variable and with add_weight it falls to almost zero within a few epochs, "
    "and these two curves lie on top of each other.",
    data={"epoch": epochs} | losses,
)

# %% [markdown]
r"""
**Investigate.** `Raw` computes the same line, so why does nothing happen? Ask each layer what
it owns. A layer keeps a list, `layer.weights`. A variable in that list is called **tracked**.
"""

# %%
for layer in (raw, boxed, owned):
    print(f"{type(layer).__name__:6} {len(layer.weights)} tracked")

assert (len(raw.weights), len(boxed.weights), len(owned.weights)) == (0, 2, 2)
assert isinstance(owned.w, keras.Variable) and not isinstance(owned.w, tf.Variable)

# %% [markdown]
r"""
### M07 — An attribute, hence trained?

The course numbers common misunderstandings. This is number 07, and feedback calls it M07.

> **You may think:** a `tf.Variable` attribute of a layer is trained.
>
> **That is not so**, because `fit` trains the variables in `trainable_weights` and nothing
> else. Keras 3 puts its own variables on that list, and a `tf.Variable` is not one of them.
>
> **Run this.** Beside a `Dense` layer, `fit` trains the `Dense`, leaves `Raw` alone, and says
> nothing. A warning comes only if the model has no trainable weight at all.
"""

# %%
lonely = Raw()
loss_beside, heard_beside = train(lonely, keras.layers.Dense(1))

print("alone:         ", heard_raw)
print("beside a Dense:", heard_beside)
assert loss_beside[-1] < loss_beside[0]  # the Dense learns,
assert float(lonely.w) == 1.0 and float(lonely.b) == 1.0  # Raw does not,
assert heard_beside == []  # and nobody says so.
assert heard_raw == ["The model does not have any trainable weights."]

# %% [markdown]
r"""
The silence makes this bug expensive. Many older pages show the pattern, since Keras 2 did track
a `tf.Variable`.

**Modify.** Change `tf.Variable` to `keras.Variable` in the first line below, and run the cell
again. One word decides.
"""

# %%
KIND = tf.Variable


class Either(Line):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.w = KIND(1.0)
        self.b = KIND(1.0)


either = Either()
loss_either, _ = train(either)
print(len(either.weights), "tracked; last loss", round(loss_either[-1], 4))
assert (len(either.weights) == 2) == (KIND is keras.Variable)

# %% [markdown]
r"""
## 2. Where is the gradient?

Perhaps `Raw` gets no gradient? A tape can tell.

**Predict.** What will the tape return for `Raw`'s `w`: `'none'`, `'zero'` or `'number'`?
"""

# %%
predict("03.P2", ...)


# %%
def slopes(layer):
    """The gradients of the loss for the layer's w and b, as the tape sees them."""
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((layer(x) - y) ** 2)
    return tape.gradient(loss, [layer.w, layer.b])


slope_raw, slope_owned = slopes(Raw()), slopes(Owned())
print("Raw:  ", [round(float(g), 3) for g in slope_raw])
print("Owned:", [round(float(g), 3) for g in slope_owned])
reveal("03.P2", "none" if slope_raw[0] is None else "number" if float(slope_raw[0]) else "zero")
assert [float(g) for g in slope_raw] == [float(g) for g in slope_owned]

# %% [markdown]
r"""
### M08 — A gradient, hence a step?

> **You may think:** a gradient from the tape means that the optimizer will use it.
>
> **That is not so**, because these are two steps by two parties. The *tape* belongs to
> TensorFlow; it watches every trainable `tf.Variable` that is read. The *list* belongs to
> Keras; `fit` takes gradients only for what is on it.
>
> **Run this.** We walk downhill by hand, over the variables that the tape has watched. Now
> `Raw` learns.
"""


# %%
class Diary(keras.callbacks.Callback):
    """Write down w after each epoch."""

    def on_train_begin(self, logs=None):
        self.w = [float(self.model.layers[0].w)]

    def on_epoch_end(self, epoch, logs=None):
        self.w.append(float(self.model.layers[0].w))


by_fit, by_hand = Raw(), Raw()

model = keras.Sequential([keras.Input((1,)), by_fit])
model.compile(keras.optimizers.SGD(0.1), "mse")
diary = Diary()
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # we know: nothing to train
    model.fit(x, y, epochs=30, batch_size=64, verbose=0, callbacks=[diary])

path = [float(by_hand.w)]
for _ in range(30):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((by_hand(x) - y) ** 2)
    watched = tape.watched_variables()
    for variable, slope in zip(watched, tape.gradient(loss, watched), strict=True):
        variable.assign_sub(0.1 * slope)
    path.append(float(by_hand.w))

assert set(diary.w) == {1.0}
assert abs(path[-1] - 3.0) < 0.05

# %% tags=["drawing"]
sheet, steps = Sheet(size=(7.5, 3.6)), range(31)
lines, looks = {"fit": diary.w, "loop": path}, (DASHED | {"ms": 4}, SOLID | {"ms": 4})
loop = "loop over tape.watched_variables()"
names = {"fit": (30, 1.08, "right"), "loop": (30, 2.62, "right", loop)}
plot_curves(sheet, steps, lines, looks, names=names, xlabel="step", ylabel="w of a Raw layer")
plot_level(sheet, 3, "the target, 3", (0, 3.12))
sheet.panel.set(title="One gradient, used and not used", ylim=(0.8, 3.35))
figure(
    sheet,
    alt="The weight w of a Raw layer over 30 steps. In fit it stays at 1. In a loop over the "
    "tape's watched variables it rises from 1 and comes close to the target 3 within about "
    "20 steps.",
    data={"step": steps} | lines,
)

# %% [markdown]
r"""
So is such a loop the cure? No. The tape watches what is *read*, not what *should learn*. Freeze
a layer, and the tape hands you its weights all the same.
"""

# %%
frozen = keras.layers.Dense(1)
frozen.build((None, 1))
frozen.trainable = False
with tf.GradientTape() as tape:
    frozen(x)

print("on Keras's list:     ", len(frozen.trainable_weights))
print("watched by the tape: ", len(tape.watched_variables()))
assert len(frozen.trainable_weights) == 0 and len(tape.watched_variables()) == 2

# %% [markdown]
r"""
## 3. Who is tracked, and where?

Variables also live in lists, tuples and dicts, or in other layers. The rule is short:

- when you set an attribute, the layer looks at the value. It takes note of a `keras.Variable`
  or a layer, and of lists, tuples and dicts of these;
- `add_weight` puts the variable on the list itself, whatever you do with it afterwards;
- a **sublayer** (a layer held by another layer) brings its own weights along.

**Predict.** A layer runs these two lines. How many weights does it list?

```python
layer.w = keras.Variable(1.0)
layer.w = keras.Variable(2.0)
```
"""

# %%
predict("03.P3", ...)

# %%
layer = keras.layers.Layer()
layer.w = keras.Variable(1.0)
layer.w = keras.Variable(2.0)

print([float(w) for w in layer.weights])
reveal("03.P3", len(layer.weights))
assert [float(w) for w in layer.weights] == [1.0, 2.0]

# %% [markdown]
r"""
The first variable stays on the list although no attribute names it any more. Make a weight
once, then `assign`.

Next we measure the whole table: four things to hold, seven places to hold them. In the cell,
read `measure`. The seven small functions above it are the places.

The Keras 2 column is not measured here. It was recorded earlier, with Keras 2.15.
"""


# %%
# Measuring
class Plain:
    """An ordinary Python object: neither a layer nor a list."""


class Lender(keras.layers.Layer):
    """A sublayer that owns one weight."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.w = self.add_weight(name="w", shape=())


def as_an_attribute(layer, make):
    layer.held = make()


def in_a_list(layer, make):
    layer.held = [make(), make()]


def appended_to_a_list(layer, make):
    layer.held = []
    layer.held.append(make())
    layer.held.append(make())


def in_a_tuple(layer, make):
    layer.held = (make(), make())


def in_a_dict(layer, make):
    layer.held = {"a": make(), "b": make()}


def in_nested_boxes(layer, make):
    layer.held = {"a": [make(), make()], "b": (make(),)}


def in_a_plain_object(layer, make):
    layer.held = Plain()
    layer.held.inside = make()


def measure(place, kind):
    """How many variables were made in this place, and how many of them the layer lists."""
    layer, made = keras.layers.Layer(), []

    def make():
        made.append(1)
        return {
            "tf.Variable": lambda: tf.Variable(1.0),
            "keras.Variable": lambda: keras.Variable(1.0),
            "add_weight": lambda: layer.add_weight(shape=()),
            "sublayer": Lender,
        }[kind]()

    place(layer, make)
    return len(layer.weights), len(made)


PLACES = [
    as_an_attribute,
    in_a_list,
    appended_to_a_list,
    in_a_tuple,
    in_a_dict,
    in_nested_boxes,
    in_a_plain_object,
]
KINDS = ["tf.Variable", "keras.Variable", "add_weight", "sublayer"]
table = {kind: [measure(place, kind) for place in PLACES] for kind in KINDS}

# tf.Variable, recorded with TensorFlow 2.15 and Keras 2.15
KERAS_2_RECORDED = [(1, 1), (2, 2), (2, 2), (2, 2), (2, 2), (3, 3), (0, 1)]

assert all(tracked == 0 for tracked, _ in table["tf.Variable"])
for kind in ("keras.Variable", "sublayer"):
    assert all(tracked == made for tracked, made in table[kind][:-1])
    assert table[kind][-1] == (0, 1)  # the plain object
assert all(tracked == made for tracked, made in table["add_weight"])

# %% tags=["drawing"]
columns = {f"{kind}\nKeras 3, measured": table[kind] for kind in KINDS}
columns |= {"tf.Variable\nKeras 2, recorded": KERAS_2_RECORDED}
rows = [place.__name__.replace("_", " ") for place in PLACES]
cells = {
    (row, column): (tracked == made, f" {tracked} of {made}")
    for column, counts in columns.items()
    for row, (tracked, made) in zip(rows, counts)
}
sheet = Sheet(size=(10.5, 4.6))
outcome_table(sheet, cells, title="How many of the variables made does the layer list?")
sheet.panel.axvline(3.5, color=INK, lw=2)
figure(
    sheet,
    alt="A table of ticks and crosses: how many variables a layer tracks. In Keras 3 a "
    "tf.Variable is tracked nowhere. A keras.Variable and a sublayer are tracked as an "
    "attribute and in lists, tuples, dicts and nested boxes, but not in a plain object. "
    "What add_weight makes is tracked everywhere. In Keras 2, as recorded, a tf.Variable "
    "was tracked everywhere but in a plain object.",
    data={"place": rows}
    | {k.replace("\n", ", "): [f"{t} of {m}" for t, m in v] for k, v in columns.items()},
)

# %% [markdown]
r"""
Read the first column, then the last. The same code, two versions, opposite results: this is why
published snippets disagree.

## 4. What `add_weight` gives you

Keras's own `Dense` makes its weights with `add_weight`, in `build`. Both halves of that
sentence matter.

**In `build`.** It runs once, just before the first call, and is told the shape of the input. So
a weight made there can fit the data. It is `build` that knows the shape, not `add_weight`.
"""


# %%
class Gain(keras.layers.Layer):
    """Multiply each channel by its gain. `extra` goes to add_weight."""

    def __init__(self, extra=None, **kwargs):
        super().__init__(**kwargs)
        self.extra = extra or {}

    def build(self, input_shape):
        self.gain = self.add_weight(name="gain", shape=(input_shape[-1],), **self.extra)

    def call(self, inputs):
        return self.gain * inputs


import inspect

layer = Gain()
before = len(layer.weights)
layer(np.ones((2, 5), "float32"))
gain = layer.gain
layer(np.ones((7, 5), "float32"))

print("before the first call:", before, "weights; after it: one of shape", gain.shape)
assert before == 0 and gain.shape == (5,)
assert layer.gain is gain and len(layer.weights) == 1  # the second call has built nothing
assert "self.add_weight(" in inspect.getsource(keras.layers.Dense.build)

# %% exercise="scale_shift"

# %% [markdown]
r"""
**With `add_weight`.** It takes arguments, and each of these saves you work.

| argument | what it does | when it is left out |
|---|---|---|
| `initializer` | gives the initial values | random (Glorot, a rule for the spread) |
| `trainable=False` | optimizers keep out | trainable |
| `regularizer` | puts a price on the values, added to the loss | no price |
| `constraint` | corrects the values after each step | no limit |
| `dtype` | sets how the values are stored | the layer's policy decides |

**Start values.** Only Keras's own seed makes them repeatable. TensorFlow's does not.
"""


# %%
def fresh(seed):
    """Start values of a new Gain on five channels, after seeding."""
    seed(1)
    layer = Gain()
    layer.build((None, 5))
    return layer.gain.numpy()


print("default:", fresh(keras.utils.set_random_seed).round(2))
first, again = fresh(keras.utils.set_random_seed), fresh(keras.utils.set_random_seed)
assert len(set(first)) == 5  # random
assert np.array_equal(first, again)  # repeatable
assert not np.array_equal(fresh(tf.random.set_seed), fresh(tf.random.set_seed))  # not so

# %% [markdown]
r"""
**Trainable or not.** A weight with `trainable=False` is tracked, saved and loaded, but no
optimizer moves it. You move it yourself, with `assign`.
"""

# %%
still = Gain({"initializer": "ones", "trainable": False})
train(still, keras.layers.Dense(1))  # the Dense learns; the gain does not

print("tracked:", len(still.weights), "  trainable:", len(still.trainable_weights))
print("value:", still.gain.numpy())
assert len(still.weights) == len(still.non_trainable_weights) == 1
assert len(still.trainable_weights) == 0
assert still.gain.numpy() == 1.0
assert len(still.get_weights()) == 1  # get_weights: what a Keras file stores

# %% exercise="running_mean"

# %% [markdown]
r"""
**A price.** A regularizer's price stands in `layer.losses`. `fit` and `evaluate` add it to the
loss by themselves. A loop of your own must add it by hand.
"""

# %%
layer = Gain({"initializer": "ones", "regularizer": keras.regularizers.L2(0.1)})
model = keras.Sequential([keras.Input((3,)), layer])
model.compile("sgd", "mse")
ones = np.ones((4, 3), "float32")  # the error itself is 0: ones in, ones wanted

with tf.GradientTape(persistent=True) as tape:
    error = tf.reduce_mean((model(ones) - ones) ** 2)
    priced = error + sum(model.losses)
assert np.allclose(tape.gradient(error, layer.gain), 0.0)  # without the price: no slope
assert np.allclose(tape.gradient(priced, layer.gain), 0.2)  # with it: 2 * 0.1 * 1

by_evaluate = model.evaluate(ones, ones, verbose=0)
by_fit = model.fit(ones, ones, verbose=0).history["loss"][0]
print("evaluate:", round(by_evaluate, 3), "  fit:", round(by_fit, 3))
assert np.isclose(by_evaluate, 0.1 * 3) and np.isclose(by_fit, 0.1 * 3)

# %% [markdown]
r"""
**A limit.** A constraint is applied after the optimizer's step. Here the step would lead below
zero.
"""


# %%
def after_one_step(**extra):
    """The gains after one large step towards the target -1."""
    layer = Gain({"initializer": "ones", **extra})
    model = keras.Sequential([keras.Input((3,)), layer])
    model.compile(keras.optimizers.SGD(5.0), "mse")
    model.train_on_batch(ones, -ones)
    return layer.gain.numpy()


free, limited = after_one_step(), after_one_step(constraint="non_neg")
print("free:", free.round(2), "  with non_neg:", limited)
assert (free < 0).all() and (limited == 0).all()

# %% [markdown]
r"""
**A dtype policy** (a layer's rule for number formats). Under `mixed_float16`, a layer stores
its weights in 32 bits and computes in 16. Its own weights are converted on the way. A
`tf.Variable` is not, and the formats clash.
"""

# %%
half = Gain({"initializer": "ones"}, dtype="mixed_float16")
answer = half(ones)
print("stored:", half.gain.dtype, "  computed:", answer.dtype.name)
assert half.gain.dtype == "float32" and answer.dtype == tf.float16

clash = False
try:
    Raw(dtype="mixed_float16")(ones)
except tf.errors.InvalidArgumentError:
    clash = True
assert clash

# %% exercise="penalised_scale"

# %% [markdown]
r"""
## 5. Save, load, compare

This layer holds one variable of each kind. Both start at 1. We set the `tf.Variable` to 5 and
the Keras weight to 7, as if training had done it.
"""


# %%
class Pair(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.raw = tf.Variable(1.0)

    def build(self, input_shape):
        self.owned = self.add_weight(name="owned", shape=(), initializer="ones")

    def call(self, inputs):
        return self.raw * inputs + self.owned


def pair_model():
    return keras.Sequential([keras.Input((1,)), Pair()])


trained = pair_model()
pair = trained.layers[0]
pair.raw.assign(5.0)
pair.owned.assign(7.0)
print("raw:", pair.raw.numpy(), "  owned:", float(pair.owned))

# %% [markdown]
r"""
**Predict.** The model is saved as `pair.keras` and loaded again. What does `raw` hold in the
loaded model?
"""

# %%
predict("03.P4", ...)

# %%
import pathlib
import tempfile

folder = pathlib.Path(tempfile.mkdtemp())
with warnings.catch_warnings(record=True) as heard:
    warnings.simplefilter("always", UserWarning)
    trained.save(folder / "pair.keras")
    loaded = keras.models.load_model(folder / "pair.keras", custom_objects={"Pair": Pair})

pair = loaded.layers[0]
print("raw:", pair.raw.numpy(), "  owned:", float(pair.owned), "  warnings:", len(heard))
reveal("03.P4", float(pair.raw))
assert float(pair.raw) == 1.0 and float(pair.owned) == 7.0
assert heard == []

# %% [markdown]
r"""
No error, no warning: the file never held the 5. The loaded model makes a new `tf.Variable`, and
that starts at 1.

Is it always lost? There are more ways to save, and you may guess which tool looks at which
list.
"""


# %%
def held(model):
    """raw and owned, told from two outputs: at 0 and at 1."""
    low, high = np.ravel(model(np.array([[0.0], [1.0]], "float32")))
    return float(high - low), float(low)


ways = {"Keras: .keras file": held(loaded)}

trained.save_weights(folder / "pair.weights.h5")
copy = pair_model()
copy.load_weights(folder / "pair.weights.h5")
ways["Keras: .weights.h5 file"] = held(copy)

copy = pair_model()
copy.set_weights(trained.get_weights())
ways["Keras: get_weights, set_weights"] = held(copy)

tf.train.Checkpoint(model=trained).write(folder / "checkpoint")
copy = pair_model()
tf.train.Checkpoint(model=copy).read(folder / "checkpoint").expect_partial()
ways["TensorFlow: Checkpoint"] = held(copy)

tf.saved_model.save(trained, folder / "saved")
copy = tf.saved_model.load(folder / "saved")
ways["TensorFlow: SavedModel"] = held(
    lambda inputs: copy.signatures["serving_default"](tf.constant(inputs))["output_0"]
)

trained.export(folder / "exported", verbose=False)
copy = tf.saved_model.load(folder / "exported")
ways["TensorFlow: model.export"] = held(copy.serve)

assert all(ways[way] == ((1.0, 7.0) if way.startswith("Keras") else (5.0, 7.0)) for way in ways)

# %% tags=["drawing"]
columns = {"tf.Variable\n(was 5)": 5.0, "add_weight\n(was 7)": 7.0}
cells = {
    (way, column): (value == columns[column], value)
    for way, values in ways.items()
    for column, value in zip(columns, values)
}
sheet, signs = Sheet(size=(8.5, 4.2)), {True: ("✓ kept: ", SKY), False: ("✗ reset: ", ROSE)}
outcome_table(sheet, cells, signs)
sheet.panel.axhline(2.5, color=INK, lw=2)
of_raw, of_owned = zip(*ways.values())
figure(
    sheet,
    alt="A grid of six ways to save. The weight from add_weight keeps its 7 in all six. The "
    "tf.Variable is reset to 1 by Keras's three ways (.keras file, .weights.h5 file, "
    "get_weights and set_weights) and keeps its 5 in TensorFlow's three (Checkpoint, "
    "SavedModel, model.export).",
    data={"way": ways, "tf.Variable": of_raw, "add_weight": of_owned},
)

# %% [markdown]
r"""
Two lists again. TensorFlow's tools find every `tf.Variable`; Keras's tools know Keras's list. A
weight from `add_weight` is on both.

## 6. A layer that counts

This layer wants to count its calls. The weight is tracked; nothing is wrong with that. Look at
the line in `call`, and think of `v = v + 1` in lesson 02.
"""


# %%
class Counter(keras.layers.Layer):
    def build(self, input_shape):
        self.steps = self.add_weight(
            name="steps", shape=(), initializer="zeros", trainable=False
        )

    def call(self, inputs):
        self.steps += 1
        return inputs


# %% [markdown]
r"""
**Predict.** It is called three times. What does the weight on the list, `counter.weights[0]`,
hold then? Say how sure you are, from 1 to 5.
"""

# %%
predict("03.P5", ..., confidence=...)

# %%
counter = Counter()
counter.build((None, 1))
shown, listed = [float(counter.steps)], [float(counter.weights[0])]
for _ in range(3):
    counter(x)
    shown.append(float(counter.steps))
    listed.append(float(counter.weights[0]))

print("the attribute is now an", type(counter.steps).__name__)
reveal("03.P5", listed[-1])
assert shown == [0, 1, 2, 3] and listed == [0, 0, 0, 0]
assert type(counter.steps).__name__ == "EagerTensor"
assert not isinstance(counter.steps, keras.Variable)
assert counter.get_weights() == [0.0]  # what a Keras file would store

# %% tags=["drawing"]
sheet = Sheet(size=(7.5, 3.4), title="The name moved on; the weight stayed")
lines = {"what the attribute counter.steps shows": shown}
lines |= {"what the weight counter.weights[0] holds": listed}
plot_curves(sheet, range(4), lines, (DASHED, SOLID), steps=True, legend="upper left")
sheet.panel.set(xlabel="after call n (0: before the first)", ylabel="value")
sheet.panel.set(xticks=range(4), yticks=range(4))
figure(
    sheet,
    alt="Two step curves over three calls. The attribute shows 0, 1, 2, 3. The weight on the "
    "layer's list stays at 0.",
    data={"calls": range(4), "attribute": shown, "weight": listed},
)

# %% [markdown]
r"""
`+=` computed a new tensor and moved the name `self.steps` to it. The weight itself never
changed, so a saved file would say 0. Inside `fit` the same line ends with an error. The cure is
the one of lesson 02: write *into* the box.
"""


# %%
class GoodCounter(Counter):
    def call(self, inputs):
        self.steps.assign_add(1.0)
        return inputs


good = GoodCounter()
for _ in range(3):
    good(x)
assert float(good.steps) == float(good.weights[0]) == 3.0

refused = False
try:
    train(Counter())
except TypeError as error:
    refused = "out of scope" in str(error)
assert refused

# %% [markdown]
r"""
## 7. Making things in `call`

### M09 — Made where it is used?

> **You may think:** layers may be made in `call`, where they are used.
>
> **That is not so**, because `call` runs again and again. Each run makes a *new* layer with new
> random weights. Nothing keeps them, so nothing can train them.
>
> **Run this.** One input, five calls, five answers, no weight. In `fit` it ends with an error.
"""


# %%
class MadeInCall(keras.layers.Layer):
    def call(self, inputs):
        return keras.layers.Dense(1)(inputs)


class MadeOnce(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = keras.layers.Dense(1)

    def call(self, inputs):
        return self.dense(inputs)


keras.utils.set_random_seed(4)
one = np.ones((1, 1), "float32")
careless, careful = MadeInCall(), MadeOnce()
answers_careless = [float(careless(one)[0, 0]) for _ in range(5)]
answers_careful = [float(careful(one)[0, 0]) for _ in range(5)]

assert len(set(answers_careless)) == 5 and len(set(answers_careful)) == 1
assert (len(careless.weights), len(careful.weights)) == (0, 2)

refused = False
try:
    train(MadeInCall())
except ValueError as error:
    refused = "singleton" in str(error)  # each variable may be made once only
assert refused

# %% tags=["drawing"]
sheet, calls = Sheet(size=(7.5, 3.4), title="The same input, five times"), range(1, 6)
answers = {"Dense made in call": answers_careless, "Dense made once": answers_careful}
looks, labels = ((YELLOW, "//"), (BLUE, "")), {"xlabel": "call", "ylabel": "output"}
plot_bars(sheet, calls, answers, looks=looks, legend="upper center", ylim=(-2, 2.6), **labels)
sheet.panel.axhline(0, color=INK, lw=1)
figure(
    sheet,
    alt="Bars of the output for the same input in five calls. With the Dense layer made in "
    "call, all five differ. With the layer made once, all five are equal.",
    data={"call": calls, "made in call": answers_careless, "made once": answers_careful},
)

# %% [markdown]
r"""
"Then I keep it in an attribute!" Keras stops that, too. After `build`, a layer is **locked**:
no new weight, no new sublayer. Only a raw `tf.Variable` slips through, unseen.
"""

# %%
locked = keras.layers.Dense(1)
locked.build((None, 1))

refusals = 0
makers = [
    lambda: keras.layers.Dense(1),
    lambda: keras.Variable(1.0),
    lambda: locked.add_weight(shape=()),
]
for make in makers:
    try:
        locked.late = make()
    except ValueError:
        refusals += 1

locked.slipped = tf.Variable(1.0)
print(refusals, "refused; weights listed:", len(locked.weights))
assert refusals == 3 and len(locked.weights) == 2

# %% [markdown]
r"""
So make **state** (weights and sublayers) in `__init__` or in `build`, and use it in `call`.

Now you know enough to build a detector for what Keras does not see.
"""

# %% exercise="tracking_report"

# %% [markdown]
r"""
## 8. Bug hunt

Four pieces of code of the kind that is passed around. Each is broken in one place. Run it, find
out what Keras sees, and mend it. They are extra: no points, the same advice. Your
`tracking_report` may help.
"""

# %% exercise="fix_1"

# %% exercise="fix_2"

# %% exercise="fix_3"

# %% exercise="fix_4"

# %% [markdown]
r"""
## Exit quiz

Three questions. Put a letter in the place of each `...`.
"""

# %%
quiz("03.exit", answers=[..., ..., ...])

# %% [markdown]
r"""
## What you now know

- Keras trains and saves what is on **its list**: `layer.weights`. A `tf.Variable` is not on it.
- A gradient from the tape is an offer. Somebody must take it up.
- `add_weight` in `build` makes a weight of the right shape, puts it on the list, and attaches a
  initial value, a price or a limit.
- A weight changes by `assign`. `=` and `+=` only move a name.
- State is made in `__init__` or `build`, never in `call`.

Back to the question of the picture: a gradient arrives at $W_1$ and $W_2$, and the optimizer
acts on it, because the layer has put them on the list.

**To read on:** in Keras's documentation, "Making new layers and models via subclassing",
"Migrating Keras 2 code to multi-backend Keras 3" (the part on tracking TensorFlow variables)
and "The base Layer class". The block in the picture comes from He and others, "Deep Residual
Learning for Image Recognition" (2015); lesson 08 reads it.

**Next:** lesson 04 puts layers into layers.
"""

# %%
progress()
