# %% [markdown]
r"""
### Exercise: `PadShortcut` (core, 6 minutes, easy)

Write shortcut A as a layer: it changes the shape and has **no weights**.

- Of height and width it keeps every `stride`-th pixel, beginning with the first: rows 0,
  `stride`, 2·`stride` and so on, and the same of the columns.
- The old channels come first, as they are. New channels of **zeros** follow, until there are
  `filters` of them.
- The input has the shape `(b, h, w, c)`, with c ≤ `filters`. If `stride` is 1 and c equals
  `filters`, the output equals the input. Height and width may be unknown (`None`) when a model is
  built.

*Example.*

```python
# One row, three pixels, one channel:
PadShortcut(3, 2)(tf.constant([[[[5.0], [6.0], [7.0]]]]))   # [[[[5, 0, 0], [7, 0, 0]]]]
```

*Free:* TensorFlow or `keras.ops` inside. Pass `**kwargs` on, as the stub does.
"""


# %%
class PadShortcut(keras.layers.Layer):
    """Every stride-th pixel, and channels of zeros up to filters: (b, h, w, c) -> (b, h', w', filters)."""

    def __init__(self, filters, stride, **kwargs):
        super().__init__(**kwargs)
        self.filters = filters
        self.stride = stride

    def call(self, inputs):
        ### BEGIN SOLUTION
        kept = inputs[:, :: self.stride, :: self.stride]
        new = self.filters - inputs.shape[-1]
        return keras.ops.pad(kept, [(0, 0), (0, 0), (0, 0), (0, new)])
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Two steps, and both are known from NumPy: taking every second row of an array, and putting zeros
beside it. Which of the four axes does each step touch?
"""

# %% [markdown] hint="locate"
r"""
In `call`: first a slice with a step on axes 1 and 2. Then `keras.ops.pad`, which takes a pair
(before, after) for each axis. Only one of the eight numbers is not zero.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: a layer for signals `(b, steps, c)` that keeps every third step and puts one
step of zeros in front.

```python
class Delayed(keras.layers.Layer):
    def call(self, inputs):
        thinned = inputs[:, ::3]
        return keras.ops.pad(thinned, [(0, 0), (1, 0), (0, 0)])
```
"""
