# %% [markdown]
r"""
# 07 — Deeper and worse

**60 minutes**: 12 to read, 5 predictions, 8 quiz questions (a minute each), 32 for the four core
exercises, and 3 of waiting. Four cells train nets; give each up to a minute.

At the end you can

1. tell degradation from overfitting by looking at two losses;
2. build a plain net of any depth;
3. measure the gradient at each layer, in a format that does not deceive you;
4. say when gradients vanish with depth, when they do not, and when they grow;
5. predict how the variance of a stream changes when each block adds to it.

**Not here:** how to write the block that helps (lesson 08); starts and orders that tame the sum
(lesson 11).

**You need** lesson 02 (the tape), lesson 04 (`training`), lesson 05 (merging by a sum) and lesson
06 (batch normalisation).
"""

# %% tags=["setup"]
from autograder import check, figure, hint, open_lesson, predict
from autograder import progress, quiz, reveal, solution
from autograder.pictures import DASHED, DASH_DOTTED, DOTTED, ROSE, SKY, SOLID, WHITE, Sheet
from autograder.pictures import outcome_table, plot_curves
from autograder.pictures.returning_picture import picture_alt, picture_data, returning_picture
import keras
import numpy as np
import tensorflow as tf
import matplotlib.pyplot as plt

tf.get_logger().setLevel("ERROR")  # TensorFlow's notes for engineers stay silent
open_lesson("07_degradation")

# %% [markdown]
r"""
## The picture that returns

Today the branch is lit: convolution, batch normalisation, ReLU, convolution, batch
normalisation. Think of it *alone*, without the line that leads around it. Put many such branches
one after the other, and you have a **plain** net.

This lesson shows what is wrong with that. The cure is already in the picture, but you shall miss
it first.
"""

# %% tags=["drawing"]
figure(returning_picture(lit=7), alt=picture_alt(7), data=picture_data())

# %% [markdown]
r"""
## Before you begin

Five questions on earlier lessons, from memory. No points.
"""

# %%
quiz("07.retrieval", answers=[..., ..., ..., ..., ...])

# %% [markdown]
r"""
## 1. More layers cannot hurt. Or can they?

Take a net that works. Put more layers into it. In the worst case, the new layers could pass on
what they get, and the deep net would do what the shallow one did. So a deeper net should never
have the higher training loss.

That is an argument about what weights *exist*. Whether training *finds* them is another matter.
Let us look. The data are the small digits from lesson 00: 1,408 images to train on, 389 held
back for **validation**, which no training step ever sees.

Our **block** is $F(x)$: batch normalisation, ReLU, `Dense`. A net is one `Dense` to begin with,
then `depth` blocks, then a `Dense` with ten outputs. Kernels start at random, by **He
initialisation** (`he_normal`): mean 0, variance 2 / inputs. Section 3 says why. One pass over the
training images is an **epoch**.

Chance plays a part in each training. So we train each net from three different starts, and look
at all three.
"""

# %%
from sklearn.datasets import load_digits

digits = load_digits()
order = np.random.default_rng(7).permutation(len(digits.target))
images = (digits.data[order] / 16 - 0.5).astype("float32")  # (1797, 64)
labels = digits.target[order]
TRAIN, HELD_BACK = slice(0, 1408), slice(1408, None)
cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def net(depth, plus, width=32):
    """A Dense, depth blocks F, a Dense. With plus=True each block adds its input: x + F(x)."""

    def dense():
        return keras.layers.Dense(width, kernel_initializer="he_normal")

    inputs = keras.Input((64,))
    x = dense()(inputs)
    for _ in range(depth):
        branch = keras.layers.BatchNormalization(momentum=0.9)(x)
        branch = dense()(keras.layers.ReLU()(branch))
        x = x + branch if plus else branch
    return keras.Model(inputs, keras.layers.Dense(10)(x))


def train(depth, plus, seeds=(1, 2, 3), epochs=12):
    """Train such a net from several starts. Return the model, and losses by name: (seeds, epochs)."""
    model = net(depth, plus)
    model.compile(keras.optimizers.SGD(0.2), cross_entropy, steps_per_execution=11)  # for speed
    found = {"loss": [], "val_loss": []}
    for seed in seeds:
        keras.utils.set_random_seed(seed)
        model.set_weights(net(depth, plus).get_weights())  # a new start, without a new compile
        history = model.fit(
            images[TRAIN],
            labels[TRAIN],
            validation_data=(images[HELD_BACK], labels[HELD_BACK]),
            batch_size=128,
            epochs=epochs,
            verbose=0,
        ).history
        for name, losses in found.items():
            losses.append(history[name])
    return model, {name: np.array(losses) for name, losses in found.items()}


# %% [markdown]
r"""
**Predict.** Two plain nets, of 4 and of 16 blocks, train for 12 epochs. Which one has the lower
*training* loss at the end? Write `4`, `16` or `"equal"`, and how sure you are, from 1 to 5.
"""

# %%
predict("07.P1", ..., confidence=...)

# %%
_, shallow = train(4, plus=False)
deep_model, deep = train(16, plus=False)
for name, runs in (("4 blocks", shallow), ("16 blocks", deep)):
    print(f"{name:9} training loss from three starts:", runs["loss"][:, -1].round(3))
lower = 4 if shallow["loss"][:, -1].mean() < deep["loss"][:, -1].mean() else 16
reveal("07.P1", lower)
assert shallow["loss"][:, -1].max() < 0.6 * deep["loss"][:, -1].min()

# %% [markdown]
r"""
The deeper net is worse, on the very images that it is trained on, from each of three starts.
He and others (2015) call this **degradation**. In their section 1 they show it for plain nets of
20 and 56 layers on small photographs.

### M19 — Too many weights, hence overfitting?

> **You may think:** the deep net is worse because it overfits: it has too many weights and
> learns the images by heart.
>
> **That is not so**, because a net that learns by heart has a *low* training loss. Overfitting
> shows on images that the net has *not* seen. Here the training loss itself is higher.
>
> **Run this.** For comparison, we make two nets that do overfit: 300 images, and a part of their
> labels is replaced by random ones.
"""

# %%
rng = np.random.default_rng(3)
few, noisy = images[:300], labels[:300].copy()
spoilt = rng.random(300) < 0.3
noisy[spoilt] = rng.integers(0, 10, spoilt.sum())


def train_on_few(depth, epochs=24):
    keras.utils.set_random_seed(1)
    model = net(depth, plus=False)
    model.compile(keras.optimizers.SGD(0.1), cross_entropy, steps_per_execution=6)
    held_back = (images[HELD_BACK], labels[HELD_BACK])
    return model.fit(
        few, noisy, batch_size=50, epochs=epochs, verbose=0, validation_data=held_back
    ).history


small, large = train_on_few(1), train_on_few(3)

# Overfitting: the deeper net fits its own images better, and the others worse.
assert large["loss"][-1] < 0.6 * small["loss"][-1]
assert large["val_loss"][-1] > 1.1 * small["val_loss"][-1]
# Degradation: the deeper net fits its own images worse, and the held-back ones as well.
assert deep["loss"].mean(axis=0)[-1] > 2 * shallow["loss"].mean(axis=0)[-1]
assert deep["val_loss"].mean(axis=0)[-1] > shallow["val_loss"].mean(axis=0)[-1]

# %% tags=["drawing"]
pairs = {"degradation: 4 and 16 blocks": {"4 blocks": shallow, "16 blocks": deep}}
pairs["overfitting: 1 and 3 blocks, 300 images"] = {"1 block": small, "3 blocks": large}
hollow = {"linestyle": "--", "mfc": "white"}
looks = [SOLID, SOLID | hollow, DASHED | {"linestyle": "-"}, DASHED | hollow]
sheet, table = Sheet(1, 2, size=(11.5, 4.6)), {"epoch": range(1, 13)}
for axes, (title, pair) in zip(sheet.axes, pairs.items()):
    lines = {}
    for net_name, runs in pair.items():
        for kind, key in (("training", "loss"), ("validation", "val_loss")):
            lines[f"{net_name}, {kind}"] = np.atleast_2d(runs[key]).mean(axis=0)
    epochs = 1 + np.arange(lines[f"{net_name}, training"].size)
    plot_curves(axes, epochs, lines, looks, every=2, legend="upper right", title=title)
    axes.set(xlabel="epoch", ylim=(0, 2.7))
    table |= {name: line[:12] for name, line in lines.items()}
sheet.panel.set_ylabel("loss")
figure(
    sheet,
    alt="Two panels with training and validation losses of two nets each. Left, degradation: both "
    "losses of the net with 16 blocks lie above those of the net with 4. Right, overfitting: the "
    "net with 3 blocks has the lower training loss and in the end the higher validation loss.",
    data=table,
)

# %% [markdown]
r"""
Compare the solid lines, of training. On the left, the deeper net's is the *higher* one. On the
right, the deeper net's is the *lower* one, and only the dashed lines, of validation, turn the
other way. So the validation loss alone cannot tell the two apart: it is the higher one in both
panels. Put the rule into a function.
"""

# %% exercise="diagnose"

# %% [markdown]
r"""
**Slower, not unable.** Be careful with the word "cannot". Let the deep net train on, to 36 epochs.

The figure sets it beside **saved** curves, with hollow marks. The code above made them once, on
another machine: three starts each, 60 epochs, and 40 blocks besides. That takes some minutes.
"""

# %%
longer = deep_model.fit(
    images[TRAIN], labels[TRAIN], batch_size=128, epochs=24, verbose=0
).history["loss"]
live = np.concatenate([deep["loss"][-1], longer])  # the last start, epochs 1 to 36
print(f"after 12 epochs {live[11]:.3f}, the lowest loss up to epoch 36 {live[12:].min():.3f}")
assert live[12:].min() < 0.5 * live[11]  # it does learn

# %% tags=["drawing"]
# Saved, not computed here: train(depth, plus=False, epochs=60)[1]["loss"], after these epochs.
SAVED_AT = np.array([1, 4, 8, 12, 18, 24, 30, 36, 48, 60])
SAVED = {  # by depth and start
    (4, 1): [1.4678, 0.1980, 0.0653, 0.0285, 0.0115, 0.0063, 0.0042, 0.0030, 0.0019, 0.0014],
    (4, 2): [1.6876, 0.2396, 0.0707, 0.0294, 0.0124, 0.0072, 0.0048, 0.0036, 0.0023, 0.0016],
    (4, 3): [1.6030, 0.1615, 0.0447, 0.0207, 0.0102, 0.0065, 0.0044, 0.0032, 0.0020, 0.0015],
    (16, 1): [2.2930, 0.8272, 0.3213, 0.1654, 0.0899, 0.0955, 0.0134, 0.0078, 0.0017, 0.0010],
    (16, 2): [2.3029, 0.9308, 0.4620, 0.2325, 0.1409, 0.0723, 0.0903, 0.0187, 0.0023, 0.0012],
    (16, 3): [2.2634, 0.8196, 0.3448, 0.1638, 0.1074, 0.0833, 0.0121, 0.0046, 0.0017, 0.0008],
    (40, 1): [2.5815, 2.1520, 2.0321, 1.9905, 1.8947, 1.9382, 1.8325, 1.9484, 1.7167, 1.6433],
    (40, 2): [2.5074, 1.9976, 1.8600, 1.8183, 1.8076, 1.6101, 1.7416, 1.5165, 1.5697, 1.3290],
    (40, 3): [2.5016, 2.0999, 1.9547, 1.9013, 1.7335, 1.8654, 1.6935, 1.6527, 1.5567, 1.6372],
}
saved = {d: np.array([SAVED[d, start] for start in (1, 2, 3)]) for d in (4, 16, 40)}
after = {(d, at): rows[:, k] for d, rows in saved.items() for k, at in enumerate(SAVED_AT)}
assert after[4, 8].max() < 0.1 and after[16, 8].min() > 0.3  # slower,
assert max(after[4, 60].max(), after[16, 60].max()) < 0.002  # and yet as good in the end
assert np.all(after[40, 60] < after[40, 12] - 0.2) and after[40, 60].min() > 1
for depth, runs in ((4, shallow), (16, deep)):  # yours and the saved ones agree
    assert 0.6 < runs["loss"][:, -1].mean() / after[depth, 12].mean() < 1.6

# %% tags=["drawing"]
looks = [look | {"mfc": "white"} for look in (DOTTED, DASHED, DASH_DOTTED)]
lines = {f"{depth} blocks, saved": rows for depth, rows in saved.items()}
own, look = {"16 blocks, live, one start": live}, DASHED | {"linestyle": "-", "lw": 3}
axis = {"xlabel": "epoch", "ylabel": "training loss", "yscale": "log"}
sheet = Sheet(size=(8.8, 5))
plot_curves(sheet, SAVED_AT, lines, looks, spread="thin", **axis)
plot_curves(sheet, range(1, 37), own, [look], markers=False, legend="beside")
sheet.panel.set_title("Plain nets, trained for longer")
table = {f"{d} blocks, start {start}, saved": row for (d, start), row in SAVED.items()}
figure(
    sheet,
    alt="Training loss over 60 epochs on a logarithmic scale. The saved curves of 4 blocks fall "
    "first. Those of 16 blocks fall later and end in the same place; the live curve of 16 blocks "
    "jumps now and then, and goes with them up to epoch 36. Those of 40 blocks fall only from 2.5 to about 1.5.",
    data={"epoch": SAVED_AT} | table,
)

# %% [markdown]
r"""
The net of 16 blocks learns, only more slowly. After 8 epochs, 4 blocks have come below 0.1,
and 16 are still above 0.3. After 60 epochs, both are below 0.002. For 40 blocks, 60 epochs do not
suffice. Their loss still falls, but little; whether patience helps there, these curves do not say.

Build such a net yourself, in its simplest form.
"""

# %% exercise="plain_mlp"

# %% [markdown]
r"""
## 2. One plus

Lesson 05 had a merge that costs nothing: the sum. Here is the same net of 16 blocks once more.
Each block now hands on x + F(x) in place of F(x). The layers, the number of weights and the
training stay as they are.

**Predict.** Where will its training loss be after 12 epochs? Write `"near 4"` for the loss of 4
plain blocks or less, `"near 16"` for that of 16 plain blocks or more, `"between"` otherwise.
"""

# %%
predict("07.P2", ...)

# %%
residual_model, residual = train(16, plus=True)
ends = {
    name: float(runs["loss"][:, -1].mean())
    for name, runs in (("plain 4", shallow), ("plain 16", deep), ("plus 16", residual))
}
print({name: round(end, 3) for name, end in ends.items()})
reveal(
    "07.P2",
    "near 4"
    if ends["plus 16"] < 1.2 * ends["plain 4"]
    else "near 16"
    if ends["plus 16"] > 0.8 * ends["plain 16"]
    else "between",
)
assert residual_model.count_params() == deep_model.count_params()
assert residual["loss"][:, -1].max() < 0.5 * deep["loss"][:, -1].min()

# %% tags=["drawing"]
lines = {"16 blocks, plain": deep["loss"], "4 blocks, plain": shallow["loss"]}
lines["16 blocks, with plus"] = residual["loss"]
looks, epochs = (DASHED, DOTTED, SOLID), range(1, 13)
axis = {"xlabel": "epoch", "ylabel": "training loss", "yscale": "log", "xticks": epochs}
axis["title"] = "Three nets, three starts each"
sheet = Sheet(size=(8.2, 4.8))
figure(
    plot_curves(sheet, epochs, lines, looks, spread="thin", legend="lower left", **axis),
    alt="Training loss over 12 epochs on a logarithmic scale, three thin lines and their mean for "
    "each net. The plain net with 16 blocks stays highest. The plain net with 4 blocks falls far "
    "beneath it. The net of 16 blocks with the plus begins highest and ends lowest.",
    data={"epoch": epochs} | {name: runs.mean(axis=0) for name, runs in lines.items()},
)

# %% tags=["drawing"]
# Proof
assert residual["loss"][:, 0].min() > deep["loss"][:, 0].max() * 0.95

# %% [markdown]
r"""
Look at the first epoch as well: there the net with the plus is no better than the others, but
worse. Section 4 finds out why. Before that, a question: *what* goes wrong in the plain net?

## 3. Do the gradients vanish?

The usual answer is that they do: each layer multiplies the gradient by something small, and after
many layers nothing is left. We can measure that. For each kernel, we take the **norm** of the
gradient: the root of the sum of all squares.

First, a trap. The usual format, float32, ends near $10^{-38}$ for ordinary numbers, and a
squared number gets there twice as fast.
"""

# %%
tiny = tf.constant([3e-25, 4e-25])
in_float32 = float(tf.norm(tiny))
in_float64 = float(tf.norm(tf.cast(tiny, tf.float64)))
print("in float32:", in_float32, "   in float64:", in_float64)
assert in_float32 == 0 and np.isclose(in_float64, 5e-25, atol=0)

# %% [markdown]
r"""
A gradient of 5·10⁻²⁵ is small, but it is not zero. Who measures in float32 sees things vanish
that are there. So: float64, *before* the square.

Now the measurement, on new nets that nobody has trained: 50 blocks of width 64. `scale`
multiplies all kernels. At 1 the start is He's: the variance of a kernel is 2 / inputs, so that a
ReLU, which throws away half, leaves the size of the stream about as it was.
"""


# %%
def slopes_by_layer(plus=False, norm=False, scale=1.0, depth=50, width=64, seed=0):
    """The norm of the gradient at each of depth kernels of a new net, all in float64."""
    rng = np.random.default_rng(seed)
    he = np.sqrt(2 / width)
    kernels = [tf.constant(scale * he * rng.normal(size=(width, width))) for _ in range(depth)]
    last = tf.constant(rng.normal(size=(width, 10)) / np.sqrt(width))
    with tf.GradientTape() as tape:
        tape.watch(kernels)
        x = tf.constant(images[:256], tf.float64)
        for kernel in kernels:
            z = x
            if norm:  # what batch normalisation does in training, with γ = 1 and β = 0
                mean, variance = tf.nn.moments(x, axes=[0])
                z = (x - mean) / tf.sqrt(variance + 1e-3)
            branch = tf.nn.relu(z) @ kernel
            x = x + branch if plus else branch
        loss = cross_entropy(labels[:256], x @ last)
    return np.array([np.linalg.norm(slope) for slope in tape.gradient(loss, kernels)])


# %% [markdown]
r"""
**Predict.** A plain net *with* batch normalisation, as the one that degraded: how does the
gradient at the first kernel compare with that at the last? Write `"smaller"`, `"equal"` or
`"larger"`, and how sure you are, from 1 to 5.
"""

# %%
predict("07.P3", ..., confidence=...)

# %%
settings = {
    "plain, kernels × 0.8": {"scale": 0.8},
    "plain, He": {},
    "plain, He, BN": {"norm": True},
    "plus, He, BN": {"norm": True, "plus": True},
}
slopes = {
    name: np.array([slopes_by_layer(**how, seed=seed) for seed in range(3)])
    for name, how in settings.items()
}
for name, found in slopes.items():
    first, middle, last = np.exp(np.log(found).mean(axis=0))[[0, 24, 49]]
    print(f"{name:21} first {first:.1e}   middle {middle:.1e}   last {last:.1e}")
ratio = slopes["plain, He, BN"][:, 0] / slopes["plain, He, BN"][:, -1]
reveal("07.P3", "larger" if ratio.min() > 2 else "smaller" if ratio.max() < 0.5 else "equal")
assert ratio.min() > 100

# %% tags=["drawing"]
sheet, layers = Sheet(size=(8.6, 5.2)), range(1, 51)
looks = (DASHED, DOTTED, DASH_DOTTED, SOLID)
for found, look in zip(slopes.values(), looks):
    lowest, highest = found.min(axis=0), found.max(axis=0)
    sheet.panel.fill_between(layers, lowest, highest, color=look["color"], alpha=0.15)
means = {name: np.exp(np.log(found).mean(axis=0)) for name, found in slopes.items()}
names = dict(zip(slopes, [(30, 6e-6), (4, 0.025), (12, 3e3), (9, 4.5)]))
axis = {
    "xlabel": "layer (1: next to the input)",
    "ylabel": "norm of the gradient at its kernel",
}
axis |= {"yscale": "log", "title": "Four new nets of 50 layers"}
figure(
    plot_curves(sheet, layers, means, looks, names=names, every=7, **axis),
    alt="Norm of the gradient at each of 50 kernels, on a logarithmic scale. With kernels times "
    "0.8 it lies near a millionth in all layers. With He's start it stays between 0.01 and 10. "
    "With batch normalisation it falls from thousands at the first layer to about 1 at the last. "
    "With batch normalisation and the plus it lies between 1 and 30 throughout.",
    data={"layer": layers} | means,
)

# %% [markdown]
r"""
### M20 — Deep, hence vanishing gradients?

> **You may think:** deep plain nets fail because the gradients vanish on the way back.
>
> **That is not so** in general, because it depends on the initial values and on normalisation. With
> kernels that are too small, it is **true**. With He initialisation, it is **false**. With batch
> normalisation, it is **reversed**: the gradients *grow* towards the input.
>
> **Run this.** The net that degraded had batch normalisation, so for it the popular reason is the
> wrong one.
"""

# %%
assert slopes["plain, kernels × 0.8"].max() < 1e-3  # true: they vanish
assert 1e-3 < slopes["plain, He"].min() and slopes["plain, He"].max() < 1e3  # false
growth = ratio ** (1 / 49)  # reversed: by which factor, a layer?
print("with batch normalisation, a factor per layer of", growth.round(2))
assert np.all((growth > 1.1) & (growth < 1.35))

# %% [markdown]
r"""
Why is the line of the small kernels flat? Each layer shrinks the stream on the way forward, and
the gradient on the way back. The gradient of a kernel is made of both, so all 50 kernels get
equally little. It is the *depth* that makes it little: with 10 layers, far more is left.
"""

# %%
with_10 = slopes_by_layer(scale=0.8, depth=10)
with_50 = slopes["plain, kernels × 0.8"]
assert with_10.min() > 100 * with_50.max()
assert with_50.max() < 30 * with_50.min()  # over all 50 kernels: about flat

# %% [markdown]
r"""
He and others say it in section 4.1: their plain nets had batch normalisation, and they argue that
vanishing gradients are unlikely to be the cause. What *is* the cause? They suppose that deep
plain nets converge very slowly, and leave the reason to later work. Yang and others (2019) suspect
the growing gradients. That the plus helps, you have measured. Why it helps is still a matter of
research.

Does the plus cure all? Twelve nets: three starts, with and without batch normalisation, with and
without the plus.
"""

# %%
SCALES = (0.8, 1.0, 1.25)
ROWS = {
    "plain": {},
    "plain, BN": {"norm": True},
    "plus": {"plus": True},
    "plus, BN": {"norm": True, "plus": True},
}


def word_for(norm):
    return "vanish" if norm < 1e-3 else "explode" if norm > 1e3 else "fine"


first_norms = {
    (row, scale): float(slopes_by_layer(**how, scale=scale)[0])
    for row, how in ROWS.items()
    for scale in SCALES
}
words = {place: word_for(norm) for place, norm in first_norms.items()}

assert [words["plain", scale] for scale in SCALES] == ["vanish", "fine", "explode"]
assert all(words["plain, BN", scale] == "explode" for scale in SCALES)
assert all(words["plus", scale] == "explode" for scale in SCALES)
assert all(words["plus, BN", scale] == "fine" for scale in SCALES)

# %% tags=["drawing"]
signs = {"vanish": ("↓ ", SKY), "fine": ("✓ ", WHITE), "explode": ("↑ ", ROSE)}
nets, starts = zip(*words)
cells = {place: (word, f"{word}\n{first_norms[place]:.0e}") for place, word in words.items()}
look = {"xticklabels": ["He × 0.8", "He", "He × 1.25"], "cell": (1, 1), "fontsize": 14}
look["title"] = "Gradient at the first of 50 kernels"
figure(
    outcome_table(Sheet(size=(8.2, 4.4)), cells, signs, **look),
    alt="A grid of words. Plain: vanish with He times 0.8, fine with He, explode with He times "
    "1.25. Plain with batch normalisation: explode in all three. Plus without it: explode in all "
    "three. Plus with batch normalisation: fine in all three.",
    data={"net": nets, "start": starts, "norm": first_norms.values(), "word": words.values()},
)

# %% [markdown]
r"""
The words are ours: below 10⁻³ we say *vanish*, above 10³ *explode*. Read the rows. Batch
normalisation makes the start's scale unimportant, for it divides it out. The plus alone is no
cure: its gradients explode. Only the two together are fine at every start.

**Modify.** How near to 1 must the scale of a plain net be? Find the smallest and the largest
`SCALE` for which the word is *fine*.
"""

# %%
SCALE = 0.95

norm_here = float(slopes_by_layer(scale=SCALE)[0])
print(f"plain, He × {SCALE}: {norm_here:.0e}, {word_for(norm_here)}")
assert word_for(norm_here) == "fine"

# %% [markdown]
r"""
Write the measuring tool for any Keras model.
"""

# %% exercise="gradient_norms"

# %% [markdown]
r"""
## 4. What the sum does to the stream

Why does the plus alone explode? Follow the numbers forward. What runs from block to block is the
**stream**; its **variance** says how large its numbers are. With He's start, F(x) has about the
variance of x.

Add two independent things, and their variances add. So x + F(x) has the variance of x once more.

**Predict.** The input has the variance 1. What is the variance after *ten* blocks x + F(x),
without normalisation? Write a number.
"""

# %%
predict("07.P4", ...)


# %%
def stream(combine, depth=20, width=256, norm=False, seed=0):
    """The variance of the stream at the input and after each block; combine(x, F(x)) is what a block hands on."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(256, width))
    found = [x.var()]
    for _ in range(depth):
        z = (x - x.mean(axis=0)) / x.std(axis=0) if norm else x
        kernel = rng.normal(size=(width, width)) * np.sqrt(2 / width)
        x = combine(x, np.maximum(z, 0) @ kernel)
        found.append(x.var())
    return np.array(found)


def add(x, branch):
    return x + branch


plain_stream = stream(lambda x, branch: branch)
plus_stream = stream(add)
print("plain:", plain_stream[[0, 1, 2, 5, 10]].round(2))
print("plus: ", plus_stream[[0, 1, 2, 5, 10]].round(2))
reveal("07.P4", float(plus_stream[10]))
step = (plus_stream[10] / plus_stream[0]) ** (1 / 10)
print(f"a factor per block of {step:.2f}")
assert 1.8 < step < 2.2  # it doubles
assert 0.2 < plain_stream.min() and plain_stream.max() < 5  # it stays about the same

# %% [markdown]
r"""
It **doubles** at each block, and after ten blocks it is about $2^{10} = 1024$. The gradient meets
the same sums on its way back: the square of its norm doubles with each block as well.
"""

# %%
squares = {
    depth: np.mean([slopes_by_layer(plus=True, depth=depth, seed=s)[0] ** 2 for s in range(8)])
    for depth in (10, 30)
}
step_back = (squares[30] / squares[10]) ** (1 / 20)
print(f"the squared norm of the gradient: a factor per block of {step_back:.2f}")
assert 1.8 < step_back < 2.2

# %% [markdown]
r"""
Three kinds of stream are tamer. *Prenorm*: the branch sees x normalised, so F brings a variance
of 1 each time, and the stream grows by 1 a block. This is the net of section 2. *Scaled*: the
branch is divided by the root of the depth L. *Average*: (x + F(x)) / 2, which looks like the
careful way to add.

**Predict.** The variance of the average after *twenty* blocks: `"about 1"`, `"about 1/20"` or
`"below 0.001"`?
"""

# %%
predict("07.P5", ...)

# %%
streams = {
    "plain": plain_stream,
    "residual": plus_stream,
    "prenorm": stream(add, norm=True),
    "average": stream(lambda x, branch: (x + branch) / 2),
    "scaled": stream(lambda x, branch: x + branch / np.sqrt(20)),
}
for name, found in streams.items():
    print(f"{name:9} after 20 blocks: {found[20]:.2g}")
end = streams["average"][20]
reveal(
    "07.P5",
    "below 0.001" if end < 1e-3 else "about 1" if 0.5 < end < 2 else "about 1/20",
)
assert end < 1e-5
expected = np.arange(21) + 1
assert np.all(np.abs(streams["prenorm"] / expected - 1) < 0.15)  # L + 1
assert 2 < streams["scaled"][20] < 3  # (1 + 1/L)^L, near e = 2.718

# %% tags=["drawing"]
lines = {
    "residual: x + F(x), doubles": streams["residual"],
    "prenorm: x + F(norm x), L + 1": streams["prenorm"],
    "scaled: x + F(x)/√20, near e": streams["scaled"],
    "plain: F(x), stays": streams["plain"],
    "average: (x + F(x))/2, halves": streams["average"],
}
looks = (DASH_DOTTED, SOLID, SOLID | {"linestyle": "--", "marker": "v"}, DOTTED, DASHED)
axis = {"xlabel": "blocks passed", "ylabel": "variance of the stream", "yscale": "log"}
axis |= {"xticks": range(0, 21, 2), "title": "Five ways to hand on a stream"}
sheet = Sheet(size=(8.6, 5))
figure(
    plot_curves(sheet, range(21), lines, looks, every=4, legend="beside", **axis),
    alt="Variance of the stream over 20 blocks, on a logarithmic scale. Residual rises in a "
    "straight line to nearly a million. Prenorm rises slowly to 21. Scaled ends near 2.7. Plain "
    "stays near 1. Average falls in a straight line to a millionth.",
    data={"blocks": range(21)} | streams,
)

# %% [markdown]
r"""
Averaging looks safe and is not. Each block halves the variance: half of x and half of F(x) have
a quarter of the variance each, and a quarter and a quarter make a half.

And the first epoch of the net with the plus? Each of its 16 blocks has added about 1 to the
variance of the stream. So the outputs of the new net are too large, and wrong guesses cost much.
"""

# %%
keras.utils.set_random_seed(1)
ends, costs = {}, {}
for plus in (False, True):
    new = net(16, plus)
    inside = keras.Model(new.input, [new.layers[-1].input, new.output])
    end_of_stream, guesses = inside(images[:256], training=True)
    ends[plus], costs[plus] = np.var(end_of_stream), float(cross_entropy(labels[:256], guesses))
print(f"variance at the end: plain {ends[False]:.1f}, with plus {ends[True]:.1f}")
print(f"loss of the new net: plain {costs[False]:.1f}, with plus {costs[True]:.1f}")
assert ends[False] < 2 and 12 < ends[True] < 22
assert costs[True] > 1.5 * costs[False]

# %% [markdown]
r"""
Keep two things for later: *prenorm*, and the question how a sum should start. Lessons 08 and 11
take them up.
"""

# %% exercise="variance_profile"

# %% [markdown]
r"""
## 5. Bug hunt

One piece of code that made somebody blame depth. It is extra: no points, the same advice.
"""

# %% exercise="fix_1"

# %% [markdown]
r"""
## Exit quiz

Three questions. Put a letter in the place of each `...`.
"""

# %%
quiz("07.exit", answers=[..., ..., ...])

# %% [markdown]
r"""
## What you now know

- **Degradation**: more layers, and the *training* loss is higher. Overfitting is another thing:
  there the training loss is low and the validation loss high.
- A deep plain net learns more slowly. That is not the same as not at all.
- Gradients vanish, stay or grow with depth: the start and the normalisation decide. Measure, in
  float64.
- A bare sum x + F(x) doubles the variance at each block. With normalisation in the branch it
  grows by 1.
- With the plus and normalisation, the same layers trained far better.

**To read on:** He and others, "Deep Residual Learning for Image Recognition" (2015), sections 1
and 4.1; by the same authors "Delving Deep into Rectifiers" (2015), section 2.2, on the start.
Yang and others, "A Mean Field Theory of Batch Normalization" (2019), section 1, on gradients that
grow. Zhang and others, "Fixup Initialization" (2019), section 2, on sums without normalisation.

**Next:** lesson 08 builds the block around the plus, and asks why it is so easy to train.
"""

# %%
progress()
