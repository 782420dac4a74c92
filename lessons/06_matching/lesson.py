# %% [markdown]
r"""
# 06 — What must match before you may add

**45 minutes**: 12 to read, 5 predictions, 6 quiz questions (a minute each), and 22 for the four
core exercises.

At the end you can

1. compute a convolution by hand, and predict the size of what comes out;
2. say when x may be added to a convolution of x, and spot the sums that only look right;
3. write batch normalisation as a formula, in both of its modes;
4. say what is left of a bias before a batch normalisation: in training, at inference, and in
   float32;
5. write convolution, normalisation and activation as one layer.

**Not here:** how to mend shapes that do not match (lesson 09); what a shortcut is good for
(lessons 07 and 08); windows that are not square.

**You need** lesson 01 (broadcasting), lesson 04 (counting; the two modes) and lesson 05 (`Add`).
"""

# %% tags=["setup"]
from autograder import check, figure, hint, open_lesson, predict
from autograder import progress, quiz, reveal, solution
from autograder.pictures import BLUE, CREAM, DASHED, DOTTED, INK, QUIET, ROSE, RUST, SKY
from autograder.pictures import WHITE, YELLOW, Sheet, compare_curves, curve_panels, diagrams
from autograder.pictures import number_grids, outcome_table, plot_curves, plot_points
from autograder.pictures.returning_picture import picture_alt, picture_data, returning_picture
import keras
import numpy as np
import tensorflow as tf
import matplotlib.pyplot as plt

tf.get_logger().setLevel("ERROR")  # TensorFlow's notes for engineers stay silent
open_lesson("06_matching")

# %% [markdown]
r"""
## The picture that returns

Today the two boxes "conv + BN" are lit: a convolution, and a batch normalisation behind it.

After the second box, the plus adds x to what the boxes made of x. That needs two things of equal
shape. So we ask of each box: what does it do to the **shape**, and what to the numbers?
"""

# %% tags=["drawing"]
figure(returning_picture(lit=6), alt=picture_alt(6), data=picture_data())

# %% [markdown]
r"""
## Before you begin

Three questions on earlier lessons, from memory. No points.
"""

# %%
quiz("06.retrieval", answers=[..., ..., ...])

# %% [markdown]
r"""
## 1. A convolution by hand

Lesson 04 counted the numbers of a **convolution**. Now we compute one.

A window of k × k pixels moves over the image. At each place, what the window shows is multiplied
by the **kernel**, number by number, and all products are added up. The sum is one number of the
output.

With c channels, the window shows k·k·c numbers. With f filters there are f kernels, hence f sums
at each place. So `(h, w, c)` becomes `(h', w', f)`, and the kernel has the shape `(k, k, c, f)`.

The **stride** is the step of the window, from one place to the next.
"""


# %%
def conv_by_hand(image, kernel, stride=1):
    """(h, w, c) and (k, k, c, f) give (h', w', f): the window stays inside the image."""
    k, (height, width, _) = len(kernel), image.shape
    rows = []
    for top in range(0, height - k + 1, stride):
        row = []
        for left in range(0, width - k + 1, stride):
            window = image[top : top + k, left : left + k]  # (k, k, c)
            products = window[..., np.newaxis] * kernel  # (k, k, c, f)
            row.append(products.sum(axis=(0, 1, 2)))  # (f,)
        rows.append(row)
    return np.array(rows)


def conv_by_keras(image, kernel, stride=1, padding="valid"):
    batch = image[np.newaxis].astype("float32")
    kernel = kernel.astype("float32")
    return keras.ops.conv(batch, kernel, strides=stride, padding=padding)[0].numpy()


rng = np.random.default_rng(6)
image, kernel = rng.normal(size=(7, 6, 2)), rng.normal(size=(3, 3, 2, 4))
for stride in (1, 2, 3):
    by_hand = conv_by_hand(image, kernel, stride)
    print("stride", stride, "gives", by_hand.shape)
    assert np.allclose(by_hand, conv_by_keras(image, kernel, stride), atol=1e-4)

# %% tags=["drawing"]
# Sums at two strides
pixels = rng.integers(0, 10, size=(7, 7))
edges = np.array([[1, 0, -1]] * 3)  # what is left of the window's middle, less what is right
sums = {s: conv_by_hand(pixels[..., None], edges[..., None, None], s)[..., 0] for s in (1, 2)}
assert np.array_equal(sums[2], sums[1][::2, ::2])  # stride 2 leaves out every other place

# %% tags=["drawing"]
titles = [f"stride {s}: {len(out)} × {len(out)} places" for s, out in sums.items()]
sheet = Sheet(2, 1, size=(9.5, 9.2))
panels = diagrams(sheet, titles, (-0.8, 18.8), (-7.6, 0.8), equal=True, fontsize=11)
for d, (stride, out) in zip(panels, sums.items()):
    top = len(out) / 2 - 3.5
    d.box("", (1 + stride / 2, -1), (3 + stride, 3), CREAM)  # what the two windows read
    d.box("", (14.5, top), (2, 1), CREAM)  # and what they give
    for values, at in ((pixels, (0, 0)), (edges, (9, -2)), (out, (14, top))):
        d.cells(values, at, (1, 1), "none", fontsize=11, edge=QUIET)
    for n, look in enumerate([{"edge": BLUE}, {"edge": RUST, "dashed": True}]):
        d.box("", (1 + stride * n, -1), (2.9, 2.9 + 0.2 * n), "none", width=3, **look)
        d.box("", (14 + n, top), (0.94, 1), "none", width=3, **look)
    words = {"input": 3, "∗": 7.5, "kernel": 10, "=": 12.5, "output": 13.5 + len(out) / 2}
    for word, x in words.items():
        d.text(word, (x, -7.3), fontsize=14)
figure(
    sheet,
    alt="Two rows. In each an input of 7 by 7 numbers, a kernel of 3 by 3 and the output. Two "
    "windows are framed, one solid, one dashed, and so are the two outputs that they give. At "
    "stride 1 the windows lie one pixel apart and the output is 5 by 5. At stride 2 they lie two "
    "pixels apart and the output is 3 by 3.",
    data={"output": [f"{i}, {j}" for i, j in np.ndindex(3, 3)]}
    | {f"stride {s}": sums[s][:3, :3].ravel() for s in (1, 2)},
)

# %% [markdown]
r"""
**Investigate.** Follow the solid frame, and compute its output: the left column of the window,
less the right one. Then do the dashed one.

## 2. How large is the output?

A window of more than one pixel that stays inside the image cannot be centred on its edge. So the
output is smaller than the image. This is called padding `"valid"`.

With padding `"same"` a **border** of zeros is put around the image first. The window may reach
over the edge.
"""


# %%
def with_border(image, k, stride):
    """The image with the zeros that "same" adds; a surplus goes below and to the right."""
    borders = []
    for n in image.shape[:2]:
        last = range(0, n, stride)[-1]  # the last place begins inside the image
        missing = max(last + k - n, 0)
        borders.append((missing // 2, missing - missing // 2))
    return np.pad(image, [*borders, (0, 0)])


for stride in (1, 2, 3):
    by_hand = conv_by_hand(with_border(image, 3, stride), kernel, stride)
    assert np.allclose(by_hand, conv_by_keras(image, kernel, stride, "same"), atol=1e-4)

# %% [markdown]
r"""
**Predict.** An image of 7 × 7 pixels, a window of 3 × 3, stride 2, padding `"same"`. How many
rows has the output? Say how sure you are, from 1 to 5.
"""

# %%
predict("06.P1", ..., confidence=...)

# %%
square = rng.normal(size=(7, 7, 1))
window = rng.normal(size=(3, 3, 1, 1))
same_2 = conv_by_keras(square, window, stride=2, padding="same")
print(same_2.shape)
reveal("06.P1", len(same_2))

# %% [markdown]
r"""
### M17 — The same size, as the name says?

> **You may think:** padding `"same"` keeps height and width.
>
> **That is not so** at stride 2, because the border only makes up for the window, never for the
> stride. A window that moves by two pixels has half as many places, rounded up. Images larger
> than one pixel keep their size at stride 1 only.
>
> **Run this.** The size at strides 1 to 4, for images of 7 and of 8 pixels.
"""

# %%
found = {}
for n in (7, 8):
    found[n] = [
        len(conv_by_keras(rng.normal(size=(n, n, 1)), window, s, "same")) for s in (1, 2, 3, 4)
    ]
    print(f"{n} pixels:", found[n])
assert found == {7: [7, 4, 3, 2], 8: [8, 4, 3, 2]}
# One pixel is the exception: it stays, at any stride.
assert [len(conv_by_keras(np.ones((1, 1, 1)), window, s, "same")) for s in (1, 2, 3)] == [1] * 3

# %% [markdown]
r"""
Two formulas tell the length of an axis. n is its length before, k the side of the window, s the
stride:

| padding | length | rounded |
|---|---|---|
| `"same"` | n / s | up: $\lceil n/s \rceil$ |
| `"valid"` | (n − k) / s + 1 | down: $\lfloor (n-k)/s \rfloor + 1$ |

Why? With `"valid"` the first place begins at pixel 0, and the last one at pixel n − k or before.
In between fit whole steps only: the quotient, rounded down. The 1 counts the first place.

With `"same"` each place begins at a multiple of s inside the image. (Then all are moved a little
to the left, so that the border is shared by both ends.) A rest counts as a place, too: rounded
up. k does not matter.

The figure shows the places as bars, and which pixels they read.
"""

# %% tags=["drawing"]
# Places of the windows
paddings, lengths = ["valid", "valid", "same", "same"], [7, 8, 7, 8]
starts = [range(0, 5, 2), range(0, 5, 2), range(-1, 6, 2), range(0, 7, 2)]  # of the windows
counts = [len(places) for places in starts]
unread = ["none", "7", "none", "none"]
for padding, n, places in zip(paddings, lengths, counts):
    assert len(conv_by_keras(np.ones((n, n, 1)), window, 2, padding)) == places
for k in (1, 2, 3, 5):  # with "same", k does not matter
    assert len(conv_by_keras(square, np.ones((k, k, 1, 1)), 2, "same")) == 4

# %% tags=["drawing"]
titles = [f'"{p}", {n} pixels: {c} places' for p, n, c in zip(paddings, lengths, counts)]
titles[1] += ", pixel 7 is never read"
sheet = Sheet(2, 2, size=(10.5, 6.2))
panels = diagrams(sheet, titles, (-1.8, 8.7), (-3.4, 0.7), equal=True, fontsize=11)
for d, n, places in zip(panels, lengths, starts):
    end = places[-1] + 3  # of the last window
    for at in range(places[0], max(n, end)):
        word, ground = (str(at), SKY) if 0 <= at < n else ("zero", WHITE)
        d.box(word, (at, 0), (1, 1), ground, dashed=word == "zero")
    for at in range(end, n):
        d.box(str(at), (at, 0), (1, 1), ROSE, hatch="////")
    for row, start in enumerate(places):
        d.box("", (start + 1, -1.05 - 0.62 * row), (2.9, 0.4), (BLUE, RUST)[row % 2])
figure(
    sheet,
    alt="Four rows of pixels with a window of 3 at stride 2 drawn as bars beneath. Valid: 7 pixels "
    "have 3 places, 8 pixels also 3, and pixel 7 is never read. Same: 7 pixels have 4 places and a "
    "zero at either end, 8 pixels have 4 places and one zero at the right end.",
    data={"padding": paddings, "n": lengths, "places": counts, "pixels never read": unread},
)

# %% [markdown]
r"""
A window of 3 at stride 2 overlaps its neighbour by one pixel. A window *smaller* than its stride
leaves gaps: with k = 1 and stride 2, three of four pixels are never read. A tape can tell: an
unread pixel has the slope 0.
"""


# %%
def pixels_read(n, k, stride):
    """How many of the n · n pixels take part in a convolution with padding "same"."""
    x = tf.ones((1, n, n, 1))
    with tf.GradientTape() as tape:
        tape.watch(x)
        total = tf.reduce_sum(keras.ops.conv(x, tf.ones((k, k, 1, 1)), stride, "same"))
    return int(np.count_nonzero(tape.gradient(total, x)))


assert [pixels_read(8, k, 2) for k in (1, 2, 3)] == [16, 64, 64]

# %% exercise="conv_out"

# %% [markdown]
r"""
## 3. May it be added?

`+` in a block means: entry by entry, each with its own partner. For this the two shapes must be
**equal**. For images larger than one pixel, a convolution of x has the shape of x if three things
hold:

- the **stride** is 1;
- the **padding** is `"same"`, or k is 1;
- there are as many **filters** as x has channels.

If one of them fails, the shapes differ. You hope for an error. Do you always get one?

**Predict.** x has the shape `(1, 2, 2, 3)`. h is a convolution of x with 3 filters, a 3 × 3
window, stride 2 and padding `"same"`. What is the shape of `x + h`? Write a tuple, or `"error"`.
"""

# %%
predict("06.P2", ...)

# %%
x = np.arange(12, dtype="float32").reshape(1, 2, 2, 3)
keras.utils.set_random_seed(6)
h = keras.layers.Conv2D(3, 3, strides=2, padding="same")(x)
total = x + h
print("h has the shape", tuple(h.shape), " and x + h", tuple(total.shape))
reveal("06.P2", tuple(total.shape))

# %% [markdown]
r"""
No error. h is a single pixel, `(1, 1, 1, 3)`, and lesson 01 told what happens to a size of 1: it
is stretched. All four pixels of x get the *same* pixel added.

The shape looks right, but the sum is not what the block means. `Add` does not save you: it
stretches as `+` does.
"""

# %%
assert tuple(h.shape) == (1, 1, 1, 3)
added = (total - x).numpy()
assert np.allclose(added, added[:, :1, :1])  # one pixel, four times
assert np.array_equal(keras.layers.Add()([x, h]), total)

# %% tags=["drawing"]
# One pixel, stretched
tile = np.array([[1, 4], [2, 6]])
one = conv_by_keras(tile[..., None], np.full((3, 3, 1, 1), 1.0), 2, "same")[..., 0]
maps = {"x": tile, "h, one pixel": one, "h, stretched": one + 0 * tile, "x + h": tile + one}
assert one.tolist() == [[13]]  # with this kernel, h is the sum of all pixels

# %% tags=["drawing"]
look = {"span": (0, 40), "fontsize": 20, "xlim": (-0.5, 1.5), "ylim": (1.5, -0.5)}
sheet = number_grids(maps.items(), "g", size=(11, 2.9), **look)
sheet.axes[2].axhline(0.5, color=INK, ls=":", lw=2)
sheet.axes[2].axvline(0.5, color=INK, ls=":", lw=2)
figure(
    sheet,
    alt="Four heat maps. x has four pixels: 1, 4, 2 and 6. h is one pixel: 13. Stretched, h is 13 "
    "in all four places. x + h is 14, 17, 15 and 19: the same number was added everywhere.",
    data={"pixel": ["0, 0", "0, 1", "1, 0", "1, 1"]}
    | {name: np.broadcast_to(m, (2, 2)).ravel() for name, m in maps.items()},
)

# %% [markdown]
r"""
The same happens with one channel: `(8, 8, 1)` meets `(8, 8, 16)`, and the one channel is copied
sixteen times.

So there are three outcomes, not two. Read the eight `SETTINGS`, and guess which three are
stretched. Then run both cells.
"""


# %%
def outcome(shape, filters, k, stride, padding):
    """The shape of the convolution, and what happens when it is added to its input."""
    x = tf.zeros((1, *shape))
    h = keras.layers.Conv2D(filters, k, strides=stride, padding=padding)(x)
    try:
        x + h
    except tf.errors.InvalidArgumentError:
        return tuple(h.shape)[1:], "error"
    return tuple(h.shape)[1:], "equal" if h.shape == x.shape else "stretched"


SETTINGS = [
    ((8, 8, 16), 16, 3, 1, "same"),
    ((8, 8, 16), 16, 3, 2, "same"),
    ((8, 8, 16), 16, 3, 1, "valid"),
    ((8, 8, 16), 16, 1, 1, "valid"),
    ((8, 8, 16), 32, 3, 1, "same"),
    ((8, 8, 1), 16, 3, 1, "same"),
    ((2, 2, 16), 16, 3, 2, "same"),
    ((3, 3, 16), 16, 3, 1, "valid"),
]
outcomes = [outcome(*setting) for setting in SETTINGS]
words = [word for _, word in outcomes]

# %% tags=["drawing"]
# Proof
assert words == ["equal", "error", "error", "equal", "error"] + 3 * ["stretched"]

# %% tags=["drawing"]
signs = {"equal": ("✓ may be added", SKY), "error": ("✗ raises an error", ROSE)}
signs |= {"stretched": ("✗ stretched, no error", YELLOW), "shape": ("", WHITE)}
rows = [(str(s[0]), str(s[1:]), str(shape)) for s, (shape, _) in zip(SETTINGS, outcomes)]
cells = {}
for (x, arguments, shape), word in zip(rows, words):
    cells[f"x {x}, Conv2D{arguments}", "convolution of x"] = "shape", shape
    cells[f"x {x}, Conv2D{arguments}", "x + convolution"] = word, ""
look = {"dashed": ("stretched",), "title": "Conv2D(filters, k, stride, padding)"}
columns = dict(zip(("x", "filters, k, stride, padding", "convolution"), zip(*rows)))
figure(
    outcome_table(Sheet(size=(10.5, 4.9)), cells, signs, **look),
    alt="Eight settings of a convolution. Two may be added: same at stride 1 with equal channels, "
    "and a window of one pixel. Three raise an error: stride 2, valid, and more filters than "
    "channels. Three are stretched without an error: one channel, 2 by 2 pixels at stride 2, and "
    "3 by 3 pixels with a valid window of 3.",
    data=columns | {"outcome": words},
)

# %% [markdown]
r"""
So a block should compare shapes before it adds. Write the function that decides.
"""

# %% exercise="can_add"

# %% [markdown]
r"""
## 4. Batch normalisation

The shape is settled. Now the numbers. Each channel that comes out of a convolution has a mean and
a spread of its own. They change as the weights are trained, and what comes behind must follow.

**Batch normalisation** (BN) takes both away. In **training**, it takes each channel's mean μ and
variance σ² over the batch at hand, the pixels of all images together:

$$y = \gamma \cdot \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}} + \beta$$

γ and β are learnt, one number a channel. They start at 1 and 0. ε = 0.001 keeps the root away
from 0. At **inference** μ and σ² are not those of the batch, but the kept **moving statistics**.
Each training call moves these by one hundredth of the way (momentum 0.99):

$$\text{moving} \leftarrow 0.99 \cdot \text{moving} + 0.01 \cdot \text{of this batch}$$

Guess first: after *one* training call on images with the mean 5, what is the moving mean, which
began at 0?
"""


# %%
def moments(x):
    """Mean and variance of each channel."""
    axes = tuple(range(x.ndim - 1))
    return x.mean(axes), x.var(axes)


def normalised(x, mean, variance):
    """Batch normalisation with gamma 1 and beta 0."""
    return (x - mean) / np.sqrt(variance + 0.001)


images = rng.normal([5, 0, -2], [2, 1, 0.5], size=(32, 8, 8, 3)).astype("float32")
mean, variance = moments(images)

norm = keras.layers.BatchNormalization()
in_training = norm(images, training=True).numpy()
assert np.allclose(in_training, normalised(images, mean, variance), atol=1e-3)
assert np.allclose(norm.moving_mean.numpy(), 0.99 * 0 + 0.01 * mean, atol=1e-5)
assert np.allclose(norm.moving_variance.numpy(), 0.99 * 1 + 0.01 * variance, atol=1e-5)

kept = norm.moving_mean.numpy(), norm.moving_variance.numpy()
at_inference = norm(images, training=False).numpy()
assert np.allclose(at_inference, normalised(images, *kept), atol=1e-3)
print("moving mean after one call: ", kept[0].round(3))
print("mean of the output, training: ", abs(moments(in_training)[0]).round(3))
print("mean of the output, inference:", moments(at_inference)[0].round(3))
assert np.allclose(moments(in_training)[0], 0, atol=1e-3)
assert moments(at_inference)[0][0] > 4.5  # one step of a hundredth is not enough
assert in_training.shape == at_inference.shape == images.shape  # no shape has changed

# %% tags=["drawing"]
# Histograms
stages = {"before": images, "behind, in training": in_training}
stages["behind, at inference"] = at_inference
limits = np.linspace(-6, 13, 96)
centres = (limits[:-1] + limits[1:]) / 2
panels, table = {}, {"value": centres}
for title, numbers in stages.items():
    counts = [np.histogram(numbers[..., channel], limits)[0] for channel in range(3)]
    panels[title] = {f"channel {c}": n / images[..., c].size for c, n in enumerate(counts)}
    table |= {f"{title}, {name}": share for name, share in panels[title].items()}

# %% tags=["drawing"]
look = {"markers": False, "xlabel": "value", "ylabel": "share of the pixels", "xlim": (-6, 13)}
figure(
    curve_panels(panels, centres, size=(11, 3.9), legend="upper right", **look),
    alt="Histograms of three channels. Before: three humps of different widths around 5, 0 and "
    "minus 2. Behind the normalisation in training: the three lie on each other around 0. At "
    "inference, after a single training call, they still lie where they were.",
    data=table,
)

# %% [markdown]
r"""
In training the three channels lie on each other. At inference, after one call, they hardly moved:
the moving mean of the first channel is 0.05, not 5.

**Modify.** After how many calls has it covered half the way? Find the smallest `CALLS` for which
the assert still holds.
"""

# %%
CALLS = 100

moving = 0.0
for _ in range(CALLS):
    moving = 0.99 * moving + 0.01 * 5.0
print(f"after {CALLS} calls: {moving:.2f}")
assert moving >= 2.5

# %% [markdown]
r"""
Neither mode changes a shape. So for the plus, only the convolution counts.

Convolution and normalisation go together so often that a layer of both is worth having. Section 5
shows why it has no bias. After you pass, the check shows it in NumPy. (In a class, that comes with
the solutions.)
"""

# %% exercise="conv_bn"

# %% [markdown]
r"""
## 5. What is left of a bias

A convolution can have a **bias**: one number a channel, added at every pixel. Keras makes one
unless told not to. What does it do in front of a batch normalisation?

**Predict.** b = 100 is added to all images. By how much does the output of a batch normalisation
change, *in training*? Write a whole number, and how sure you are, from 1 to 5.
"""

# %%
predict("06.P3", ..., confidence=...)

# %%
b = np.float32(100)
with_bias = norm(images + b, training=True).numpy()
without = norm(images, training=True).numpy()
change = np.abs(with_bias - without).max()
print(f"largest change: {change:.1e}")
reveal("06.P3", round(float(change)))

# %% [markdown]
r"""
### M18 — A bias must shift something?

> **You may think:** the bias before a batch normalisation matters, for it shifts every number.
>
> **That is not so** in training, because the mean of the batch shifts by just as much, and the
> mean is subtracted. The variance does not change at all: (x + b) − (μ + b) = x − μ. If a shift
> is wanted, β is there for it.
>
> **Run this.** The output stays, and so the bias has no slope, up to rounding: training does not
> move it. The kernel has one.
"""

# %%
conv = keras.layers.Conv2D(4, 3, padding="same", bias_initializer="ones")
behind = keras.layers.BatchNormalization()
wanted = rng.normal(size=(32, 8, 8, 4)).astype("float32")
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((behind(conv(images), training=True) - wanted) ** 2)
of_kernel, of_bias = tape.gradient(loss, [conv.kernel.value, conv.bias.value])
print("largest slope: kernel", np.abs(of_kernel).max(), "  bias", np.abs(of_bias).max())

assert change < 0.01
assert np.abs(of_bias).max() < 1e-3 * np.abs(of_kernel).max()

# %% tags=["drawing"]
line, shifted = without[0, ..., 0].ravel(), with_bias[0, ..., 0].ravel()
lines = {"without bias (wide line)": line, "with b = 100 (dashed)": shifted}
look = {"title": "Behind the batch normalisation, in training", "ylabel": "output"}
look |= {"xlabel": "pixel of the first image, channel 0", "markers": False}
sheet = compare_curves(range(64), lines, size=(9.5, 5), scale=1e6, **look)
sheet.axes[1].set_ylabel("difference\n(millionths)")
columns = {"without": line, "with b = 100": shifted, "difference": shifted - line}
figure(
    sheet,
    alt="Above, the output for 64 pixels without a bias as a wide line, and with a bias of 100 as a "
    "dashed line exactly on it. Beneath, their difference, far smaller than a thousandth.",
    data={"pixel": range(64)} | columns,
)

# %% [markdown]
r"""
The small difference is rounding. **float32** keeps about seven digits, so 100.1234567 loses its
last ones. After the mean is subtracted, they are missing. The larger b, the more is lost.
"""


# %%
def rounding_effect(size, dtype):
    """What a bias of this size changes in training, computed in this dtype."""
    layer = keras.layers.BatchNormalization(dtype=dtype)
    x = images[..., 1:2].astype(dtype)
    shift = np.asarray(size, dtype)
    return float(np.abs(layer(x + shift, training=True) - layer(x, training=True)).max())


sizes = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
rounding = {d: [rounding_effect(s, d) for s in sizes] for d in ("float32", "float64")}
assert rounding["float32"][0] < 1e-4 < 1e-3 < rounding["float32"][-1]
assert max(rounding["float64"]) < 1e-5

# %% [markdown]
r"""
So in training a bias is useless at best. And **at inference**?

**Predict.** A *new* batch normalisation at inference: by how much does its output change when
b = 100 is added? Write a whole number.
"""

# %%
predict("06.P4", ...)

# %%
fresh = keras.layers.BatchNormalization()
shift = np.abs(fresh(images + b, training=False) - fresh(images, training=False)).max()
reveal("06.P4", round(float(shift)))
assert np.isclose(shift, 100 / np.sqrt(1.001), rtol=1e-3)

# %% [markdown]
r"""
At inference the *moving* mean is subtracted, and this one has not seen b yet. It learns of b step
by step.

**Predict.** Now both layers train for 100 steps, one on x, one on x + b, with b = 3. How much of
b is left at inference? Write `0`, `1` or `3`, whichever is nearest.
"""

# %%
predict("06.P5", ...)

# %%
batch = rng.normal(size=(256, 1)).astype("float32")
batch = (batch - batch.mean()) / batch.std()  # mean 0, variance 1
lifted = batch + np.float32(3)
plain, biased = keras.layers.BatchNormalization(), keras.layers.BatchNormalization()


@tf.function(autograph=False)  # recorded once, for speed
def train_both():
    plain(batch, training=True)
    biased(lifted, training=True)


left = {}
for step in range(401):
    if step % 20 == 0:
        left[step] = float(np.abs(biased(lifted) - plain(batch)).max())
    train_both()
reveal("06.P5", round(left[100]))
for step, measured in left.items():
    assert np.isclose(measured, 3 * 0.99**step, atol=0.01)
assert round(left[100]) == 1 and left[400] < 0.06

# %% tags=["drawing"]
sheet = Sheet(1, 2, size=(11, 4))
steps, bias = sheet.axes
plot_points(steps, list(left), list(left.values()), "measured", color=INK, size=6)
curve = {"3 · 0.99 to the power n": 3 * 0.99 ** np.arange(401)}
plot_curves(steps, range(401), curve, markers=False, legend="upper right", ylim=(0, 3.2))
steps.text(112, 1.2, "1.1 after 100 steps")
steps.set(xlabel="training steps n", ylabel="change of the output", title="at inference, b = 3")
values = {dtype: np.maximum(numbers, 1e-17) for dtype, numbers in rounding.items()}
names = {dtype: (1.3, 12 * numbers[0]) for dtype, numbers in values.items()}
plot_curves(bias, sizes, values, (DASHED, DOTTED), names=names, xscale="log", yscale="log")
bias.set(xlabel="b", ylabel="change of the output", ylim=(1e-18, 100))
bias.set_title("in training: rounding")
figure(
    sheet,
    alt="Left: at inference a bias of 3 changes the output by 3 at first, by 1.1 after 100 training "
    "steps and by almost nothing after 400. Right: in training the change is rounding, which "
    "grows with the bias. In float32 it reaches some hundredths at b = 1,000,000; in float64 it "
    "stays below a hundred-thousandth.",
    data={"b": sizes} | rounding,
)

# %% [markdown]
r"""
After some hundred steps next to nothing is left at inference either: the bias costs memory and
does no work. Hence `use_bias=False`.

Two conditions belong to this. What is added must be **constant for each channel**, over all
samples and pixels. And nothing may stand **between**: if a ReLU comes first, b decides what is cut
off.
"""

# %%
raised = images.copy()
raised[0] += 1  # all pixels of one image only: not constant over the samples
assert np.abs(norm(raised, training=True) - norm(images, training=True)).max() > 0.1

cut = keras.ops.relu(images[..., 1:2])
cut_later = keras.ops.relu(images[..., 1:2] + 1)
between = [keras.layers.BatchNormalization()(h, training=True) for h in (cut, cut_later)]
assert np.abs(between[0] - between[1]).max() > 0.1

# %% [markdown]
r"""
Now write the tool that measures it for any b.
"""

# %% exercise="bias_effect"

# %% [markdown]
r"""
## 6. Bug hunt

Two layers that add what does not match, without an error. They are extra: no points, the same
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
quiz("06.exit", answers=[..., ..., ...])

# %% [markdown]
r"""
## What you now know

- A convolution is a sum of products at each place of a window. The output has ⌈n/s⌉ places with
  `"same"`, and ⌊(n − k)/s⌋ + 1 with `"valid"`.
- x may be added to its convolution if the shapes are *equal*. One pixel or one channel is
  stretched, without an error.
- Batch normalisation uses the batch in training, moving statistics at inference, and keeps shapes.
- A bias before it does nothing but rounding in training, and nothing at inference once the moving
  mean has caught up.

**To read on:** Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016),
sections 2.1 to 2.4, on sizes. Ioffe and Szegedy, "Batch Normalization" (2015), algorithms 1 and
2, and section 3.2 on the bias. He and others, "Deep Residual Learning for Image Recognition"
(2015), section 3.2, on equal shapes.

**Next:** lesson 07 stacks many such layers, and meets a surprise.
"""

# %%
progress()
