# %% [markdown]
r"""
### Bug hunt: `fix_1` (extra, 4 minutes, medium)

*The story.* A layer gives two views of its input: x, and x² beside it. Each is normalised. In
training all looks well: every channel that comes out has the mean 0. At inference the numbers
are far off, and more training does not help.

```python
class fix_1(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.norm = keras.layers.BatchNormalization(center=False, scale=False)

    def call(self, inputs, training=None):
        plain = self.norm(inputs, training=training)
        squared = self.norm(inputs**2, training=training)
        return keras.ops.concatenate([plain, squared], axis=-1)
```

Mend it: for inputs of the shape `(b, c)` the layer returns `(b, 2c)`, first x normalised, then
x² normalised, in training and in inference. `center=False` and `scale=False` stay: these
normalisations have no shift and no scale, so nothing in them is trained. Momentum and epsilon stay
Keras's own. Saved as `.keras` and loaded, the layer gives the same.

*Free:* the names, how many sublayers there are, and in which order they are made.
"""


# %%
class fix_1(keras.layers.Layer):
    """x and x squared, each normalised, side by side: (b, c) -> (b, 2c)."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        ### BEGIN SOLUTION
        self.norm1 = keras.layers.BatchNormalization(center=False, scale=False)
        self.norm2 = keras.layers.BatchNormalization(center=False, scale=False)
        ### END SOLUTION

    def call(self, inputs, training=None):
        ### BEGIN SOLUTION
        plain = self.norm1(inputs, training=training)
        squared = self.norm2(inputs**2, training=training)
        return keras.ops.concatenate([plain, squared], axis=-1)
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
How many moving means does the published layer keep, and whose means are they?
"""

# %% [markdown] hint="locate"
r"""
`call` uses one layer in two places. In training, each place uses the numbers of its own batch, so
nothing shows. The *statistics* are kept once, though. What must there be two of?
"""

# %% [markdown] hint="show"
r"""
A sibling: one running mean for two streams of numbers, and one for each.

```python
self.mean = RunningMean()                             # mixes both streams
self.left, self.right = RunningMean(), RunningMean()  # keeps them apart
```
"""
