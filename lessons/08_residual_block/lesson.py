# %% [markdown]
r"""
# 08 — The residual block

**60 minutes**: 14 to read, 5 predictions, 7 quiz questions (a minute each), 6 for a puzzle, and
28 for the four core exercises. Beyond them, 6 minutes for a mixed quiz on lessons 05 to 08, best
on another day.

At the end you can

1. say what a residual block has to learn, and why that is easier than copying;
2. write the block of the ResNet paper as a layer of your own;
3. tell the residual from the error, and the shortcut's sum from a join;
4. say for which inputs a block with an empty branch changes nothing;
5. compute a block's Jacobian, and say where the 1s on its diagonal come from.

**Not here:** inputs and outputs of different shapes (lesson 09); whole networks (lesson 10);
other orders of the parts (lesson 11).

**You need** lesson 04 (layers in layers, `training`), lesson 05 (`Add` and `Concatenate`),
lesson 06 (convolution, padding, batch normalisation) and lesson 07 (deeper and worse).
"""

# %% tags=["setup"]
from autograder import check, figure, hint, open_lesson, parsons, predict
from autograder import progress, quiz, reveal, solution
from autograder.pictures import BLUE, CREAM, DASHED, DOTTED, QUIET, SKY, SOLID, WHITE, WIDE
from autograder.pictures import Diagram, Sheet, curve_panels, number_grids
from autograder.pictures.residual_block_numbers import block_numbers
from autograder.pictures.returning_picture import picture_alt, picture_data, returning_picture
import keras
import numpy as np
import tensorflow as tf
import matplotlib.pyplot as plt

tf.get_logger().setLevel("ERROR")  # TensorFlow's notes for engineers stay silent
open_lesson("08_residual_block")

# %% [markdown]
r"""
## The picture that returns

Today the dashed frame is lit: the whole block. You know all its parts.

Follow x = (1, 2) forward. The branch makes F(x) = (1, −1) of it. The shortcut carries (1, 2)
past the branch. The sum is (2, 1).

Now follow the gradient back, beneath the line. At the plus stands (1, −1). The shortcut hands
it on to x as it is. The branch sends (1, 0.5). At x they add up to (2, −0.5).

So the plus works twice: it adds numbers on the way forward, and gradients on the way back.
"""

# %% tags=["drawing"]
figure(returning_picture(lit=8), alt=picture_alt(8), data=picture_data())

# %% tags=["drawing"]
# Proof
numbers = block_numbers()
by_branch = numbers.w1 @ numbers.d_hidden
assert numbers.residual.tolist() == [1, -1] and numbers.total.tolist() == [2, 1]
assert numbers.d_total.tolist() == [1, -1] and by_branch.tolist() == [1, 0.5]
assert np.array_equal(numbers.d_x, numbers.d_total + by_branch)

# %% [markdown]
r"""
## Before you begin

Four questions on earlier lessons, from memory. No points.
"""

# %%
quiz("08.retrieval", answers=[..., ..., ..., ...])

# %% [markdown]
r"""
## 1. Learn to copy, or learn zero

In lesson 07 a deep plain net had a higher *training* loss than a shallow one. That is strange.
The deep net could do what the shallow one does, if its extra layers simply **copied** their
input. Such a layer computes the **identity**, $H(x) = x$.

Can two `Dense` layers with a ReLU between them copy? Yes. Here we set their weights by hand:
lift every number by 10, so that the ReLU cuts nothing, and lower it by 10 at the end.
"""

# %%
C = 16
x = np.random.default_rng(8).normal(size=(1024, C)).astype("float32")


def net(plus):
    """Two Dense layers. With plus=True the input is added to what they return."""
    inputs = keras.Input((C,))
    h = keras.layers.Dense(C, activation="relu")(inputs)
    h = keras.layers.Dense(C)(h)
    return keras.Model(inputs, inputs + h if plus else h)


by_hand = net(plus=False)
by_hand.set_weights([np.eye(C), np.full(C, 10.0), np.eye(C), np.full(C, -10.0)])
print("largest error of the copy:", float(np.abs(by_hand(x) - x).max()))
assert np.allclose(by_hand(x), x, atol=1e-4)

# %% [markdown]
r"""
So the weights of a copy exist. Will training find them?

We train two nets. They have the same layers, the same start weights and the same data, and
differ by one plus. *Plain* returns $F(x)$, the answer of its two layers. *Residual* returns
$x + F(x)$. There are two tasks:

- **copy**: the target is x itself;
- **copy and correct**: the target is x plus a small correction.

To copy, the plain net must build the identity out of ReLUs. The residual net needs only
$F(x) = 0$: push all weights towards zero. This is the argument of He and others (2015), in
section 3.1.
"""

# %%
correction = 0.3 * np.maximum(np.roll(x, 1, axis=1), 0)  # from the channel to the left
tasks = {"copy": x, "copy and correct": x + correction}


def train(plus, target, epochs=25):
    """Train a net on this target. Return it, and the loss of each epoch."""
    keras.utils.set_random_seed(8)
    model = net(plus)
    model.compile(keras.optimizers.Adam(0.02), "mse", steps_per_execution=16)  # 16: for speed
    history = model.fit(x, target, epochs=epochs, batch_size=64, verbose=0)
    return model, history.history["loss"]


# %% [markdown]
r"""
**Predict.** On the task *copy*, after 25 epochs: how many times larger is the loss of the plain
net? Write `1` (no difference), `3`, or `10` (ten times or more).
"""

# %%
predict("08.P1", ...)

# %%
trained, losses = {}, {}
for task, target in tasks.items():
    for name, plus in (("plain", False), ("residual", True)):
        trained[name, task], losses[name, task] = train(plus, target)
        print(f"{task:17} {name:9} last loss {losses[name, task][-1]:.1e}")

times = losses["plain", "copy"][-1] / losses["residual", "copy"][-1]
reveal("08.P1", 10 if times >= 10 else 3 if times >= 2 else 1)
assert times > 10
assert losses["plain", "copy and correct"][-1] > 3 * losses["residual", "copy and correct"][-1]

# %% tags=["drawing"]
nets = {"plain": "plain: F(x)", "residual": "residual: x + F(x)"}
panels = {f"Task: {t}": {words: losses[n, t] for n, words in nets.items()} for t in tasks}
axis = {"xlabel": "epoch", "ylabel": "loss (mean squared error)", "yscale": "log"}
axis |= {"legend": "lower left", "every": 3}
figure(
    curve_panels(panels, range(1, 26), (DASHED, SOLID), size=(9.5, 3.9), **axis),
    alt="Two panels with the training loss over 25 epochs, on a logarithmic scale. In both tasks "
    "the curve of the residual net lies beneath that of the plain net from the first epoch, and "
    "ends far beneath it.",
    data={"epoch": range(1, 26)} | {f"{net}, {task}": v for (net, task), v in losses.items()},
)

# %% [markdown]
r"""
The layers are the same; only the *question* differs. The plain net must build a copy first.
The residual net has the copy for nothing and learns only what is missing.

**Modify.** Does the plus help with every task? Change `TARGET` to `-x` and run the cell again.
Guess first.
"""

# %%
TARGET = x

end_plain, end_residual = (train(plus, TARGET)[1][-1] for plus in (False, True))
print(f"last loss: plain {end_plain:.1e}   residual {end_residual:.1e}")
assert (end_residual < end_plain) == (TARGET is x)

# %% [markdown]
r"""
For −x, the residual net must learn $F(x) = -2x$, and first undo its own shortcut. So the plus
helps where the right answer is *near the input*. In a deep net, with many small steps, it often
is.

## 2. What is "residual"?

The block computes $H(x) = x + F(x)$. The layers that compute F are the **branch**; the path of
x is the **shortcut** (or *skip*). F is called the **residual function**, since
$F(x) = H(x) - x$ is what remains of H when x is taken away.

### M21 — The error, hence the residual?

> **You may think:** the residual is the error, the difference between the prediction and the
> label, as in statistics.
>
> **That is not so**, because it is output minus *input* of a block: $F(x) = H(x) - x$. No label
> is needed. Good training makes the error small; it makes the residual *right*.
>
> **Run this.** In the net trained to copy and correct, the residual is the correction. The
> error is close to zero.
"""

# %%
block = trained["residual", "copy and correct"]
residual = block(x) - x  # no label in this line
error = block(x) - tasks["copy and correct"]

print("mean size of the residual:", float(np.abs(residual).mean()))
print("mean size of the error:   ", float(np.abs(error).mean()))
assert residual.shape == x.shape
assert np.abs(residual - correction).mean() < 0.3 * np.abs(correction).mean()
assert np.abs(error).mean() < 0.3 * np.abs(residual).mean()

# %% [markdown]
r"""
**Predict.** x and F(x) both have the shape `(4, 8, 8, 16)`. What is the shape of the block's
output? Write a tuple.
"""

# %%
predict("08.P2", ...)

# %%
images = np.random.default_rng(0).normal(size=(4, 8, 8, 16)).astype("float32")
branch = np.ones_like(images)
added = keras.layers.Add()([images, branch])
joined = keras.layers.Concatenate()([images, branch])
reveal("08.P2", tuple(added.shape))

# %% [markdown]
r"""
### M22 — A skip, hence appended?

> **You may think:** the skip connection appends x to the branch's output.
>
> **That is not so**, because the block *adds*. Each number of x is added to one number of F(x),
> and the shape stays. So you can stack a hundred blocks and none gets wider. Appending doubles
> the channels, and the weights of the next layer with them. (Networks that append exist: they
> come in lesson 12.)
>
> **Run this.** Both ways, and a convolution with 16 filters that follows.
"""

# %%
sizes = {}
for name, value in (("add", added), ("append", joined)):
    following = keras.layers.Conv2D(16, 3)
    following(value)
    sizes[name] = following.count_params()
    print(f"{name:7} {tuple(value.shape)}  parameters of the next convolution: {sizes[name]}")

assert added.shape == images.shape and joined.shape == (4, 8, 8, 32)
assert np.allclose(joined[..., :16], images)  # appended: x can still be read off
assert sizes == {"add": 3 * 3 * 16 * 16 + 16, "append": 3 * 3 * 32 * 16 + 16}

# %% [markdown]
r"""
## 3. A block, line by line

Here is a finished block for inputs of the shape `(b, c)`: b samples with c channels. ReLU
stands *before* each `Dense`. Read every comment.
"""


# %%
class EarlyReLU(keras.layers.Layer):
    """x + F(x), where F is ReLU, Dense, ReLU, Dense."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)  # before any sublayer is set (lesson 03)
        self.dense1 = keras.layers.Dense(units)  # made once, used at each call
        self.dense2 = keras.layers.Dense(units)  # units must be c: the sum asks for x's shape

    def branch(self, inputs):  # F: (b, c) -> (b, c)
        h = keras.ops.relu(inputs)  # (b, c); a new tensor: inputs stays as it was
        h = self.dense1(h)  # (b, c)
        h = keras.ops.relu(h)  # (b, c), no number below 0
        return self.dense2(h)  # (b, c), any sign: F can raise and lower

    def call(self, inputs):
        return inputs + self.branch(inputs)  # (b, c) + (b, c): number by number


# %% [markdown]
r"""
Three things deserve a second look, and an `assert` each:

- `inputs` must survive until the sum, so the branch works under another name, `h`;
- the branch ends with a `Dense`, not with a ReLU, so F may be negative;
- the plus has no weights: all of them stand in the two `Dense` layers.
"""

# %%
keras.utils.set_random_seed(1)
early = EarlyReLU(C)
y = early(x)
F = early.branch(x)

assert np.allclose(y, x + F, atol=1e-5)
assert np.min(F) < 0 < np.max(F)
assert early.count_params() == 2 * (C * C + C)

# %% [markdown]
r"""
Now a relative of this block. Its ReLU comes *after* the first `Dense`, and another one after
the sum. The lines are there, out of order, and some do not belong. Put the right ones in order.
"""

# %%
parsons("08.block", order=...)

# %% [markdown]
r"""
**A start at zero.** If the last layer of the branch has only zeros as weights, then
$F(x) = 0$ and $H(x) = x$. The new block does nothing, and training decides what it shall do.
Is it stuck there, with zeros for weights? No: the gradient for a kernel is made of the layer's
*input*, and that is not zero. The first exercise builds the smallest such block.
"""

# %%
zero = keras.layers.Dense(C, kernel_initializer="zeros")
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((x + zero(x) - tasks["copy and correct"]) ** 2)
slope = tape.gradient(loss, zero.kernel)
assert np.allclose(zero(x), 0)  # F is zero,
assert np.abs(slope).max() > 0.01  # and yet its kernel gets a gradient

# %% exercise="residual_dense"

# %% [markdown]
r"""
## 4. The block of the paper

This is the block of He and others (2015), figure 2, with the batch normalisations of their
section 3.4. People call it the **basic block**, and this order of its parts *v1*.

Read the figure from top to bottom. The input has c channels. `b, h, w, c` stands for the shape
`(b, h, w, c)`: batch, height, width, channels. It is the same at each arrow; else the sum would
fail.
"""

# %% tags=["drawing"]
parts = ["conv 3×3", "BN", "ReLU", "conv 3×3", "BN", "+", "ReLU"]
owned = {"conv 3×3": "3·3·c·c weights, no bias"}
owned["BN"] = "γ, β: trained; mean, variance: not trained"
notes = [owned.get(part, "no weights") for part in parts]
grounds = {"conv 3×3": SKY, "BN": CREAM}
sheet = Sheet(size=(7.8, 7.6))
d = Diagram(sheet.panel, (-3.7, 4.9), (-9.9, 0.3), equal=True)
nodes = [d.text("x", (0, 0), fontsize=15)]
for k, (part, note) in enumerate(zip(parts, notes), start=1):
    at = (0, -1.2 * k)
    d.text(note, (1.15, at[1]), align="left", color=QUIET, fontsize=11)
    if part == "+":
        plus = d.plus(at, diameter=30, fontsize=18)
        nodes.append(plus)
    else:
        nodes.append(d.box(part, at, (1.8, 0.62), grounds.get(part, WHITE), fontsize=13))
d.chain(*nodes, d.text("y", (0, -9.6), fontsize=15), word="b, h, w, c")
d.text("F(x)", (-0.14, -6.6), align="right")
d.text("x + F(x)", (-0.14, -7.8), align="right")
d.line((0, -0.37), (-1.9, -0.37), (-1.9, -7.2), plus, width=3, head=True)
d.text("the shortcut:\nx as it is", (-2.05, -3.6), align="right")
d.text("b, h, w, c", (-2.05, -4.25), align="right", color=BLUE, fontsize=11)
figure(
    sheet,
    alt="The basic block from top to bottom: x, convolution 3×3, batch normalisation, ReLU, "
    "convolution 3×3, batch normalisation, a plus, ReLU, y. A line, the shortcut, leads from x "
    "past the branch to the plus. The shape is b, h, w, c at each arrow.",
    data={"part": parts, "weights": notes},
)

# %% tags=["drawing"]
# Proof
assert images.shape == keras.layers.Conv2D(16, 3, padding="same")(images).shape

# %% [markdown]
r"""
The last ReLU stands **after** the plus, and there is none between the second BN and the plus.

What if we get that wrong? The shape is right, the code runs, and it may even train. To see the
difference, we take a tiny block with one channel and weights set by hand, and draw output over
input.

**Predict.** In the first wrong block, a ReLU stands at the end of the branch, *before* the
plus. Its input is x = 1. What is the smallest number that this block can return, whatever its
weights are?
"""

# %%
predict("08.P3", ...)


# %%
def relu(z):
    return np.maximum(z, 0)


def F(x, w1=(1, 1, 1), b1=(2, 0.5, -1), w2=(0.6, -1.7, 1.8)):
    """The branch: one channel, three hidden units, one channel."""
    return relu(x[:, None] * np.array(w1) + np.array(b1)) @ np.array(w2)


line = np.linspace(-2, 2, 81)
right = relu(line + F(line))
wrong = {
    "ReLU before the plus, too": relu(line + relu(F(line))),
    "no shortcut": relu(F(line)),
    "no ReLU after the plus": line + F(line),
}

draw = np.random.default_rng(0).normal
one = np.array([1.0])
answers = [
    relu(one + relu(F(one, draw(size=3), draw(size=3), draw(size=3)))) for _ in range(999)
]
reveal("08.P3", float(np.min(answers)))
assert np.min(answers) == 1.0

# The first can only raise what is positive; the right one lowers it in places.
assert (wrong["ReLU before the plus, too"] >= relu(line)).all()
assert (right < relu(line)).any()
# The second returns 0 wherever F is negative: x is lost there.
assert (wrong["no shortcut"][F(line) < 0] == 0).all() and (right[F(line) < 0] > 0).all()
# The third differs only where the sum is negative.
same = np.isclose(wrong["no ReLU after the plus"], right)
assert np.array_equal(same, line + F(line) >= 0) and not same.all()

# %% tags=["drawing"]
panels = {"right:\nrelu(x + F(x))": {"x itself": line, "the right block": right}}
for name, answer in wrong.items():
    panels[f"wrong:\n{name}"] = {
        "x itself": line,
        "the right block": right,
        "this block": answer,
    }
axis = {"xlabel": "input x", "ylabel": "output", "xticks": range(-2, 3), "yticks": range(-2, 3)}
looks = (DOTTED | {"lw": 1.2}, WIDE, DASHED)
sheet = curve_panels(panels, line, looks, size=(11.5, 4.3), markers=False, **axis)
sheet.legend_beneath()
figure(
    sheet,
    alt="Four panels with output over input, from -2 to 2. The right block is 0 on the left and "
    "lies partly above and partly beneath x. With a ReLU before the plus the output is "
    "never beneath x. Without the shortcut it is zero wherever F is negative. Without the last "
    "ReLU it is negative on the left.",
    data={"x": line, "right": right} | wrong,
)

# %% [markdown]
r"""
In the first wrong panel, the output follows x wherever F is negative: what the branch wanted to
take away is lost. This block can only raise.

Its ReLU does more harm still if the last layer starts at zero. The slope of a ReLU at 0 counts
as 0, so no gradient gets through. The branch never wakes up.
"""

# %%
asleep = keras.layers.Dense(C, kernel_initializer="zeros", activation="relu")
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((x + asleep(x) - tasks["copy and correct"]) ** 2)
assert np.all(tape.gradient(loss, asleep.kernel) == 0)  # without the ReLU it was not

# %% [markdown]
r"""
Now write the block yourself, as a layer. One trap from lesson 04: batch normalisation must know
whether this is training. Hand your own `training` argument on to it, or leave it out, and it
inherits. A hard-coded `training=None` wins instead, and freezes the moving statistics.
"""


# %%
def moves(**mode):
    """Does a training call move the moving mean, when `call` hands this on to its BN?"""

    class Wrapped(keras.layers.Layer):
        def __init__(self):
            super().__init__()
            self.bn = keras.layers.BatchNormalization()

        def call(self, inputs):
            return self.bn(inputs, **mode)

    layer = Wrapped()
    layer(x + 1, training=True)
    return bool(np.any(layer.bn.moving_mean))


assert moves()  # left out: inherited
assert not moves(training=None)  # hard-coded None: frozen

# %% exercise="basic_block"

# %% [markdown]
r"""
When your block passes, you are shown the same block in twelve lines of NumPy. (In a class, they
come with the solutions.) Find its plus, and compare line by line with your own.

**An empty branch.** Some start a block with $F = 0$ on purpose: they set γ of the *last* batch
normalisation to zero, so the branch returns zero.

**Predict.** In such a v1 block a channel of x holds −1. What does the output hold there? Say
how sure you are, from 1 to 5.
"""

# %%
predict("08.P4", ..., confidence=...)


# %%
def v1(last_gamma):
    """A v1 block with Dense in place of the convolutions."""
    inputs = keras.Input((4,))
    h = keras.layers.Dense(4, use_bias=False)(inputs)
    h = keras.layers.BatchNormalization()(h)
    h = keras.layers.ReLU()(h)
    h = keras.layers.Dense(4, use_bias=False)(h)
    h = keras.layers.BatchNormalization(gamma_initializer=last_gamma)(h)
    return keras.Model(inputs, keras.layers.ReLU()(inputs + h))


empty = v1(last_gamma="zeros")
sample = np.array([[-1.0, -0.5, 0.0, 2.0]], "float32")
answer = empty(sample).numpy()
print("x:", sample[0], "  output:", answer[0])
reveal("08.P4", float(answer[0, 0]))

# %% [markdown]
r"""
### M23 — An empty branch, hence the identity?

> **You may think:** if F = 0, the v1 block is the identity.
>
> **That is not so**, because a ReLU follows the sum. The block returns $\mathrm{ReLU}(x)$: it
> keeps x where x ≥ 0 and loses the rest. So $H(x) - x$ is not zero, either.
>
> **Run this.** One block cuts. A second one has nothing left to cut: behind a ReLU, the empty
> block *is* the identity.
"""

# %%
assert np.array_equal(answer, relu(sample)) and not np.array_equal(answer, sample)
assert np.array_equal(answer - sample, relu(-sample))  # H(x) - x
assert np.array_equal(empty(answer), answer)  # the second block changes nothing

# %% [markdown]
r"""
This is why $H(x) - x$ must be measured on the whole block, with all that stands behind the
plus. The next exercise writes the measuring tool.
"""

# %% exercise="residual_of"

# %% [markdown]
r"""
## 5. The way back

Let nothing stand after the plus, as in `EarlyReLU`. Nudge x, and the nudge reaches
$y = x + F(x)$ twice: straight, and through the branch. So the slopes add:

$$\frac{\partial y}{\partial x} = I + J_F$$

$J_F$ is the branch's **Jacobian**, the table of all its slopes: row i, column j says how much
output i rises when input j does. I is the identity matrix: 1 on the diagonal, 0 elsewhere.

**Predict.** Ten blocks in a row, for one number each. In each of them $F(x) = 0.1\,x$. What is
the slope of the last output with respect to the first input? How sure are you, from 1 to 5?
"""

# %%
predict("08.P5", ..., confidence=...)

# %%
start = tf.constant(1.0)
with tf.GradientTape(persistent=True) as tape:
    tape.watch(start)
    with_plus = without = start
    for _ in range(10):
        with_plus = with_plus + 0.1 * with_plus
        without = 0.1 * without

slope = float(tape.gradient(with_plus, start))
slope_plain = float(tape.gradient(without, start))
print(f"with plus: {slope:.3f}    without: {slope_plain:.0e}")
reveal("08.P5", slope)
assert np.isclose(slope, 1.1**10) and np.isclose(slope_plain, 0.1**10, atol=0)

# %% [markdown]
r"""
Each block multiplies by 1 + 0.1, not by 0.1. The slope does not vanish. But it is not 1,
either: it *grows*. With $F(x) = x$ it would double at each block, as the variance of the stream
did in lesson 07. And a branch with the slope −1 takes away what the shortcut brings: 1 − 1 = 0.
A shortcut is a good start, no guarantee.

Now for five channels. We nudge one input after the other, and write each answer down as a
column.
"""

# %%
keras.utils.set_random_seed(54)
early = EarlyReLU(5)
point = np.array([[0.8, -0.6, 1.2, 0.5, -1.0]], "float32")
early(point)  # builds it


def nudged(f, x, step=1 / 64):
    """Slopes of f at x, by nudging: column j is what the outputs do when input j rises."""
    columns = [(f(x + step * one) - f(x)) / step for one in np.eye(x.shape[1], dtype="float32")]
    return np.stack([np.ravel(column) for column in columns], axis=1)


J, J_F = nudged(early, point), nudged(early.branch, point)

# The same for the branch by the chain rule. A ReLU's slope is 1 or 0.
k1, k2 = early.dense1.kernel.numpy(), early.dense2.kernel.numpy()
open1 = np.diag(point[0] > 0).astype("float32")
open2 = np.diag(np.ravel(early.dense1(relu(point))) > 0).astype("float32")
assert np.allclose(J_F, k2.T @ open2 @ k1.T @ open1, atol=1e-3)
assert np.allclose(J, np.eye(5) + J_F, atol=1e-3)  # the block: I + J_F

# %% tags=["drawing"]
titles = ("$I$: the shortcut", "$J_F$: the branch", "$I + J_F$: the block")
grids = zip(titles, (np.eye(5), J_F, J))
look = {"span": (-2.6, 2.6), "colours": "RdBu", "ticks": True, "left": ["output i"]}
sheet = number_grids(grids, ".2f", size=(11.5, 4.4), xlabel="input j", **look)
for axes, sign in zip(sheet.axes, "+="):
    axes.text(1.1, 0.5, sign, fontsize=20, ha="center", transform=axes.transAxes)
figure(
    sheet,
    alt="Three tables of five rows and columns, with numbers. The first is the identity: 1 on "
    "the diagonal. The second is the branch's Jacobian; its columns for inputs 1 and 4 are zero. "
    "The third is their sum, the Jacobian of the block; its columns 1 and 4 have a single 1.",
    data={"row": range(5)}
    | {f"J_F, column {j}": J_F[:, j] for j in range(5)}
    | {f"block, column {j}": J[:, j] for j in range(5)},
)

# %% tags=["drawing"]
# Proof
assert np.allclose(J_F[:, [1, 4]], 0) and np.allclose(J[:, [1, 4]], np.eye(5)[:, [1, 4]])

# %% [markdown]
r"""
Inputs 1 and 4 are negative at this point. The branch's first ReLU shuts them out, so their
columns in $J_F$ are zero. In a plain stack no gradient would pass through these two. In the
block, the 1 of the shortcut is left.

On the way back, the gradient of an output goes to every input, times the slope between the two.
If g arrives at y, then x gets

$$g + J_F^{\top} g$$

The first part came along the shortcut, untouched; the second through the branch. You saw it in
the picture: (1, −1) + (1, 0.5). (There the ReLU after the plus was open for both channels.)
"""

# %%
g = np.array([[1.0, -1.0, 0.5, 2.0, -0.3]], "float32")
at = tf.constant(point)
with tf.GradientTape() as tape:
    tape.watch(at)
    out = early(at)
back = tape.gradient(out, at, output_gradients=g)  # starts the way back with g
assert np.allclose(back[0], g[0] + J_F.T @ g[0], atol=1e-3)

# %% exercise="block_jacobian"

# %% [markdown]
r"""
## 6. Bug hunt

One piece of code from published teaching material. It runs, and its shapes are right. It is
extra: no points, the same advice.
"""

# %% exercise="fix_1"

# %% [markdown]
r"""
## Exit quiz

Three questions. Put a letter in the place of each `...`.
"""

# %%
quiz("08.exit", answers=[..., ..., ...])

# %% [markdown]
r"""
## Mixed quiz 2

Six questions, each of which needs two lessons of 05 to 08. Come back for them tomorrow, or in some
days. No points.
"""

# %%
quiz("08.mixed", answers=[..., ..., ..., ..., ..., ...])

# %% [markdown]
r"""
## What you now know

- A residual block computes $x + F(x)$. To do nothing, it need only learn zero.
- The residual is output minus input, $H(x) - x$. Labels have no part in it.
- The shortcut adds; it does not append. The shape stays.
- The v1 block has its last ReLU after the plus. With F = 0 it returns ReLU(x).
- With nothing after the plus, the Jacobian is $I + J_F$: the gradient goes back along two
  paths, and they add up.

**To read on:** He and others, "Deep Residual Learning for Image Recognition" (2015), section 3;
and by the same authors "Identity Mappings in Deep Residual Networks" (2016), section 2, on the
way back.

**Next:** lesson 09 asks what to do when x and F(x) have different shapes.
"""

# %%
progress()
