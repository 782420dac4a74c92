# %% [markdown]
r"""
# 10 — From blocks to ResNet

**75 minutes**: 15 to read, 5 predictions, 7 quiz questions (a minute each), and 48 for the four
core exercises.

At the end you can

1. build a whole residual network, for any depth, from one function for its blocks;
2. say what a model is made of, with every `+` in it;
3. compute the number of its parameters from a formula, before it exists;
4. write the bottleneck block, and say why 50 layers hardly cost more than 34;
5. train a residual net beside its plain twin, and say what the result shows, and what not.

**Not here:** other orders inside the block, and better starts (lesson 11); why so many layers can
work together (lesson 12).

**You need** lesson 06 (convolution, batch normalisation), lesson 07 (deeper and worse), lesson 08
(the block) and lesson 09 (shortcuts A, B and C).
"""

# %% tags=["setup"]
from autograder import check, figure, hint, open_lesson, predict
from autograder import progress, quiz, reveal, solution
from autograder.pictures import BLUE, CREAM, QUIET, ROSE, RUST, SKY, WHITE, Diagram, Sheet
from autograder.pictures import curve_panels, diagrams, number_grids
from autograder.pictures import plot_bars, plot_curves, plot_level
from autograder.pictures.returning_picture import picture_alt, picture_data, returning_picture
import keras
import numpy as np
import tensorflow as tf
import matplotlib.pyplot as plt

tf.get_logger().setLevel("ERROR")  # TensorFlow's notes for engineers stay silent
open_lesson("10_resnet")

# %% [markdown]
r"""
## The picture that returns

Today the picture shows one block of many. Where its y stands, the next block begins, and takes this
y for its x.
"""

# %% tags=["drawing"]
figure(returning_picture(lit=10), alt=picture_alt(10), data=picture_data())

# %% [markdown]
r"""
## Before you begin

Four questions on earlier lessons, from memory. No points.
"""

# %%
quiz("10.retrieval", answers=[..., ..., ..., ...])

# %% [markdown]
r"""
## 1. The whole network

He and others (2015), section 4.2, describe a family of networks for small colour images of 32×32
pixels. One number, n, decides how deep the network is.

- The **stem** comes first: one 3×3 convolution with 16 filters, batch normalisation (BN), ReLU.
- Three **stages** follow, of n basic blocks each. They have 16, 32 and 64 filters.
- The first block of stages 2 and 3 has stride 2. So the image shrinks from 32×32 to 16×16 to 8×8,
  while the channels grow from 16 to 32 to 64.
- The **head** is a global average pooling, which leaves 64 numbers, and a `Dense` layer. Its ten
  outputs are the **logits**: scores that a softmax would turn into probabilities.

When people say "ResNet-20", they count the layers with kernels on the longest way: one in the stem,
two in each of the 3n blocks, one `Dense`. The depth is 6n + 2.

**Predict.** ResNet-56 is of this family. How many additions does it hold? Write a number.
"""

# %%
predict("10.P1", ...)

# %%
depths = {n: 6 * n + 2 for n in (3, 5, 7, 9, 18)}
print(depths)
n_of_56 = next(n for n, depth in depths.items() if depth == 56)
reveal("10.P1", 3 * n_of_56)
assert list(depths.values()) == [20, 32, 44, 56, 110]
assert 3 * n_of_56 == 27  # one addition a block, n blocks in each of three stages

# %% tags=["drawing"]
stages = ((16, 32, SKY, 3.0), (32, 16, CREAM, 2.2), (64, 8, ROSE, 1.4))
parts = [("stem\n16", WHITE, 3.0)]
for f, _, ground, height in stages:
    parts += 3 * [(f"{f}\nblock", ground, height)]
parts += [("pool", WHITE, 0.8), ("Dense", WHITE, 0.8)]
sheet = Sheet(size=(11.5, 4.6))
d = Diagram(sheet.panel, (-0.6, 12), (-2.4, 2.6))
boxes = [d.box(word, (1.05 * k, 0), (0.72, h), face) for k, (word, face, h) in enumerate(parts)]
d.chain(*boxes)
for number, box in enumerate(boxes[1:10], start=1):
    differ, top = number in (4, 7), box.half_height + 0.4
    left, right = box.x - 0.49, box.x + 0.44
    look = {"color": RUST, "dashed": True, "width": 2.4} if differ else {"color": BLUE}
    d.line((left, 0), (left, top), (right, top), (right, 0), **look)
for s, (f, side, _, _) in enumerate(stages):
    d.text(f"stage {s + 1}\n{side}×{side} pixels, {f} channels", (boxes[3 * s + 2].x, -2))
d.text("solid: x as it is", (-0.36, 2.25), align="left", color=BLUE)
d.text("dashed: the shapes differ (A or B)", (3.7, 2.25), align="left", color=RUST)
words = [word.replace("\n", " ") for word, _, _ in parts]
figure(
    sheet,
    alt="The whole ResNet-20 from left to right: stem, nine blocks in three stages, pooling, Dense. The boxes get "
    "lower from stage to stage, as the image shrinks. Over each block runs a shortcut. Those over "
    "the first blocks of stages 2 and 3 are dashed: there the shapes differ.",
    data={"part": words, "side of the image": [32] * 4 + [16] * 3 + [8] * 3 + [1] * 2},
)

# %% [markdown]
r"""
Only two shortcuts of nine meet a change of shape. The choice between A and B of lesson 09 concerns
just these two, however deep the network is.

## 2. One flat model

In lessons 08 and 09 a block was a class of its own. From here on a block is a **function**: it takes
a symbolic tensor, calls layers on it and returns a symbolic tensor. The model that comes out is
*flat*. All its layers lie side by side in one list, and nothing is hidden in a block.

This is a worked example: the basic block with shortcut A. Read every comment.
"""


# %%
def basic_block(x, filters, stride):
    """The v1 block with shortcut A, as a function on symbolic tensors."""
    h = keras.layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(x)
    h = keras.layers.BatchNormalization()(h)  # a new layer at each call of this function
    h = keras.layers.ReLU()(h)
    h = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)(h)
    h = keras.layers.BatchNormalization()(h)

    if stride != 1 or x.shape[-1] != filters:  # the shapes differ: shortcut A
        missing = filters - x.shape[-1]
        x = x[:, ::stride, ::stride]  # slicing works on symbolic tensors, too
        x = keras.ops.pad(x, [(0, 0), (0, 0), (0, 0), (0, missing)])

    return keras.layers.ReLU()(x + h)


entry = keras.Input((8, 8, 4))
h = entry
for filters, stride in ((4, 1), (6, 2), (6, 1)):
    h = basic_block(h, filters, stride)
three_blocks = keras.Model(entry, h)
print(three_blocks.output_shape, "with", three_blocks.count_params(), "parameters")
assert three_blocks.output_shape == (None, 4, 4, 6)

# %% [markdown]
r"""
Where is `training`? Nowhere. A functional model hands the mode on to its layers by itself.

One trap: a layer made *outside* the function would be shared by all blocks, with one set of weights
(lesson 04). Here each call makes new ones. We look, and count: three blocks with two convolutions each are six
kernels, and behind each stands a batch normalisation.
"""

# %%
pixels = np.random.default_rng(10).normal(size=(2, 8, 8, 4)).astype("float32")
trained, rest = (three_blocks(pixels, training=mode) for mode in (True, False))
assert not np.allclose(trained, rest, atol=1e-3)  # the layers got the mode

kinds = [type(layer).__name__ for layer in three_blocks.layers]
assert kinds.count("Conv2D") == kinds.count("BatchNormalization") == 6
assert len({id(weight) for weight in three_blocks.trainable_weights}) == 6 * 3

# %% [markdown]
r"""
**Predict.** `three_blocks` holds three additions, all written with `+`. How many entries of
`three_blocks.layers` are additions? Write a number, and how sure you are, from 1 to 5.
"""

# %%
predict("10.P2", ..., confidence=...)

# %%
among_layers = [type(layer).__name__ for layer in three_blocks.layers].count("Add")
among_operations = [type(o).__name__ for o in three_blocks.operations].count("Add")
print("additions among the layers:    ", among_layers)
print("additions among the operations:", among_operations)
reveal("10.P2", among_layers)

# %% [markdown]
r"""
### M28 — Not among the layers, hence not in the model?

> **You may think:** `+` is not in my model, for `layers` does not list it.
>
> **That is not so**, because a functional model is a graph of *operations*. A layer is an operation
> that may own weights. `+`, a slice and `keras.ops.pad` are operations without weights. They stand
> in `model.operations`, they run, and they are saved.
>
> **Run this.** We rebuild the model from its own description, with the same weights. The sums are
> still there.
"""

# %%
rebuilt = keras.Model.from_config(three_blocks.get_config())
rebuilt.set_weights(three_blocks.get_weights())
assert among_layers == 0 and among_operations == 3
assert np.allclose(rebuilt(pixels), three_blocks(pixels), atol=1e-5)
assert [type(o).__name__ for o in rebuilt.operations].count("Add") == 3

# %% [markdown]
r"""
The layer `Add()` and the operation behind `+` are two classes of one name. A count by class name
finds both. There is one thing that it does not find: what a block *class* does in its own `call`.
"""


# %%
class HiddenSum(keras.layers.Layer):
    """x + x, inside a layer."""

    def call(self, inputs):
        return inputs + inputs


by_sign = next(o for o in three_blocks.operations if type(o).__name__ == "Add")
assert type(by_sign) is not keras.layers.Add and keras.layers.Add.__name__ == "Add"

closed = keras.Model(entry, HiddenSum()(entry))
assert [type(o).__name__ for o in closed.operations] == ["InputLayer", "HiddenSum"]

# %% exercise="census"

# %% [markdown]
r"""
A census is one of three checks that cost a second and save hours. Make them before each long run:

1. *The shape of the output.* Is it one number for each class, `(None, 10)`? A forgotten pooling shows here.
2. *The number of parameters.* Does it agree with what you computed by hand? A shared layer shows
   here, and so does a forgotten block.
3. *The census.* Are there as many additions as blocks? A **plain twin**, the same net without its
   pluses, has the same shapes and, with shortcut A, as many parameters (section 5 shows it). Only
   the count of the additions tells the two apart.

Now the whole network. No skeleton this time: section 1 is the plan, and `basic_block` is the
material. It still lacks one thing, shortcut B. Write it as three nested things: a function for the
block, a loop over the blocks of a stage, a loop over the stages. Then make the three checks.
"""

# %% exercise="resnet_cifar"

# %% [markdown]
r"""
## 3. Count before you build

A network that is too large shows it late: when the memory is full. A formula shows it before.

Take a stage of n blocks that keep their c channels. A 3×3 convolution from c to c channels has 9·c²
weights, and its batch normalisation trains 2·c numbers. A block has two of each:

$$n \cdot (2 \cdot 9 c^2 + 2 \cdot 2 c)$$

For c = 16, 32 and 64 these are n times 4,672, 18,560 and 73,984.
"""

# %%
per_block = {c: 2 * 9 * c * c + 2 * 2 * c for c in (16, 32, 64)}
print(per_block)
assert list(per_block.values()) == [4_672, 18_560, 73_984]
assert 0.75 < per_block[64] / sum(per_block.values()) < 0.77

# %% tags=["drawing"]
groups = [f"ResNet-{depth}\nn = {n}" for n, depth in depths.items()]
series = {}
for s, (c, count) in enumerate(per_block.items(), start=1):
    series[f"stage {s}, {c} channels"] = [n * count for n in depths]
look = {"looks": ((SKY, ""), (CREAM, "//"), (ROSE, "..")), "stacked": True}
look |= {"ylabel": "parameters", "title": "As if all blocks of a stage were equal"}
table = {"n": depths, "depth": depths.values()}
table["n equal blocks in three stages"] = [n * sum(per_block.values()) for n in depths]
sheet = Sheet(size=(8.6, 4.2))
figure(
    plot_bars(sheet, groups, series, "{value:,}", legend="upper left", **look),
    alt="Five stacked bars, the parameters of n equal blocks in each of three stages, for ResNet-20 to ResNet-110. They grow in a straight line with n. About three quarters of each bar belong to stage 3.",
    data=table,
)

# %% tags=["drawing"]
# Proof
assert sum(per_block.values()) == 97_216 and 0.9 < 269_722 / (3 * 97_216) < 1

# %% [markdown]
r"""
Depth costs little here: each further block of every stage adds the same 97,216 parameters. And three
quarters of them stand in stage 3, where the images are smallest. The channels decide, for they come
in squared.

The bars are not exact. The first blocks of stages 2 and 3 are unlike the others, and stem and head are
left out. ResNet-20 with shortcut A has 269,722 parameters, a little less than its bar. The exact
formula, and what shortcut B adds to it, are left to you.
"""

# %% exercise="resnet_params"

# %% [markdown]
r"""
Does the paper agree? Its Table 6 gives the parameters of these five networks, rounded, in millions.
Two numbers that you know suffice to compare: 269,722 for n = 3, and 97,216 for each further block of
every stage.
"""

# %%
table_6 = {20: 0.27, 32: 0.46, 44: 0.66, 56: 0.85, 110: 1.7}
for n, depth in depths.items():
    exactly = 269_722 + (n - 3) * sum(per_block.values())
    print(f"ResNet-{depth:<4} {exactly:>9,}   in the paper {table_6[depth]} million")
    assert float(f"{exactly / 1e6:.2g}") == table_6[depth]  # equal in two digits

# %% [markdown]
r"""
## 4. The bottleneck

For large photographs the paper takes more channels, from 64 to 512. A basic block for 256 channels has
two kernels of 9·256² weights. That is 1.2 million in one block.

The **bottleneck** does its 3×3 convolution on fewer channels. A 1×1 convolution makes 64 of 256
channels, the 3×3 convolution works on the 64, and another 1×1 convolution makes 256 of them again.
The number of channels inside is called `filters`. Outside there are `filters` · `expansion`, and the
expansion is 4.

**Predict.** How many times more weights has the basic block for 256 channels than the bottleneck
256 → 64 → 256? Kernels alone. Write `2`, `4`, `8` or `17`.
"""

# %%
predict("10.P3", ...)

# %%
basic = [9 * 256 * 256, 9 * 256 * 256]
bottleneck = [256 * 64, 9 * 64 * 64, 64 * 256]
print(f"basic {sum(basic):,}   bottleneck {sum(bottleneck):,}")
reveal("10.P3", round(sum(basic) / sum(bottleneck)))
assert sum(basic) == 1_179_648 and sum(bottleneck) == 69_632

# %% tags=["drawing"]
blocks = {"Basic block": (basic, [("3×3", 256), ("3×3", 256)])}
blocks["Bottleneck"] = (bottleneck, [("1×1", 64), ("3×3", 64), ("1×1", 256)])
titles = [f"{name}: {sum(weights):,} weights" for name, (weights, _) in blocks.items()]
sheet = Sheet(1, 2, size=(11, 6.6))
panels = diagrams(sheet, titles, (-2.1, 2.7), (-6.5, 0.6))
for d, (weights, convs) in zip(panels, blocks.values()):
    last, word = d.text("x", (0, 0.3), fontsize=14), "256 channels"
    for k, (window, channels) in enumerate(convs):
        y, width = -1.03 - 4.4 * k / len(convs), 2.6 if channels == 256 else 1.7
        conv = d.box(f"conv {window}, {channels}", (0, y), (width, 0.66), SKY)
        d.text(f"{weights[k]:,}\nweights", (1.45, y), align="left", fontsize=11)
        d.arrow(last, conv, word=word)
        last, word = conv, f"BN, ReLU · {channels} channels"
    plus = d.plus((0, -5.55), diameter=31, fontsize=17)
    d.arrow(last, plus, word="BN")
    d.arrow(plus, (0, -6.4), word="ReLU")
    d.line((0, -0.05), (-1.75, -0.05), (-1.75, -5.55), plus, width=3, head=True)
figure(
    sheet,
    alt="Two blocks side by side, with 256 channels at both ends. The basic block: two convolutions 3×3 with 589,824 weights "
    "each. The bottleneck: convolution 1×1 down to 64 channels, 3×3 on 64 channels, 1×1 up to 256, with "
    "16,384, 36,864 and 16,384 weights. Both have a shortcut around the whole branch.",
    data={"block": ["basic"] * 2 + ["bottleneck"] * 3, "weights": basic + bottleneck},
)

# %% [markdown]
r"""
So three layers cost a seventeenth of two. Is there a catch? The 3×3 convolution sees 64 channels in
place of 256, so each block can look for fewer patterns. But the stream between the blocks stays 256
channels wide, for the shortcut carries all of them past the narrow place. Nothing is squeezed out of
x; only what the branch *adds* to it was computed on fewer channels.

This is where the name ResNet-50 comes from: take
ResNet-34, which has 3, 4, 6 and 3 basic blocks in four stages (table 1 of the paper), and put a
bottleneck in the place of each.

The function below counts both networks, layer by layer: parameters, and **multiply-adds**, that is,
one multiplication and one addition for each weight at each position of its window.
"""


# %%
def cost(three_layers, side=224):
    """(trainable parameters, multiply-adds) of ResNet-50 (three layers a block) or ResNet-34 (two)."""
    parameters = adds = 0

    def conv(k, c, f, side):
        nonlocal parameters, adds
        parameters += k * k * c * f + 2 * f  # and its batch normalisation
        adds += k * k * c * f * side * side

    conv(7, 3, 64, side // 2)
    side, c = side // 4, 64  # behind the max-pooling
    for stage, blocks in enumerate((3, 4, 6, 3)):
        f = 64 * 2**stage
        wide = 4 * f if three_layers else f
        for block in range(blocks):
            before = side
            if stage > 0 and block == 0:
                side //= 2
            if three_layers:
                conv(1, c, f, before)
                conv(3, f, f, side)
                conv(1, f, wide, side)
            else:
                conv(3, c, f, side)
                conv(3, f, f, side)
            if c != wide:
                conv(1, c, wide, side)  # shortcut B
            c = wide
    return parameters + c * 1000 + 1000, adds + c * 1000


costs = {"ResNet-34": cost(False), "ResNet-50": cost(True)}
for name, (parameters, adds) in costs.items():
    print(
        f"{name}: {parameters / 1e6:.1f} million parameters, {adds / 1e9:.2f} thousand million multiply-adds"
    )

# %% [markdown]
r"""
### M27 — More layers, hence far dearer?

> **You may think:** 50 layers cost far more than 34.
>
> **That is not so**, because a layer has no fixed price. A kernel costs (window) · (channels in) ·
> (channels out). Of the three layers in a bottleneck, two look at single pixels, and the third works
> on a quarter of the channels. The deeper net has about a sixth more parameters, and about a ninth
> more multiply-adds.
>
> **Run this.**
"""

# %%
ratio = np.array(costs["ResNet-50"]) / costs["ResNet-34"]
print(f"ResNet-50 / ResNet-34: parameters {ratio[0]:.2f}, multiply-adds {ratio[1]:.2f}")
assert costs["ResNet-34"][0] == 21_797_672 and costs["ResNet-50"][0] == 25_557_032
assert np.allclose(ratio, [1 + 1 / 6, 1 + 1 / 9], atol=0.01)
assert 50 / 34 > 1.4  # what the depths alone would suggest

# %% [markdown]
r"""
Two remarks before you write the block.

*Where the stride stands.* A block that shrinks the image needs one stride of 2. In the first 1×1
convolution it would throw away three pixels of four before any window has seen them (lesson 09).
So we put it into the 3×3 convolution. (Many published versions have it in the first 1×1.)

*Where the shapes differ.* A bottleneck's output has `filters` · `expansion` channels, not `filters`.
So even the first block of stage 1, at stride 1, needs a projection: 64 channels come in, 256 go out.
"""

# %% exercise="bottleneck"

# %% [markdown]
r"""
## 5. Train it, beside its plain twin

Real data is at hand: 1,797 handwritten digits of 8×8 pixels, which come with scikit-learn. We set
500 of them aside. They are **held out**: never trained on, only used to measure.
"""

# %%
from sklearn.datasets import load_digits

digits = load_digits()
shuffled = np.random.default_rng(10).permutation(len(digits.target))
images = (digits.images[shuffled][..., None] / 16).astype("float32")
labels = digits.target[shuffled]
seen, held_out = (images[:-500], labels[:-500]), (images[-500:], labels[-500:])
assert seen[0].shape == (1297, 8, 8, 1) and images.max() == 1


def digit_net(n, plus, momentum=0.9):
    """A ResNet for 8x8 images: 3 stages of n blocks, 8 to 32 filters. Without `plus`, its plain twin."""

    def conv_bn(x, filters, stride=1):
        x = keras.layers.Conv2D(
            filters,
            3,
            strides=stride,
            padding="same",
            use_bias=False,
            kernel_initializer="he_normal",
        )(x)
        return keras.layers.BatchNormalization(momentum=momentum)(x)

    def block(x, filters, stride):  # basic_block, with a switch for the plus
        h = keras.layers.ReLU()(conv_bn(x, filters, stride))
        h = conv_bn(h, filters)
        if not plus:
            return keras.layers.ReLU()(h)
        if x.shape[-1] != filters:
            missing = filters - x.shape[-1]
            x = keras.ops.pad(x[:, ::stride, ::stride], [(0, 0)] * 3 + [(0, missing)])
        return keras.layers.ReLU()(x + h)

    entry = keras.Input((8, 8, 1))
    h = keras.layers.ReLU()(conv_bn(entry, 8))
    for filters in (8, 16, 32):
        for k in range(n):
            h = block(h, filters, stride=2 if k == 0 and filters > 8 else 1)
    h = keras.layers.GlobalAveragePooling2D()(h)
    return keras.Model(entry, keras.layers.Dense(10)(h))


# %% [markdown]
r"""
Our twins have n = 3, so 20 layers. Before a long run, the three checks of section 2: the shape of the
output, the parameters, the additions.
"""

# %%
nets = {"residual": digit_net(3, plus=True), "plain": digit_net(3, plus=False)}
for name, net in nets.items():
    pluses = [type(o).__name__ for o in net.operations].count("Add")
    print(f"{name:9} {net.output_shape}  {net.count_params():,} parameters  {pluses} additions")
    assert net.output_shape == (None, 10) and pluses == (9 if name == "residual" else 0)
assert nets["residual"].count_params() == nets["plain"].count_params()  # a plus has no weights

# %% [markdown]
r"""
Each training run begins at fresh weights, and a **seed** decides about them and about the order of
the digits. The twins have the same layers, so from one seed both begin at the same weights.
"""

# %%
SEEDS, EPOCHS = (1, 2, 3), 5


def starts(n):
    """For each seed the weights of a fresh net with 3n blocks; they fit both twins."""
    found = {}
    for seed in SEEDS:
        keras.utils.set_random_seed(seed)
        found[seed] = digit_net(n, plus=True).get_weights()
    return found


def ready(net):
    net.compile(
        keras.optimizers.SGD(0.05, momentum=0.9),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        jit_compile=False,  # for so few steps, compiling to machine code takes longer than it saves
    )
    return net


def train(net, start, seed):
    """Train from `start`. Return what each epoch brought, and the answers to the held-out digits."""
    keras.utils.set_random_seed(seed)
    net.set_weights(start)
    for variable in net.optimizer.variables:  # the optimizer forgets the run before
        if "learning_rate" not in variable.path:
            variable.assign(keras.ops.zeros_like(variable))
    history = net.fit(
        *seen,
        epochs=EPOCHS,
        batch_size=64,
        validation_data=held_out,
        validation_batch_size=500,
        verbose=0,
    ).history
    return history, net(held_out[0]).numpy().argmax(axis=1)


begin = starts(3)
keras.utils.set_random_seed(1)
twin = digit_net(3, plus=False).get_weights()
assert all(np.array_equal(a, b) for a, b in zip(begin[1], twin, strict=True))
assert np.ceil(len(seen[0]) / 64) == 21  # steps in an epoch

# %% [markdown]
r"""
### First a trap: the momentum of batch normalisation

At inference a batch normalisation uses its **moving** mean and variance. They start at 0 and 1. Each
training step moves them a little towards the batch: with momentum m, a share m of the old value
stays. After t steps a share of $m^t$ of the *start* is still in them.

Keras's default is 0.99, and an epoch of ours has 21 steps. (`digit_net` takes 0.9; you are about to
see why.)

**Predict.** The residual net is trained for one epoch with momentum 0.99. How accurate is it on the
held-out digits? Ten classes, so pure guessing gives 0.1. Write `0.1`, `0.5` or `0.9`, and how sure
you are, from 1 to 5.
"""

# %%
predict("10.P4", ..., confidence=...)

# %%
slow = ready(digit_net(3, plus=True, momentum=0.99))
curves, said, runs = {}, {}, {}
runs[0.99], _ = train(slow, begin[1], seed=1)
curves["residual", 1], said["residual", 1] = train(ready(nets["residual"]), begin[1], seed=1)
runs[0.9] = curves["residual", 1]

first = runs[0.99]["val_accuracy"][0]
reveal("10.P4", min((0.1, 0.5, 0.9), key=lambda guess: abs(guess - first)))
for momentum, run in runs.items():
    told = "  ".join(f"{value:.2f}" for value in run["val_accuracy"])
    print(
        f"momentum {momentum}: held out {told}    {momentum**21:.2f} of the start left after an epoch"
    )

# %% tags=["drawing"]
sheet, epochs = Sheet(1, 2, size=(11, 4.1)), range(1, EPOCHS + 1)
left, right = sheet.axes
accuracies = {f"momentum {m}": runs[m]["val_accuracy"] for m in (0.9, 0.99)}
plot_curves(left, epochs, accuracies, legend="center", ylim=(0, 1.03), xticks=epochs)
plot_level(left, 0.1, "guessing", (EPOCHS, 0.055), "right")
left.set(title="One net, one start, two momenta", xlabel="epoch", ylabel="held-out accuracy")
shares = {f"momentum {m}": m ** np.arange(601.0) for m in (0.9, 0.99)}
plot_curves(right, range(601), shares, markers=False, legend="center right")
right.axvline(21, color=QUIET, ls=":", lw=1.2)
right.text(28, 0.93, "one epoch of ours: 21 steps", color=QUIET, fontsize=11)
right.set(xlabel="training steps", ylabel="share of the start that is left")
right.set_title("Why: m to the power of t")
figure(
    sheet,
    alt="Left: held-out accuracy over five epochs. With momentum 0.9 it is high from the first epochs on; with 0.99 it stays near "
    "guessing, 0.1, at first and rises late. Right: the share of the start that is left in the moving statistics falls at once "
    "with 0.9, and takes some 500 steps with 0.99.",
    data={"epoch": epochs} | {f"held out, momentum {m}": runs[m]["val_accuracy"] for m in runs},
)

# %% [markdown]
r"""
The *training* loss does not see the trap, for in training each batch is normalised by its own mean
and variance. The two runs learn equally well, and one of them is judged by stale statistics. Called
with `training=True`, the slow net uses the batch's own, too, and its weights turn out to be good.
With 0.99 it takes some 500 steps until the start is forgotten. For short runs, take 0.9.
"""

# %%
assert np.allclose(runs[0.9]["loss"], runs[0.99]["loss"], rtol=0.1, atol=0.05)
assert first < 0.35 and runs[0.9]["val_accuracy"][2] > 0.7
assert 0.99**21 > 0.8 and 0.9**21 < 0.12 and 0.99**500 < 0.01

answers = slow(held_out[0], training=True).numpy().argmax(axis=1)
by_own_batch = np.mean(answers == held_out[1])
print(
    f"the slow net after {EPOCHS} epochs: {runs[0.99]['val_accuracy'][-1]:.2f} as it is used,",
    end=" ",
)
print(f"{by_own_batch:.2f} with the batch's own statistics")
assert by_own_batch > 0.9

# %% [markdown]
r"""
### Then the twins

Now the real comparison: 20 layers with nine pluses, and the same 20 layers without. Each twin is
trained from three seeds.

**Predict.** After five epochs, which net has the higher *training* loss: `"residual"`, `"plain"`, or
`"equal"` (less than a factor of two between them, in most seeds)?
"""

# %%
predict("10.P5", ...)

# %%
ready(nets["plain"])
for name, net in nets.items():
    for seed in SEEDS:
        if (name, seed) not in curves:  # the residual net of seed 1 is trained already
            curves[name, seed], said[name, seed] = train(net, begin[seed], seed)
        last = {key: values[-1] for key, values in curves[name, seed].items()}
        print(
            f"{name:9} seed {seed}: training loss {last['loss']:.2f}   held out {last['val_accuracy']:.2f}"
        )

times = [
    curves["plain", seed]["loss"][-1] / curves["residual", seed]["loss"][-1] for seed in SEEDS
]
reveal(
    "10.P5",
    "plain" if np.median(times) > 2 else "residual" if np.median(times) < 0.5 else "equal",
)

# %% tags=["drawing"]
panels = {"Training loss": {}, "Held-out accuracy": {}}
keys = ("loss", "val_accuracy")
for key, lines in zip(keys, panels.values()):
    for name in nets:
        lines[f"{name}, mean of three"] = [curves[name, seed][key] for seed in SEEDS]
look = {"share": "x", "spread": "thin", "legend": "upper right", "xlabel": "epoch"}
sheet = curve_panels(panels, epochs, size=(11, 4.3), ylim=(0, None), xticks=epochs, **look)
sheet.axes[1].set_ylim(0, 1.03)
plot_level(sheet.axes[1], 0.1, "guessing", (EPOCHS, 0.055), "right")
figure(
    sheet,
    alt="Two panels over five epochs, thin lines for three seeds, marked ones for their mean. The training loss of the residual "
    "net falls close to zero, that of the plain twin stays far above it. The held-out accuracy of the residual net rises to above 0.9; that of the plain twin "
    "lags behind, and its three seeds differ more.",
    data={"epoch": epochs}
    | {f"{key}, {name}, seed {s}": curves[name, s][key] for name, s in curves for key in keys},
)

# %% tags=["drawing"]
# Proof
assert min(times) > 2  # in each of the three seeds
ends = {n: np.mean([curves[n, seed]["val_accuracy"][-1] for seed in SEEDS]) for n in nets}
assert ends["residual"] > ends["plain"]  # on average: a single seed may be lucky

# %% [markdown]
r"""
What do these figures show? In all three seeds the plain twin has a training loss several times as
high: with the same layers, the same parameters, the same start and the same data. It is the trouble
of lesson 07, now in a network of convolutions.

And what do they *not* show? Three seeds, one learning rate, one depth and five epochs are few. The
plain net is slow, and not stuck: its training loss has fallen by more than half since the first epoch.
Whether it would catch up with more time, or another learning rate, these runs do not tell.
Nor do they say that residual nets are better for *every* task.
"""

# %%
for seed in SEEDS:
    plain = curves["plain", seed]["loss"]
    print(f"plain, seed {seed}: training loss from {plain[0]:.2f} to {plain[-1]:.2f}")
    assert plain[-1] < 0.5 * plain[0]

# %% [markdown]
r"""
### Look at the mistakes

An accuracy is one number. A **confusion matrix** tells more: row i, column j counts the digits i that
were taken for a j. We add up the three seeds, so that each digit is read three times.
"""

# %%
truth = held_out[1]


def confusion(answers):
    table = np.zeros((10, 10), int)
    np.add.at(table, (truth, answers), 1)
    return table


tables = {name: sum(confusion(said[name, seed]) for seed in SEEDS) for name in nets}
for name, table in tables.items():
    told = [curves[name, seed]["val_accuracy"][-1] for seed in SEEDS]
    assert table.sum() == 3 * 500
    assert np.isclose(np.trace(table) / 1500, np.mean(told), atol=0.01)  # the diagonal is right

# %% tags=["drawing"]
titles = [f"{name}, three seeds: {np.trace(t):,} of 1,500 right" for name, t in tables.items()]
look = {"span": (0, 330), "zero": "", "ticks": True, "fontsize": 11}
words = {"xlabel": "the net says", "ylabel": "the digit is"}
figure(
    number_grids(zip(titles, tables.values()), "d", size=(11.5, 5.6), **look, **words),
    alt="Two confusion matrices. That of the residual net has nearly all of its 1,500 answers on the diagonal. That of the plain "
    "twin has several times as many beside it.",
    data={"digit": range(10)}
    | {f"{name}: says {j}": t[:, j] for name, t in tables.items() for j in range(10)},
)

# %% [markdown]
r"""
Read a row: what became of the 4s, for example? Read a column: who was taken for a 4? What stands
beside the diagonal is a mistake. Are the mistakes spread evenly, or has each net a favourite?
"""

# %%
beside = {name: table - np.diag(np.diag(table)) for name, table in tables.items()}
for name, table in beside.items():
    i, j = np.unravel_index(table.argmax(), table.shape)
    print(
        f"{name:9} {table.sum():3} mistakes, most often a digit {i} taken for {j}: {table[i, j]} times"
    )
    assert table[i, j] > 3 * table.sum() / 90  # of 90 places beside the diagonal
assert beside["plain"].sum() > 2 * beside["residual"].sum()

# %% [markdown]
r"""
At last, the digits themselves, over all three seeds. In the upper row the residual net is right and
its twin of the same seed is wrong; in the lower row it is the other way round.
"""


# %%
def only(name, other):
    """(seed, place) of each digit that this net gets right, and its twin of the same seed wrong."""
    return [
        (seed, i)
        for seed in SEEDS
        for i in np.flatnonzero((said[name, seed] == truth) & (said[other, seed] != truth))
    ]


only_residual, only_plain = only("residual", "plain"), only("plain", "residual")
print(len(only_residual), "times only the residual net is right,", end=" ")
print(len(only_plain), "times only the plain one")
assert len(only_residual) > len(only_plain)
assert len(only_residual) - len(only_plain) == np.trace(tables["residual"] - tables["plain"])

# %% tags=["drawing"]
sheet, rows = Sheet(2, 6, size=(11, 4.9)), []
for axes in sheet.axes:
    axes.set_axis_off()
pairs = ((0, "residual", "plain", only_residual), (6, "plain", "residual", only_plain))
for place, name, other, found in pairs:
    if not found:
        sheet.axes[place].set_title(f"only {name} right:\nnone", fontsize=12)
    for axes, (seed, i) in zip(sheet.axes[place:], found[:: max(1, len(found) // 6)][:6]):
        axes.imshow(held_out[0][i, ..., 0], cmap="gray_r")
        axes.set_title(f"digit {truth[i]};\n{other} says {said[other, seed][i]}", fontsize=12)
        rows.append((name, seed, truth[i], said[other, seed][i]))
figure(
    sheet,
    alt="Small pictures of digits in two rows. Upper row: up to six that the residual net reads rightly and the plain twin of the "
    "same seed does not. Lower row: up to six for which it is the other way round. Above each stand the digit and the wrong answer.",
    data=dict(zip(("right", "seed", "digit", "the twin says"), zip(*rows))),
)

# %% [markdown]
r"""
**Modify.** How far apart are the twins when they are only 8 layers deep? Guess first. Then train both
with n = 1 in a cell of your own, as in
`train(ready(digit_net(1, plus=False)), starts(1)[1], seed=1)[0]["loss"]`.
"""

# %% [markdown]
r"""
## 6. Bug hunt

Our own code, this time. It is extra: no points, the same advice.
"""

# %% exercise="fix_1"

# %% [markdown]
r"""
## Exit quiz

Three questions. Put a letter in the place of each `...`.
"""

# %%
quiz("10.exit", answers=[..., ..., ...])

# %% [markdown]
r"""
## What you now know

- A ResNet is a stem, stages of equal blocks, and a head. For 32×32 images its depth is 6n + 2.
- `model.operations` lists every `+`; `model.layers` lists layers alone; what a block class does
  inside, neither lists.
- Depth costs in a straight line, channels cost in squares. A bottleneck works on a quarter of the
  channels, so its three layers cost less than the two of a basic block.
- With Keras's momentum of 0.99, a short run is judged by stale statistics. Take 0.9.
- In our three seeds, 20 layers learn the digits quickly with the pluses, and slowly without.

**To read on:** He and others, "Deep Residual Learning for Image Recognition" (2015): section 3.3 and
Table 1 for the large networks, section 4.1 with figure 5 for the bottleneck, section 4.2 with Table 6
for the small ones. On `+` in a functional model, Keras's guide "The Functional API".

**Next:** lesson 11 asks whether the order of the parts matters, and how a block should start.
"""

# %%
progress()
