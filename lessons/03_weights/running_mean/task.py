# %% [markdown]
r"""
### Exercise: `RunningMean` (core, 9 minutes, medium)

Write a layer that watches what flows through it and remembers its average. It returns its
inputs **unchanged**.

- It owns one weight, `mean`, of shape `(C,)`: one number for each channel (the last axis). It
  starts at zeros and is **not** trainable: gradients have no say in it.
- When the layer is called with `training` true, it first averages the batch over all axes but
  the last. It then moves the mean a little towards that average:

$$
\text{mean} \leftarrow \text{momentum} \cdot \text{mean}
  + (1 - \text{momentum}) \cdot \text{batch mean}
$$

- Otherwise, with `training` false or left out, the mean stays as it is.
- The input may have any number of axes, the batch first. All sizes but that of the last one may be
  unknown (`None`) when a model is built.

*Example.* With momentum 0.9, a training call on `[[1, 10], [3, 30]]` moves the mean from
`[0, 0]` to `[0.2, 2]`: the batch mean is `[2, 20]`, and one tenth of it is taken over. The same
call without `training` moves nothing.

*Free:* the weight's name, and TensorFlow or `keras.ops` inside. The layer must also work inside
`fit`, where `call` runs as a compiled graph.
"""


# %%
class RunningMean(keras.layers.Layer):
    """Return the inputs unchanged and keep a running mean of each channel while training."""

    def __init__(self, momentum=0.9, **kwargs):
        super().__init__(**kwargs)
        self.momentum = momentum

    def build(self, input_shape):
        ### BEGIN SOLUTION
        self.mean = self.add_weight(
            name="mean", shape=(input_shape[-1],), initializer="zeros", trainable=False
        )
        ### END SOLUTION

    def call(self, inputs, training=False):
        ### BEGIN SOLUTION
        if training:
            axes = tuple(range(len(inputs.shape) - 1))
            batch_mean = keras.ops.mean(inputs, axis=axes)
            self.mean.assign(self.momentum * self.mean + (1 - self.momentum) * batch_mean)
        return inputs
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Three decisions, one at a time. Who may move the mean: the optimizer, or only your own line of
code? When may it move? And how do you give a variable a new value without losing the variable?
Lesson 02 answers the last one.
"""

# %% [markdown] hint="locate"
r"""
In `build`, `add_weight` takes one argument more than in `ScaleShift`; it says that the
optimizer keeps out. In `call`, everything but the `return` belongs under `if training:`. For an
input of rank r, average over the axes `0, …, r − 2`, all of them at once. Then use `assign` on
the weight, never `=`.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: a layer that keeps the **largest** value it has ever seen in training, over
all axes.

```python
class Peak(keras.layers.Layer):
    def build(self, input_shape):
        self.peak = self.add_weight(name="peak", shape=(), initializer="zeros", trainable=False)

    def call(self, inputs, training=False):
        if training:
            seen = keras.ops.max(inputs)
            self.peak.assign(keras.ops.maximum(self.peak, seen))
        return inputs
```

Yours keeps one number a channel, and averages in place of taking a maximum.
"""
