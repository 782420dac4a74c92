# %% [markdown]
r"""
# 09 — Shortcuts

**60 minutes**: 15 to read, 5 predictions, 8 quiz questions (a minute each), and 32 for the four core
exercises.

At the end you can

1. say when a block changes the shape of its input, and so needs more than an identity shortcut;
2. write shortcuts A, B and C of the ResNet paper, and say what each costs;
3. say which pixels a 1×1 convolution with stride 2 reads, and which it never sees;
4. write the basic block for any change of shape;
5. find a wrong block whose shapes are right.

**Not here:** whole networks (lesson 10); blocks with nothing after the plus (lesson 11).

**You need** lesson 01 (broadcasting), lesson 05 (`Add` and `Concatenate`), lesson 06 (stride,
padding, batch normalisation) and lesson 08 (the basic block).
"""

# %% tags=["setup"]
from autograder import check, figure, hint, open_lesson, predict
from autograder import progress, quiz, reveal, solution
from autograder.pictures import SKY, WHITE, YELLOW, Sheet
from autograder.pictures import diagrams, number_grid, number_grids, plot_bars, plot_bars_across
from autograder.pictures.residual_block_numbers import block_numbers
from autograder.pictures.returning_picture import picture_alt, picture_data, returning_picture
import keras
import numpy as np
import tensorflow as tf
import matplotlib.pyplot as plt

tf.get_logger().setLevel("ERROR")  # TensorFlow's notes for engineers stay silent
open_lesson("09_shortcuts")

# %% [markdown]
r"""
## The picture that returns

Today the shortcut is lit, the line above. Until now it carried x past the branch and did nothing
to it: (1, 2) goes in, (1, 2) arrives at the plus.

That works because F(x) has two numbers as well. Suppose the branch returned three, or one. The line
could not stay a bare line. What would have to stand on it?
"""

# %% tags=["drawing"]
figure(returning_picture(lit=9), alt=picture_alt(9), data=picture_data())

# %% tags=["drawing"]
# Proof
numbers = block_numbers()
assert np.array_equal(numbers.total, numbers.x + numbers.residual)
assert numbers.x.shape == numbers.residual.shape == (2,)

# %% [markdown]
r"""
## Before you begin

Five questions on earlier lessons, from memory. No points.
"""

# %%
quiz("09.retrieval", answers=[..., ..., ..., ..., ...])

# %% [markdown]
r"""
## 1. Where x does not fit

A network for images makes them smaller, and their channels more, step by step. In the ResNet of He
and others (2015, section 4.2) the first blocks work on 32×32 pixels with 16 channels, the next on
16×16 pixels with 32 channels, the last on 8×8 pixels with 64 channels. The blocks of one size form a
**stage**.

Inside a stage nothing changes, and the block of lesson 08 serves. Where one stage borders on the
next, one block changes the shape. Its first convolution does it: `strides=2` halves height and
width, and `filters` sets the channels.

**Predict.** x has the shape `(4, 8, 8, 16)`. The branch has 32 filters, and its first convolution
has stride 2. What is the shape of F(x)? Write a tuple.
"""

# %%
predict("09.P1", ...)


# %%
def branch(x, filters, stride):
    """conv 3x3 with stride, ReLU, conv 3x3: the shapes of a basic block's branch."""
    h = keras.layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(x)
    return keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)(keras.ops.relu(h))


x = np.random.default_rng(9).normal(size=(4, 8, 8, 16)).astype("float32")
F = branch(x, filters=32, stride=2)
reveal("09.P1", tuple(F.shape))

try:
    x + F
    added = True
except tf.errors.InvalidArgumentError as error:
    added = False
    print("x + F(x) fails:", type(error).__name__)
assert not added

# %% [markdown]
r"""
The plus asks for equal shapes, and here three sizes differ: height, width and channels. So the
shortcut has to make of x something of F(x)'s shape. When must it?

### M24 — No stride, hence no change?

> **You may think:** the shortcut needs a projection when the stride is greater than 1.
>
> **That is not so**, because the stride is one of *two* things that change a shape. The number of
> filters is the other, and it may change at stride 1. Published courses get this wrong, and
> nobody notices while both change together.
>
> **Run this.** All four combinations.
"""

# %%
for stride in (1, 2):
    for filters in (16, 32):
        shape = branch(x, filters, stride).shape
        same = shape == x.shape
        print(f"stride {stride}, {filters} filters: F(x) {tuple(shape)!s:16} fits x: {same}")
        assert same == (stride == 1 and filters == 16)

# %% [markdown]
r"""
One of four fits. Put this into a function. Mind that *equal* is meant: what merely broadcasts does
not fit.
"""

# %% exercise="needs_projection"

# %% [markdown]
r"""
## 2. Shortcut A: leave out, and fill up

The paper compares three answers, which it calls A, B and C. The first one learns nothing.

**Leave out.** For stride 2, keep every second row and every second column. In NumPy that is a slice
with a step: `x[:, ::2, ::2]`.

**Fill up.** For more channels, put zeros behind those that x has.

Here are both steps for one image with two channels, on their way to five.
"""

# %%
image = np.random.default_rng(4).normal(size=(1, 6, 6, 2)).astype("float32")
kept = image[:, ::2, ::2]
filled = np.pad(kept, [(0, 0), (0, 0), (0, 0), (0, 3)])
print(image.shape, "->", kept.shape, "->", filled.shape)

assert kept.shape == (1, 3, 3, 2) and filled.shape == (1, 3, 3, 5)
assert kept[0, 1, 2, 0] == image[0, 2, 4, 0]  # a pixel of the output is one pixel of the input
assert np.array_equal(filled[..., :2], kept) and not filled[..., 2:].any()

# %% tags=["drawing"]
sheet = Sheet(1, 7, size=(12.5, 3.2), widths=[2, 2, 1, 1, 1, 1, 1])
channels = [("x", c, image, 2) for c in range(2)] + [("A(x)", c, filled, 1) for c in range(5)]
for axes, (name, c, pixels, every) in zip(sheet.axes, channels):
    look = {"span": (-4, 4), "colours": "RdBu", "zero": "0", "fontsize": 10, "every": every}
    number_grid(axes, pixels[0, ..., c], title=f"{name}\nchannel {c}", **look)
figure(
    sheet,
    alt="Two channels of an image of six by six pixels; every second pixel of every second row has "
    "a frame and its number. Beside them five channels of three by three pixels. The first two hold "
    "the same numbers, the last three hold zeros only.",
    data={f"A(x), channel {c}": np.round(filled[0, ..., c].ravel(), 2) for c in range(5)},
)

# %% [markdown]
r"""
The frames mark the pixels that are kept. Channels 0 and 1 of A(x) hold them, and channels 2 to 4 are
zero. So in the sum, the new channels are the branch's alone: 0 + F(x). In them the block has no
shortcut at all.

That is the price of A. What you get for it: A has **no weights**.
"""

# %% exercise="pad_shortcut"

# %% [markdown]
r"""
## 3. The projection

The second answer learns. A **projection** is a 1×1 convolution: each pixel's channels go through one
matrix W, of the shape (c, filters), which is the same for all pixels. The stride makes the image
smaller. A batch normalisation follows, as after every convolution of this network.

A window of 1×1 has no neighbours. With stride 2 it stops at every second pixel and looks at nothing
else.

**Predict.** A 1×1 convolution with stride 2 goes over an image of 8×8 pixels. How many of the 64
pixels have any influence on its output? Say how sure you are, from 1 to 5.
"""

# %%
predict("09.P2", ..., confidence=...)


# %%
def pixels_read(k, size=8, stride=2):
    """In how many windows each pixel is: the gradient of the output's sum, with a kernel of ones."""
    conv = keras.layers.Conv2D(
        1, k, strides=stride, padding="same", use_bias=False, kernel_initializer="ones"
    )
    pixels = tf.ones((1, size, size, 1))
    with tf.GradientTape() as tape:
        tape.watch(pixels)
        total = tf.reduce_sum(conv(pixels))
    return tape.gradient(total, pixels).numpy()[0, ..., 0]


read = {k: pixels_read(k) for k in (1, 3)}
for k, times in read.items():
    print(f"{k}×{k}, stride 2: {np.count_nonzero(times)} of {times.size} pixels are read")
reveal("09.P2", int(np.count_nonzero(read[1])))

# %% [markdown]
r"""
### M26 — A convolution, hence all pixels?

> **You may think:** a convolution goes over the whole image, so a 1×1 convolution with stride 2 sees
> every pixel.
>
> **That is not so**, because its window is narrower than its step. It reads every second pixel of
> every second row, one in four. It never reads the other three, as if they were not there.
>
> **Run this.** Write noise into all pixels that it skips, and nothing changes. Its output is a slice
> and a matrix product.
"""

# %%
projection = keras.layers.Conv2D(32, 1, strides=2, use_bias=False)
projected = projection(x)

spoilt = np.random.default_rng(0).normal(size=x.shape).astype("float32") * 100
spoilt[:, ::2, ::2] = x[:, ::2, ::2]
W = projection.kernel.numpy()[0, 0]  # (16, 32)
assert np.array_equal(projection(spoilt), projected)
assert np.allclose(projected, x[:, ::2, ::2] @ W, atol=1e-4)

assert np.count_nonzero(read[1]) == 16 and np.count_nonzero(read[3]) == 64

# %% tags=["drawing"]
titles = [f"{k}×{k}, stride 2:\n{np.sum(t > 0)} of 64 pixels are read" for k, t in read.items()]
dots = {"zero": "·", "bold": True, "ticks": True, "xlabel": "column", "left": ["row"]}
figure(
    number_grids(zip(titles, read.values()), "g", size=(9, 4.6), span=(0, 8), **dots),
    alt="Two grids of eight by eight pixels; each says in how many windows it is. For windows of "
    "1×1 with stride 2 only the pixels in even rows and even columns have a 1, sixteen in all; the "
    "others have a dot. For windows of 3×3 with stride 2 every pixel has a 1, a 2 or a 4.",
    data={f"{k}×{k}, column {j}": times[:, j] for k, times in read.items() for j in range(8)},
)

# %% [markdown]
r"""
A number says in how many windows a pixel is; a dot means in none.

Is three quarters of the image lost, then? For the *shortcut*, yes, in A as in the projection. The
block has the branch as well, and its 3×3 windows with stride 2 meet every pixel, as the right grid
shows.

**Modify.** From which window size on is every pixel read at stride 3? Change `K`. Guess first.
"""

# %%
K = 1

times = pixels_read(K, size=9, stride=3)
print(f"{K}×{K}, stride 3: {np.count_nonzero(times)} of {times.size} pixels are read")
assert (np.count_nonzero(times) == times.size) == (K >= 3)

# %% [markdown]
r"""
**A and the projection are relatives.** Both read the same pixels. What A does to the channels is a
matrix, too: the identity with columns of zeros beside it. So a projection *can* become A, but for its
batch normalisation; training decides what it becomes. A stays what it is.
"""

# %%
zeros_beside = np.eye(16, 32, dtype="float32")  # (16, 32)
projection.set_weights([zeros_beside[None, None]])
by_hand = np.pad(x[:, ::2, ::2], [(0, 0), (0, 0), (0, 0), (0, 16)])
assert np.allclose(projection(x), by_hand)

# %% exercise="projection_shortcut"

# %% [markdown]
r"""
## 4. A, B and C

The letters name plans for a whole network: what stands on the shortcut where shapes agree, and what
where they differ. They are defined in section 4.1 of the paper.

- **A**: zeros are filled up where the shapes differ. No shortcut has weights.
- **B**: a projection where the shapes differ. All other shortcuts are the identity.
- **C**: a projection everywhere, even where x would fit.

So B and C have the same projection. They differ in *where* it stands.
"""

# %% tags=["drawing"]
AGREE = {"A": "x as it is", "B": "x as it is", "C": "conv 1×1\nBN"}
DIFFER = {"A": "pixels ::s,\nthen zeros"} | dict.fromkeys("BC", "conv 1×1, stride s\nBN")
sheet = Sheet(2, 3, size=(12.5, 4.7))
titles = [f"{letter}, shapes {how}" for how in ("agree", "differ") for letter in "ABC"]
blocks_drawn = diagrams(sheet, titles, (-0.15, 8.3), (-0.65, 2.4), equal=True, fontsize=11)
for d, title, word in zip(blocks_drawn, titles, [*AGREE.values(), *DIFFER.values()]):
    stride_s = ",\nstride s" if "differ" in title else ""
    convs = d.box(f"F: two conv 3×3{stride_s}", (3.2, 0), (3.6, 1.04), SKY)
    plus, relu = d.plus((5.6, 0)), d.box("ReLU", (6.65, 0), (1.3, 1.04))
    d.chain(d.text("x", (0.08, 0), fontsize=13), convs, plus, relu, head=False)
    d.arrow(relu, d.text("y", (8.1, 0), fontsize=13))
    d.line((0.8, 0), (0.8, 1.7), (5.6, 1.7), plus, width=3, head=True)  # the shortcut
    if word == "x as it is":
        d.text(word, (3.2, 2.0))
    else:
        d.box(word, (3.2, 1.7), (3.6, 1.04), YELLOW if "conv" in word else WHITE)
figure(
    sheet,
    alt="Six small blocks: a row for shapes that agree, a row for shapes that differ, a column for "
    "each letter. Where shapes agree, the shortcut of A and B is a bare line, that of C a 1×1 "
    "convolution with batch normalisation. Where they differ, A leaves out pixels and adds zeros; B "
    "and C have a 1×1 convolution with the stride and batch normalisation.",
    data={"shortcut": "ABC", "shapes agree": AGREE.values(), "shapes differ": DIFFER.values()},
)

# %% [markdown]
r"""
The upper row shows blocks inside a stage, the lower one the block at a border, with the stride s. On
the shortcuts, the boxes with a convolution (yellow) have weights.

**Predict.** A network has three stages of three blocks, with 16, 32 and 64 channels. Its first block
is given 16 channels. How many of its nine blocks have a projection, with plan B?
"""

# %%
predict("09.P3", ...)

# %%
STAGES = (16, 32, 64)
blocks = []  # (stage, channels in, filters, stride) of each block
channels = 16
for stage, filters in enumerate(STAGES):
    for place in range(3):
        stride = 2 if stage > 0 and place == 0 else 1
        blocks.append((stage, channels, filters, stride))
        channels = filters


def projects(letter, c, filters, stride):
    return letter == "C" or (letter == "B" and (stride != 1 or c != filters))


how_many = {letter: sum(projects(letter, *block[1:]) for block in blocks) for letter in "ABC"}
print("projections:", how_many)
reveal("09.P3", how_many["B"])
assert how_many == {"A": 0, "B": 2, "C": 9}


# %% [markdown]
r"""
What do they cost? A projection has c·filters weights, and its batch normalisation 2·filters more that
are trained. Each of the branch's two kernels has at least nine times as many, for its windows hold nine
pixels. We count with Keras, stage by stage.
"""


# %%
def trained(parts, shape):
    """Trainable numbers of these layers, one after another, for inputs of this shape."""
    model = keras.Sequential([keras.Input(shape), *parts])
    return sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)


def conv_bn(filters, k, stride=1):
    conv = keras.layers.Conv2D(filters, k, strides=stride, padding="same", use_bias=False)
    return [conv, keras.layers.BatchNormalization()]


in_branches = np.zeros(3, int)
in_shortcuts = {letter: np.zeros(3, int) for letter in "ABC"}
for stage, c, filters, stride in blocks:
    # The size of the image, 8×8, does not matter for the count.
    first = trained(conv_bn(filters, 3, stride), (8, 8, c))
    second = trained(conv_bn(filters, 3), (8, 8, filters))
    on_shortcut = trained(conv_bn(filters, 1, stride), (8, 8, c))
    assert on_shortcut == c * filters + 2 * filters
    assert min(first, second) - 2 * filters >= 9 * c * filters  # the kernels alone
    in_branches[stage] += first + second
    for letter, counts in in_shortcuts.items():
        counts[stage] += on_shortcut * projects(letter, c, filters, stride)

for letter, counts in in_shortcuts.items():
    share = counts.sum() / in_branches.sum()
    print(f"{letter}: {counts.tolist()} on shortcuts, {share:.1%} of what is in the branches")
assert in_shortcuts["A"].sum() == 0
assert 0.009 < in_shortcuts["B"].sum() / in_branches.sum() < 0.011
assert in_shortcuts["C"].sum() > 5 * in_shortcuts["B"].sum()
assert in_shortcuts["C"][2] > 0.7 * in_shortcuts["C"].sum()

# %% tags=["drawing"]
stages = [f"stage of {c} channels\n(branches: {n:,})" for c, n in zip(STAGES, in_branches)]
label = "trained numbers on shortcuts"
figure(
    plot_bars(Sheet(size=(8.4, 4.2)), stages, in_shortcuts, "{name}: {value:,}", ylabel=label),
    alt="Bars with the trained numbers on the shortcuts of three stages, for A, B and C. A has none "
    "anywhere. B has none in the first stage, 576 in the second and 2,176 in the third. C has 864, "
    "2,752 and 10,624. The branches have many times as much.",
    data={"channels": STAGES, "in branches": in_branches} | in_shortcuts,
)

# %% [markdown]
r"""
B adds about one per cent, for its projections stand at two borders only. C adds five times as much,
and most of that where there are many channels.

Is it worth it? In the paper's Table 3, B is a little better than A, and C a little better than B. The
authors explain the first by the new channels, in which A has no shortcut, and the second by the
additional weights. They conclude that projections are *not essential* against degradation, and leave
C out. Lesson 10 uses A and B.

## 5. The block for any shape

Now write it. The first steps are there, as you wrote them in lesson 08; the later ones are blank. The
table in the task has six cells, and the check asks about each, in training and in inference. Three
questions help to plan it.

*Where is it decided what the shortcut needs?* The constructor knows the filters, the stride and the
letter, but not the channels of the input. `build` is given the input's shape (lesson 03).

*What if nothing is needed?* Then the shortcut is x itself. A slice with step 1, and a padding with no
channels, give x back unchanged. So the lines for A may serve wherever there is no projection.

*Who must hear of the mode?* Every batch normalisation, that of the projection too (lesson 04).
"""

# %%
unchanged = keras.ops.pad(x[:, ::1, ::1], [(0, 0), (0, 0), (0, 0), (0, 0)])
assert np.array_equal(unchanged, x)

# %% exercise="basic_block"

# %% [markdown]
r"""
When your block passes, you are shown A, B and C in NumPy. (In a class, they come with the solutions.)
Look for the slice that all three have in common.

## 6. The right shape

When a block runs at last, it is tempting to print the shape of its output, find it right, and go on. A
check of shapes is a good start. How far does it carry?

**Predict.** x is a grey image of the shape `(1, 4, 4, 1)`. F(x) has the shape `(1, 4, 4, 3)`. Someone
forgot the projection and writes `x + F(x)`. What is the shape of the result? Write a tuple, or
`"error"`. How sure are you, from 1 to 5?
"""

# %%
predict("09.P4", ..., confidence=...)

# %%
grey = np.arange(16, dtype="float32").reshape(1, 4, 4, 1) / 5
F_grey = np.random.default_rng(2).normal(size=(1, 4, 4, 3)).astype("float32")
received = (tf.constant(grey) + F_grey).numpy()
reveal("09.P4", received.shape)

expected = np.pad(grey, [(0, 0), (0, 0), (0, 0), (0, 2)]) + F_grey  # shortcut A
assert received.shape == expected.shape
assert np.array_equal(received[..., 0], expected[..., 0])
assert np.allclose(received[..., 1:] - expected[..., 1:], grey, atol=1e-5)

# %% tags=["drawing"]
rows = {"expected: A(x) + F(x)": expected, "received: x + F(x)": received}
maps = {(name, c): value[0, ..., c] for name, value in rows.items() for c in range(3)}
titles = [f"channel {c}" for c in (0, 1, 2, 0, "1: wrong", "2: wrong")]
look = {"size": (8.6, 6), "rows": 2, "left": list(rows), "span": (-3, 9)}
figure(
    number_grids(zip(titles, maps.values()), **look),
    alt="Two rows with three channels of four by four numbers. Above what shortcut A gives, beneath "
    "what the bare sum gives. Channel 0 is the same in both. Channels 1 and 2 are larger beneath, "
    "more and more towards the lower right, for the grey image was added to them as well.",
    data={f"{name}, channel {c}": channel.ravel() for (name, c), channel in maps.items()},
)

# %% [markdown]
r"""
No error, the right shape, and two wrong channels of three. The one channel was **broadcast**, as in
lesson 01: copied to all three. The way back is wrong as well: each pixel of x hears from three channels
in place of one.
"""

# %%
entry = tf.constant(grey)
with tf.GradientTape(persistent=True) as tape:
    tape.watch(entry)
    bare = tf.reduce_sum(entry + F_grey)
    with_A = tf.reduce_sum(tf.pad(entry, [(0, 0), (0, 0), (0, 0), (0, 2)]) + F_grey)
assert np.all(tape.gradient(bare, entry) == 3)
assert np.all(tape.gradient(with_A, entry) == 1)

# %% [markdown]
r"""
The same happens to a single pixel.

**Predict.** x has the shape `(1, 2, 2, 8)`. The branch has stride 2, so F(x) has the shape
`(1, 1, 1, 8)`. What is the shape of `x + F(x)`? Write a tuple, or `"error"`.
"""

# %%
predict("09.P5", ...)

# %%
small = np.ones((1, 2, 2, 8), "float32")
F_small = branch(small, filters=8, stride=2)
total = small + F_small
reveal("09.P5", tuple(total.shape))
assert F_small.shape == (1, 1, 1, 8) and total.shape == small.shape

# %% [markdown]
r"""
Here even the shape is not that of F(x): the block was told to halve the image, and it does not.

### M25 — The right shape, hence the right block?

> **You may think:** the block runs and its output has the right shape, so it is right.
>
> **That is not so**, because many different functions map one shape to another. Where the stride
> stands, in which channels the zeros are, how the pixels are picked: none of it shows in a shape.
>
> **Run this.** One right block with shortcut A, and four others with *the same weights* and the same
> shapes.
"""


# %%
def variant(x, stride_in="first", pick="slice", zeros="behind", twice=False):
    """A block with shortcut A, stride 2 and 8 filters (no BN, to keep it short), or a wrong one."""
    strides = (2, 1) if stride_in == "first" else (1, 2)
    h = keras.ops.conv(x, k1, strides=strides[0], padding="same")
    F = keras.ops.conv(keras.ops.relu(h), k2, strides=strides[1], padding="same")
    kept = x[:, ::2, ::2] if pick == "slice" else keras.ops.average_pool(x, 2)
    pad = (0, 4) if zeros == "behind" else (4, 0)
    carried = keras.ops.pad(kept, [(0, 0), (0, 0), (0, 0), pad])
    if twice:
        carried = keras.ops.concatenate([kept, kept], axis=-1)
    return keras.ops.relu(carried + F).numpy()


draw = np.random.default_rng(7)
four = draw.normal(size=(16, 8, 8, 4)).astype("float32")
k1 = draw.normal(size=(3, 3, 4, 8)).astype("float32") * (2 / 36) ** 0.5
k2 = draw.normal(size=(3, 3, 8, 8)).astype("float32") * (2 / 72) ** 0.5

WRONG = {
    "stride in the second conv": {"stride_in": "second"},
    "pixels averaged": {"pick": "mean"},
    "zeros in front": {"zeros": "front"},
    "channels copied, no zeros": {"twice": True},
}
right = variant(four)
apart = {}
for name, change in WRONG.items():
    value = variant(four, **change)
    apart[name] = float(np.abs(value - right).mean() / np.abs(right).mean())
    print(f"{name:27} {value.shape}  differs from the right block by {apart[name]:.0%}")
    assert value.shape == right.shape and apart[name] > 0.1

# %% tags=["drawing"]
percent = {"the right block": 0.0} | {name: 100 * value for name, value in apart.items()}
words = {"title": f"All have the shape {right.shape}"}
words["xlabel"] = "mean difference, in per cent of the right block's output"
figure(
    plot_bars_across(Sheet(size=(8.6, 3.2)), percent, "{value:.0f} %", **words),
    alt="Five bars: how far the output of a block lies from that of the right one. The right block "
    "has 0 per cent. The four others, with the same weights and the same shape, lie far from it.",
    data={"block": percent, "difference in per cent": percent.values()},
)

# %% [markdown]
r"""
Each of the four could be trained, and might even do well. But none of them is the block of the paper,
and none gives its answers when it is handed the paper's weights.

So what does tell right from wrong? Three tests, each a line or two:

1. **Compare shapes before the sum**, and demand that they are equal. That catches broadcasting.
2. **Silence the branch.** With kernels of zeros the block must return ReLU(shortcut(x)), which you can
   write down.
3. **Count the weights.** With stride 2, a block with A has two kernels, one with B has three.

The second test finds three of the four wrong blocks. It is blind to one. To which? Guess first.
"""

# %%
k1, k2 = np.zeros_like(k1), np.zeros_like(k2)
wanted = np.maximum(np.pad(four[:, ::2, ::2], [(0, 0), (0, 0), (0, 0), (0, 4)]), 0)
assert np.array_equal(variant(four), wanted)

found = {
    name: not np.allclose(variant(four, **change), wanted) for name, change in WRONG.items()
}
for name, seen in found.items():
    print(f"{name:27} {'found' if seen else 'not found'}")
assert [name for name, seen in found.items() if not seen] == ["stride in the second conv"]

# The first test finds both sums that broadcast.
assert grey.shape != F_grey.shape and small.shape != F_small.shape

# %% [markdown]
r"""
A silent branch says nothing about the branch. To test that, one needs weights and the right numbers
for them, in both modes. This is what `check` does.

## 7. Bug hunt

Two pieces of code after published teaching material. Both are extra: no points, the same advice.
"""

# %% exercise="fix_1"

# %% exercise="fix_2"

# %% [markdown]
r"""
## Exit quiz

Three questions. Put a letter in the place of each `...`.
"""

# %%
quiz("09.exit", answers=[..., ..., ...])

# %% [markdown]
r"""
## What you now know

- A block changes the shape if its stride is not 1, **or** if the channels change.
- A leaves out pixels and fills up with zeros; it has no weights. A projection is a 1×1 convolution
  with batch normalisation.
- B projects where the shapes differ, C everywhere.
- A 1×1 convolution with stride 2 reads one pixel in four.
- The right shape does not make the right block. Broadcasting hides what is missing.

**To read on:** He and others, "Deep Residual Learning for Image Recognition" (2015), section 3.3 on
equation 2 and options A and B, and section 4.1 with Table 3 on A, B and C. Tong He and others, "Bag of
Tricks for Image Classification with Convolutional Neural Networks" (2018), on *model tweaks*: what to
do about the three pixels of four that a projection never reads.

**Next:** lesson 10 puts blocks together to a ResNet.
"""

# %%
progress()
