# %% [markdown]
r"""
### Bug hunt 3: `fix_3` (extra, 4 minutes, medium)

*The story.* Somebody saves a line by making the inner layer where it is used. Called by hand,
it returns numbers of the right shape, so it looks fine and is passed on. Nothing in it ever
learns.

```python
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, inputs):
        return keras.layers.Dense(self.units)(inputs)
```

Mend it. The layer applies **one** `Dense(units)` with bias, without activation, the same at
each call. It has two trainable weights, `(n, units)` and `(units,)`. Both survive saving.

*Free:* whether the `Dense` is made in the constructor or in `build`. If you prefer `build`, add
that method and take the `raise` out of the constructor.
"""


# %%
class fix_3(keras.layers.Layer):
    """One Dense layer, made once: (batch, n) -> (batch, units)."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        ### BEGIN SOLUTION
        self.dense = keras.layers.Dense(units)
        ### END SOLUTION

    def call(self, inputs):
        ### BEGIN SOLUTION
        return self.dense(inputs)
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Call the published layer twice on the same input. How many `Dense` layers have been made by
then?
"""

# %% [markdown] hint="locate"
r"""
The line in `call` does two things: it makes a layer and it uses it. Making belongs to a method
that runs once; using stays in `call`. An attribute of `self` joins them.
"""

# %% [markdown] hint="show"
r"""
A sibling: a layer that normalises and then doubles.

```python
class NormalisedDouble(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.normalise = keras.layers.LayerNormalization()    # made once

    def call(self, inputs):
        return 2 * self.normalise(inputs)                     # used at each call
```
"""
