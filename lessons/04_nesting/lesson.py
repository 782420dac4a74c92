# %% [markdown]
r"""
# 04 — Layers inside layers: sharing, counting, modes

**45 minutes**: 11 to read, 5 predictions, 7 quiz questions (a minute each), and 22 for the four
core exercises. Beyond them, 6 minutes for a mixed quiz on lessons 01 to 04, best on another day.

At the end you can

1. write a layer that holds as many layers as its caller wants;
2. say how many numbers a layer holds, and how many of them are trained;
3. tell one layer called twice from two layers, by looking at the code;
4. say in which mode a layer runs that stands deep inside others;
5. find out whether a layer mixes the samples of a batch.

**Not here:** merging two streams (lesson 05); what batch normalisation is good for (lesson 06);
saving layers that are made with arguments.

**You need** lesson 01 (broadcasting, and the gradient summed back), lesson 02 (names and boxes;
the tape) and lesson 03 (who owns a weight; `build` and `call`).
"""

# %% tags=["setup"]
from autograder import check, figure, hint, open_lesson, predict
from autograder import progress, quiz, reveal, solution
from autograder.pictures import BLUE, CREAM, DASHED, DOTTED, QUIET, ROSE, SKY, SOLID, WHITE
from autograder.pictures import YELLOW, Diagram, Sheet, diagrams
from autograder.pictures import number_grids, outcome_table, plot_curves
from autograder.pictures.returning_picture import picture_alt, picture_data, returning_picture
import keras
import numpy as np
import tensorflow as tf
import matplotlib.pyplot as plt

tf.get_logger().setLevel("ERROR")  # TensorFlow's notes for engineers stay silent
open_lesson("04_nesting")

# %% [markdown]
r"""
## The picture that returns

Today the dashed frame is lit. It is *one* layer, and there are layers inside it: conv, BN, ReLU,
and again conv and BN.

From outside, you see a single thing. You call it, you ask it for its weights, you tell it
whether this is training. How do the layers inside come to know?
"""

# %% tags=["drawing"]
figure(returning_picture(lit=4), alt=picture_alt(4), data=picture_data())

# %% [markdown]
r"""
## Before you begin

Four questions on earlier lessons, from memory. No points.
"""

# %%
quiz("04.retrieval", answers=[..., ..., ..., ...])

# %% [markdown]
r"""
## 1. A tree of layers

Lesson 03 had layers that own weights. A layer may also own **layers**, its *sublayers*. These
may own layers again.

`Unit` below holds two layers. `Tower` holds two units, in a list, and a last `Dense`.

(A **batch normalisation** shifts and scales each channel so that its mean over the batch is 0 and
its variance 1. Section 2 counts what it holds; lesson 06 says what it is good for.)
"""


# %%
class Unit(keras.layers.Layer):
    """Dense, batch normalisation, ReLU."""

    def __init__(self, width, **kwargs):
        super().__init__(**kwargs)
        self.dense = keras.layers.Dense(width)
        self.norm = keras.layers.BatchNormalization()

    def call(self, inputs):
        return keras.ops.relu(self.norm(self.dense(inputs)))


class Tower(keras.layers.Layer):
    """Some units, and a Dense with one output at the end."""

    def __init__(self, width, units, **kwargs):
        super().__init__(**kwargs)
        self.units = [Unit(width) for _ in range(units)]
        self.head = keras.layers.Dense(1)

    def call(self, inputs):
        h = inputs
        for unit in self.units:
            h = unit(h)
        return self.head(h)


keras.utils.set_random_seed(4)
x = np.random.default_rng(4).normal(size=(8, 3)).astype("float32")
tower = Tower(4, units=2, name="tower")
tower(x)  # builds all of it
for weight in tower.weights:
    print(f"{tuple(weight.shape)!s:8} {weight.path}")

# %% [markdown]
r"""
**Investigate.** The names read like the path of a file: from the outermost layer to the weight. So layers form a
**tree**. Here only the leaves, the `Dense` and the `BatchNormalization` layers, have weights of
their own. What the tower lists is what all its leaves list, taken together.
"""


# %%
def held(layer):
    """The layers that a layer holds as attributes, or in a list."""
    found = []
    for value in vars(layer).values():
        for thing in value if isinstance(value, list) else [value]:
            if isinstance(thing, keras.layers.Layer) and thing not in found:
                found.append(thing)
    return found


def leaves(layer):
    below = held(layer)
    return [leaf for part in below for leaf in leaves(part)] if below else [layer]


for leaf in leaves(tower):
    print(f"{type(leaf).__name__:19} {len(leaf.weights)} weights")
assert len(tower.weights) == sum(len(leaf.weights) for leaf in leaves(tower)) == 14
assert tower.count_params() == sum(leaf.count_params() for leaf in leaves(tower))

# %% tags=["drawing"]
sheet, rows, places = Sheet(size=(10, 4.6)), [], iter(range(5))
d = Diagram(sheet.panel, (-0.6, 4.6), (-2.4, 0.4), title="A tree of layers")


def draw(layer, depth=0):
    """Draw a layer above what it holds, the leaves from left to right. Return its node."""
    below = [draw(part, depth + 1) for part in held(layer)]
    name = type(layer).__name__.replace("BatchNormalization", "BatchNorm.")
    word = f"{name}\n{'lists' if below else 'owns'} {len(layer.weights)} weights"
    at = (np.mean([node.x for node in below]) if below else next(places), -depth)
    node = d.box(word, at, (0.74, 0.32), CREAM if below else SKY, dashed=bool(below))
    for part in below:
        d.line(node, part, color=QUIET, width=1.4)
    rows.append((depth, name, len(layer.weights)))
    return node


draw(tower)
figure(
    sheet,
    alt="A tree. At the top the Tower, which lists 14 weights. Below it two Units, which list 6 "
    "weights each, and a Dense that owns 2. Below each Unit a Dense that owns 2 weights and a "
    "batch normalisation that owns 4.",
    data=dict(zip(("depth", "layer", "weights"), zip(*rows))),
)

# %% [markdown]
r"""
What you do to the outermost layer reaches the whole tree. Freeze the tower, and nothing in it is
trainable any more.
"""

# %%
tower.trainable = False
assert len(tower.trainable_weights) == 0
assert not any(leaf.trainable for leaf in leaves(tower))
tower.trainable = True
assert len(tower.trainable_weights) == 10  # 14, less two moving statistics in each of two units

# %% [markdown]
r"""
The list in `Tower` lets its caller choose how many units there are. The first exercise uses the
same idea.
"""

# %% exercise="mlp_block"

# %% [markdown]
r"""
## 2. Counting

People say "a network with two million parameters". A **parameter** is one number in a weight. A
weight of the shape `(3, 4)` holds 12 of them. `count_params()` counts them all.

You can count without running anything, if you know what each kind of layer holds.

| layer | weights | numbers |
|---|---|---|
| `Dense(u)` on n channels | kernel (n, u), bias (u,) | n·u + u |
| `Conv2D(f, k)` on c channels | kernel (k, k, c, f), bias (f,) | k·k·c·f + f |
| `BatchNormalization()` on c channels | ? | ? |

A **convolution** moves a window of k × k pixels over an image. Each of its f filters reads all c
channels of the window and writes one number: a weighted sum. The size of the image is not in the formula: the
same filters serve every place. (Lesson 06 has more.)
"""

# %%
for size in (8, 100):
    conv = keras.layers.Conv2D(5, 3)
    conv.build((None, size, size, 2))
    print(f"images of {size} x {size}: {conv.count_params()} numbers")
    assert conv.count_params() == 3 * 3 * 2 * 5 + 5

# %% [markdown]
r"""
**Predict.** How many numbers does a `BatchNormalization` hold for an input with 16 channels, all
in all?
"""

# %%
predict("04.P1", ...)

# %%
norm = keras.layers.BatchNormalization()
norm.build((None, 16))
for weight in norm.weights:
    print(f"{weight.name:16} {tuple(weight.shape)}  trainable: {weight.trainable}")
reveal("04.P1", norm.count_params())

# %% [markdown]
r"""
### M11 — A scale and a shift, hence two?

> **You may think:** batch normalisation has two numbers a channel, the scale and the shift.
>
> **That is not so**, because it has four. It also keeps a mean and a variance for each channel,
> to be used at inference. No optimizer moves these; the layer does so itself, in training. They
> are weights all the same: counted, saved and loaded.
>
> **Run this.** One training call moves the kept two, and leaves the learnt two alone.
"""

# %%
before = norm.get_weights()
normed = norm(np.random.default_rng(0).normal(3, 2, size=(32, 16)), training=True).numpy()
moved = [not np.array_equal(a, b) for a, b in zip(before, norm.get_weights(), strict=True)]

assert np.allclose(normed.mean(axis=0), 0, atol=1e-4)  # shifted,
assert np.allclose(normed.var(axis=0), 1, atol=0.01)  # and scaled
assert norm.count_params() == 4 * 16
assert [len(norm.trainable_weights), len(norm.non_trainable_weights)] == [2, 2]
assert moved == [False, False, True, True]  # gamma, beta, mean, variance

# %% tags=["drawing"]
# Sizes of the weights
layers = {
    "Dense(4) on 6 channels": {"kernel": 24, "bias": 4},
    "Conv2D(4, 3) on 1 channel": {"kernel": 36, "bias": 4},
    "BatchNormalization() on 4 channels": {"gamma": 4, "beta": 4, "mean": 4, "variance": 4},
}
built = [keras.layers.Dense(4), keras.layers.Conv2D(4, 3), keras.layers.BatchNormalization()]
for layer, shape, numbers in zip(built, [(6,), (9, 9, 1), (4,)], layers.values()):
    layer.build((None, *shape))
    assert layer.count_params() == sum(numbers.values())

# %% tags=["drawing"]
sheet, rows = Sheet(size=(10, 4.4)), []
d = Diagram(sheet.panel, (-0.6, 25), (-10.8, 2.2), equal=True)
trained, kept = {"fill": SKY, "edge": QUIET}, {"fill": ROSE, "edge": QUIET, "hatch": "////"}
for left, (layer, numbers) in zip((3.4, 11.8, 20.8), layers.items()):
    d.text(layer.replace(" on", "\non"), (left + 1.5, 1))
    top = -0.5
    for weight, count in numbers.items():
        look = kept if weight in ("mean", "variance") else trained
        squares, word = np.full((count // 4, 4), ""), f"{weight}: {count}"
        d.cells(squares, (left, top), (1, 1), label=word, **look)
        top -= count // 4 + 0.35
        rows.append((layer, weight, count))
d.cells([""], (20.8, -7), (1, 1), label="trained", **trained)
d.cells([""], (20.8, -8.5), (1, 1), label="kept, not trained", **kept)
figure(
    sheet,
    alt="Three layers drawn with one square for each number. A Dense with 4 units on 6 channels "
    "has a kernel of 24 and a bias of 4. A convolution with 4 filters of 3 by 3 on one channel "
    "has 36 and 4. A batch normalisation of 4 channels has gamma and beta with 4 each, which are "
    "trained, and mean and variance with 4 each, which are hatched: kept, not trained.",
    data=dict(zip(("layer", "weight", "numbers"), zip(*rows))),
)

# %% [markdown]
r"""
**Modify.** Count the numbers of a tower with *three* units, on paper. Then change `UNITS` and run
the cell again.
"""

# %%
UNITS = 2

taller = Tower(4, units=UNITS)
taller(x)
print(taller.count_params(), "numbers")
first, later, last = 3 * 4 + 4 + 4 * 4, 4 * 4 + 4 + 4 * 4, 4 * 1 + 1
assert taller.count_params() == first + (UNITS - 1) * later + last

# %% exercise="bn_params"

# %% [markdown]
r"""
The next three are extra: the other rows of the table as functions, and the block that you wrote
above, at any depth.
"""

# %% exercise="dense_params"

# %% exercise="conv2d_params"

# %% exercise="mlp_params"

# %% [markdown]
r"""
## 3. One layer, called twice

Remember lesson 02: a name is not a box, and two names may lead to one box. The same holds for
layers: one layer may stand in two places.

**Predict.** `d` is one `Dense(8)`, and the input has 8 channels. A model returns
`d(relu(d(inputs)))`. How many numbers does it train? Say how sure you are, from 1 to 5.
"""

# %%
predict("04.P2", ..., confidence=...)

# %%
inputs = keras.Input((8,))
d = keras.layers.Dense(8)
shared = keras.Model(inputs, d(keras.ops.relu(d(inputs))))

d1, d2 = keras.layers.Dense(8), keras.layers.Dense(8)
apart = keras.Model(inputs, d2(keras.ops.relu(d1(inputs))))

print("one layer, twice:", shared.count_params(), "   two layers:", apart.count_params())
reveal("04.P2", shared.count_params())

# %% [markdown]
r"""
### M10 — Two calls, hence two sets?

> **You may think:** two calls make two sets of weights.
>
> **That is not so**, because a layer makes its weights once, when it is built. The first call
> builds it; each further call uses the same boxes. To get a second set you must make a second
> layer. One layer in several places is called **shared**.
>
> **Run this.** Move the shared kernel, and both calls change.
"""

# %%
assert shared.count_params() == 8 * 8 + 8 and apart.count_params() == 2 * (8 * 8 + 8)
assert len(shared.weights) == 2 and shared.weights[0] is d.kernel

h = np.ones((1, 8), "float32")
once, again = d(h).numpy(), d(h).numpy()
d.kernel.assign(2 * d.kernel)
assert np.array_equal(once, again)
assert np.allclose(d(h), 2 * once, atol=1e-5) and np.allclose(d(h), 2 * again, atol=1e-5)

# %% tags=["drawing"]
titles = ("one layer, called twice", "two layers, called once each")
sheet, size = Sheet(2, 1, size=(9.5, 6.2)), (0.66, 0.4)
panels = diagrams(sheet, titles, (-0.4, 7.6), (-0.95, 1.5), fontsize=13)
words, places = (("d", "ReLU", "d"), ("d1", "ReLU", "d2")), ((3, 3), (1.5, 4.5))
look = {"size": (0.96, 0.66), "fill": SKY, "edge": BLUE, "width": 2}
for panel, calls, below in zip(panels, words, places):
    boxes = [panel.box(word, (1.5 * k, 1), size) for k, word in enumerate(calls, start=1)]
    panel.chain(panel.text("x", (0, 1)), *boxes, panel.text("y", (6, 1)))
    for call, at in zip(boxes[::2], below):
        weights = panel.box("kernel 64\nbias 8", (at, -0.35), **look)
        panel.line(call, weights, color=BLUE, dashed=True)
    panel.text(f"{72 * len(set(below))} numbers", (6.1, -0.35), align="left")
figure(
    sheet,
    alt="Two chains from x to y: a layer, a ReLU, a layer. In the upper one both calls are tied to "
    "the same box of weights: kernel 64, bias 8, 72 numbers. In the lower one each call has a box "
    "of its own: 144 numbers.",
    data={"chain": ["one layer, twice", "two layers"], "numbers": [72, 144]},
)

# %% tags=["drawing"]
# Proof
assert [shared.count_params(), apart.count_params()] == [72, 144]

# %% [markdown]
r"""
And the gradient? Lesson 01 had the rule: what is used in several places gets the **sum** of what
comes back from them. We compare one shared layer with two that hold the same numbers.
"""

# %%
wide = np.random.default_rng(1).integers(-2, 3, size=(6, 3)).astype("float32")
numbers = np.array([[1, 0, -1], [0, 1, 1], [1, -1, 0]])
one, left, right = (keras.layers.Dense(3, use_bias=False) for _ in range(3))
for layer in (one, left, right):
    layer.build((None, 3))
    layer.kernel.assign(numbers)  # the same numbers in three boxes


def slopes(first, second, variables):
    with tf.GradientTape() as tape:
        h = keras.ops.relu(first(wide))
        loss = tf.reduce_sum(second(h) ** 2) / 2
    return [g.numpy() for g in tape.gradient(loss, [v.value for v in variables])]


by_first, by_second = slopes(left, right, [left.kernel, right.kernel])
(by_both,) = slopes(one, one, [one.kernel])
assert np.array_equal(by_both, by_first + by_second)

# %% tags=["drawing"]
titles = ("first place", "second place", "one layer in both places")
kernels, most = dict(zip(titles, (by_first, by_second, by_both))), 2.2 * np.abs(by_both).max()
look = {"size": (11, 3.9), "colours": "RdBu", "span": (-most, most), "fontsize": 15}
sheet = number_grids(kernels.items(), ".0f", **look)
sheet.suptitle("The gradient of the kernel\n", fontsize=14)
for axes, sign in zip(sheet.axes, "+="):
    axes.text(1.1, 0.5, sign, fontsize=22, ha="center", va="center", transform=axes.transAxes)
entries = {"entry": [f"{i}, {j}" for i, j in np.ndindex(3, 3)]}
figure(
    sheet,
    alt="Three tables of three by three numbers: the kernel's gradient from its first place, that "
    "from its second place, and the gradient of one layer that stands in both. The third is the "
    "sum of the other two, entry by entry.",
    data=entries | {place: kernel.ravel() for place, kernel in kernels.items()},
)

# %% [markdown]
r"""
**Predict.** A textbook says that a layer which is added to a `Sequential` twice is kept only
once. The next cell adds one `Dense` twice. How long is the list of layers afterwards?
"""

# %%
predict("04.P3", ...)

# %%
same = keras.layers.Dense(3)
stack = keras.Sequential([keras.Input((3,))])
stack.add(same)
stack.add(same)
stack.summary()
reveal("04.P3", len(stack.layers))
assert len(stack.layers) == 2 and stack.layers[0] is stack.layers[1]
assert np.allclose(stack(wide), same(same(wide)), atol=1e-5)  # it is applied twice
assert stack.count_params() == 3 * 3 + 3  # its numbers count once

# %% [markdown]
r"""
The layer stays in the list twice, is applied twice, and has one set of weights. Read the summary
with care: it prints the 12 in both rows, and still says 12 in all.

The same trap hides in a list. `[layer] * 3` is a list with one layer in three places. A *list
comprehension*, which calls the class in each turn, makes three.
"""

# %%
times = [keras.layers.Dense(3)] * 3
turns = [keras.layers.Dense(3) for _ in range(3)]
assert len({id(layer) for layer in times}) == 1 and len({id(layer) for layer in turns}) == 3

# %% exercise="repeat"

# %% [markdown]
r"""
**Sharing can hurt.** A shared layer shares *all* its weights, also the moving statistics of a
batch normalisation.

Here are two streams of numbers, one with the mean 0 and one with the mean 10. One `BatchNormalization` serves both, in
turn, for 60 training steps.

**Predict.** What will its moving mean come close to: `0`, `5` or `10`? How sure are you, from 1
to 5?
"""

# %%
predict("04.P4", ..., confidence=...)

# %%
draw_from = np.random.default_rng(4)
both = keras.layers.BatchNormalization(momentum=0.9)
own = [keras.layers.BatchNormalization(momentum=0.9) for _ in range(2)]
means = {"shared": [], "own, stream 1": [], "own, stream 2": []}
for _ in range(60):
    streams = [draw_from.normal(mean, 1, size=(64, 1)).astype("float32") for mean in (0, 10)]
    for stream, alone in zip(streams, own, strict=True):
        both(stream, training=True)
        alone(stream, training=True)
        means["shared"].append(float(both.moving_mean[0]))
    means["own, stream 1"] += 2 * [float(own[0].moving_mean[0])]
    means["own, stream 2"] += 2 * [float(own[1].moving_mean[0])]
reveal("04.P4", 5 * round(means["shared"][-1] / 5))

in_training = [float(np.mean(both(stream, training=True))) for stream in streams]
at_inference = [float(np.mean(both(stream))) for stream in streams]
print("mean of the output in training: ", np.round(in_training, 2))
print("mean of the output at inference:", np.round(at_inference, 2))
assert 4 < means["shared"][-1] < 6
assert np.allclose(in_training, 0, atol=0.01)  # each batch by its own mean: nothing shows
assert at_inference[0] < -0.8 and at_inference[1] > 0.8  # both streams are off
assert all(abs(np.mean(alone(s))) < 0.3 for alone, s in zip(own, streams, strict=True))

# %% tags=["drawing"]
sheet, steps = Sheet(size=(9, 3.9)), np.arange(1, 121) / 2
looks = (DASHED | {"linestyle": "-"}, SOLID | {"linestyle": "--"}, DOTTED)
names = {
    "shared": (60, 6.0, "right", "one layer for both: right for neither"),
    "own, stream 1": (60, 0.5, "right", "a layer of its own for stream 1"),
    "own, stream 2": (60, 9.0, "right", "a layer of its own for stream 2"),
}
plot_curves(sheet, steps, means, looks, names=names, markers=False, xlim=(0, 61))
sheet.panel.set(xlabel="training step", ylabel="moving mean", ylim=(-0.6, 10.8))
figure(
    sheet,
    alt="The moving mean over 60 training steps. For layers of their own it comes close to 0 for "
    "stream 1 and to 10 for stream 2. The shared layer jumps to and fro around 5.",
    data={"step": steps} | means,
)

# %% [markdown]
r"""
In training nothing shows, for each batch is normalised by its own mean. At inference the moving
mean is used, and both streams come out wrong: the one too low, the other too high.

So share a `Dense` if that is what you mean. But give each place a batch normalisation of its own.

## 4. Which mode reaches which layer?

Some layers behave differently in training: `Dropout`, `BatchNormalization`. The **mode** is the
argument `training`: `True`, `False`, or `None` for "nobody has said".

The mode starts outside: `fit` says `True`, `predict` says `False`, and when you call a layer by
hand, you may say it or not. How does it get to a layer deep inside? A spy shall tell us. It
returns its input, and writes down the mode it was given.
"""

# %%
seen = []


class Spy(keras.layers.Layer):
    def call(self, inputs, training=None):
        seen.append(training)  # in fit this runs once, while Keras records the step
        return inputs


class Holder(keras.layers.Layer):
    """Calls a spy, with these arguments."""

    def __init__(self, mode):
        super().__init__()
        self.spy, self.mode = Spy(), mode

    def call(self, inputs, training=None):
        mode = {"training": training} if self.mode == "forward" else self.mode
        return self.spy(inputs, **mode)


WRITTEN = {
    "spy(x)": {},
    "spy(x, training=training)": "forward",
    "spy(x, training=None)": {"training": None},
    "spy(x, training=True)": {"training": True},
}


def reached(mode, said):
    """What the spy sees, when the holder is told this (nothing, a mode, or the way of a model)."""
    holder = Holder(mode)
    if said in ("fit", "predict"):
        model = keras.Sequential([keras.Input((3,)), holder, keras.layers.Dense(1)])
        model.compile("sgd", "mse")
        seen.clear()
        if said == "fit":
            model.fit(x, x[:, :1], verbose=0)
        else:
            model.predict(x, verbose=0)
    else:
        seen.clear()
        holder(x, **said)
    return seen[-1]


SAID = {
    "by hand,\nnothing said": {},
    "by hand,\nTrue": {"training": True},
    "by hand,\nFalse": {"training": False},
    "in fit": "fit",
    "in predict": "predict",
}
modes = {
    line: [reached(mode, said) for said in SAID.values()] for line, mode in WRITTEN.items()
}
assert modes["spy(x)"] == modes["spy(x, training=training)"] == [None, True, False, True, False]
assert modes["spy(x, training=None)"] == [None] * 5
assert modes["spy(x, training=True)"] == [True] * 5

# %% tags=["drawing"]
signs = {True: ("True", YELLOW), False: ("False", SKY), None: ("None", WHITE)}
cells = {(line, said): (mode, "") for line in modes for said, mode in zip(SAID, modes[line])}
sheet = Sheet(size=(10.5, 3.9))
outcome_table(sheet, cells, signs, hatched=(None,), title="the outer call")
sheet.panel.set_ylabel("the line inside the holder")
sheet.panel.tick_params(axis="y", labelfontfamily="monospace")
figure(
    sheet,
    alt="A table of the mode that reaches the inner layer. With the argument left out, or the "
    "holder's own training handed on, it is that of the outer call: None, True, False, True in "
    "fit, False in predict. With training=None written down it is None in all five; with "
    "training=True it is True in all five.",
    data={"outer call": [name.replace("\n", " ") for name in SAID]}
    | {line: list(map(str, row)) for line, row in modes.items()},
)

# %% [markdown]
r"""
**Investigate.** Compare the rows. In the first two, the argument is left out, or the holder's own
is handed on: the mode comes through. In the last two, a value is written down: the value wins,
whatever is said outside.

Leaving it out works through layers that know nothing of `training`, as `Unit` and `Tower` above.
"""

# %%
tower(x, training=True)
assert all(np.any(unit.norm.moving_mean) for unit in tower.units)  # the mode got there

# %% [markdown]
r"""
**Predict.** In `call`, a layer writes `self.norm(inputs, training=None)`. The model is trained
with `fit`. Does the moving mean of `norm` move? Write `'yes'` or `'no'`.
"""

# %%
predict("04.P5", ...)


# %%
class Normed(keras.layers.Layer):
    """A batch normalisation, called with these arguments."""

    def __init__(self, **mode):
        super().__init__()
        self.norm, self.mode = keras.layers.BatchNormalization(), mode

    def call(self, inputs):
        return self.norm(inputs, **self.mode)


def mean_after_fit(**mode):
    layer = Normed(**mode)
    model = keras.Sequential([keras.Input((3,)), layer, keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(x + 5, x[:, :1], epochs=3, verbose=0)
    return layer.norm.moving_mean.numpy()


left_out, none = mean_after_fit(), mean_after_fit(training=None)
print("left out:", left_out.round(2), "   training=None:", none)
reveal("04.P5", "yes" if np.any(none) else "no")

# %% [markdown]
r"""
### M12 — None, hence inherited?

> **You may think:** `training=None` in an inner call means "inherit".
>
> **That is not so**, because only an argument that is *left out* is inherited. A written `None`
> is a value; it wins, and the layer runs in inference mode. No error comes: `fit` runs, and the
> statistics stay where they began. (In the signature of your own `call`, `training=None` is
> right: there it is a default.)
>
> **Run this.** Left out, the mean moves. With `None` it does not.
"""

# %%
assert np.all(left_out > 0.05) and np.all(none == 0)

# %% [markdown]
r"""
One more rule, for this layer alone. A *frozen* `BatchNormalization`, one with
`trainable = False`, runs in inference mode whatever you say.
"""

# %%
frozen = keras.layers.BatchNormalization()
frozen.trainable = False
assert np.allclose(frozen(x + 5, training=True), frozen(x + 5, training=False))
assert not np.any(frozen.moving_mean)

# %% [markdown]
r"""
**What the mode changes.** In training, the answer for one sample depends on the others in the
batch. At inference it does not. Below, the samples 1 to 7 are replaced. Does the answer for
sample 0 change?
"""

# %%
norm = keras.layers.BatchNormalization()
others = np.concatenate([x[:1], x[1:] + 5])
alike = {
    mode: np.allclose(norm(x, training=mode)[0], norm(others, training=mode)[0])
    for mode in (True, False)
}
assert alike == {True: False, False: True}

# %% [markdown]
r"""
So a layer may mix samples or not, by its class, by its mode and by what is nested inside it. You
need not read its code: you can measure it. Write the tool.
"""

# %% exercise="uses_batch_stats"

# %% [markdown]
r"""
## 5. Bug hunt

A layer whose training looks perfect. It is extra: no points, the same advice.
"""

# %% exercise="fix_1"

# %% [markdown]
r"""
## Exit quiz

Three questions. Put a letter in the place of each `...`.
"""

# %%
quiz("04.exit", answers=[..., ..., ...])

# %% [markdown]
r"""
## Mixed quiz 1

Six questions, each of which needs two lessons of the first four. Come back for them tomorrow, or
in some days: what you recall after a pause stays longer. No points.
"""

# %%
quiz("04.mixed", answers=[..., ..., ..., ..., ..., ...])

# %% [markdown]
r"""
## What you now know

- Layers form a tree. The outermost one lists the weights of all its leaves, each once.
- A batch normalisation holds four numbers a channel; two of them are trained.
- A layer has one set of weights, however often it is called. Its gradient is the sum over all
  places.
- One batch normalisation in two places mixes two statistics, and shows it at inference only.
- The mode is inherited where the argument is left out. What is written down wins, `None` as
  well.

Back to the question of the picture: the layers inside know the mode because each call hands it
down, unless somebody writes another one in between.

**To read on:** in Keras's documentation, "Making new layers and models via subclassing" (on
layers that are recursively composable), "The Functional API" (on shared layers) and
"BatchNormalization layer". Ioffe and Szegedy, "Batch Normalization" (2015), section 3.1, says
why the two modes differ.

**Next:** lesson 05 lets two streams meet, by `Add` and by `Concatenate`.
"""

# %%
progress()
