# %% [markdown]
r"""
### Bug hunt 1: `fix_1` (extra, 5 minutes, medium)

*The story.* A layer adds x to a convolution of x wherever that fits, and returns the convolution
alone elsewhere. Its author lets Python find out what fits. On large images the layer does what it
should. In a stack that halves the images again and again, the last one does not get smaller, and
images with one channel behave strangely as well. No error, no warning.

```python
class fix_1(keras.layers.Layer):
    def __init__(self, filters, strides=1, **kwargs):
        super().__init__(**kwargs)
        self.conv = keras.layers.Conv2D(
            filters, 3, strides=strides, padding="same", use_bias=False
        )

    def call(self, inputs):
        h = self.conv(inputs)
        try:
            return inputs + h
        except Exception:
            return h
```

Mend it: with h the convolution of x, the layer returns x + h where both have **equal shapes**, and
h elsewhere. The images `(b, h, w, c)` may have any size and any number of channels; one layer may
be given images of several sizes. The convolution stays as it is.

*Free:* how you compare, and where the convolution is made.
"""


# %%
class fix_1(keras.layers.Layer):
    """x + a convolution of x where the shapes are equal, else the convolution alone."""

    def __init__(self, filters, strides=1, **kwargs):
        super().__init__(**kwargs)
        self.conv = keras.layers.Conv2D(
            filters, 3, strides=strides, padding="same", use_bias=False
        )

    def call(self, inputs):
        h = self.conv(inputs)
        ### BEGIN SOLUTION
        if inputs.shape[1:] == h.shape[1:]:
            return inputs + h
        return h
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
The published code asks: does the sum raise an error? The task asks: are the shapes equal? For
which pairs of shapes do the two questions have different answers?
"""

# %% [markdown] hint="locate"
r"""
The `try` must go. Both tensors have a `shape`, which is known before anything is added. The first
axis, the batch, is the same for both.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: the larger of two tensors, entry by entry, where the shapes are equal; else the
first one.

```python
def larger(x, y):
    if x.shape == y.shape:
        return keras.ops.maximum(x, y)
    return x
```
"""
