# %% [markdown]
r"""
### Bug hunt: `fix_2` (extra, 4 minutes, easy)

*The story.* A textbook's block has an identity shortcut and leaves it to its user to choose fitting
shapes. Where they do not fit, the sum raises an error, most of the time. Someone feeds in grey images,
one channel, and nobody notices for weeks that the block is another one.

```python
class fix_2(keras.layers.Layer):
    def __init__(self, filters, stride=1, **kwargs):
        super().__init__(**kwargs)
        self.conv = keras.layers.Conv2D(
            filters, 3, strides=stride, padding="same", use_bias=False
        )

    def call(self, inputs):
        return keras.ops.relu(inputs + self.conv(inputs))
```

Mend it. Where x and F(x), the output of the convolution, have one shape, the layer computes
ReLU(x + F(x)) as before. Where their shapes differ, a call raises a `ValueError`, in a model as
well as on tensors.

*Free:* names, the error's text, and how you compare. The layer has one weight, the kernel.
"""


# %%
class fix_2(keras.layers.Layer):
    """relu(x + conv(x)), and a ValueError where the two shapes differ."""

    def __init__(self, filters, stride=1, **kwargs):
        super().__init__(**kwargs)
        self.conv = keras.layers.Conv2D(
            filters, 3, strides=stride, padding="same", use_bias=False
        )

    def call(self, inputs):
        ### BEGIN SOLUTION
        f = self.conv(inputs)
        if f.shape != inputs.shape:
            raise ValueError(f"x {inputs.shape} and F(x) {f.shape} must have one shape.")
        return keras.ops.relu(inputs + f)
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Remember the strict sum that you wrote in lesson 01. What did it look at before it added?
"""

# %% [markdown] hint="locate"
r"""
Three steps in `call`: compute F(x) and give it a name; compare the two shapes, the whole shapes,
and `raise` if they differ; add.
"""

# %% [markdown] hint="show"
r"""
A sibling: a loss that refuses labels and predictions of different shapes, which would broadcast.

```python
def squared_error(labels, predictions):
    if labels.shape != predictions.shape:
        raise ValueError(f"labels {labels.shape}, predictions {predictions.shape}")
    return keras.ops.mean((labels - predictions) ** 2)
```
"""
