# %% [markdown]
r"""
### Bug hunt: `fix_1` (extra, 4 minutes, easy)

*The story.* A course shows a dense residual block. It runs and it trains. Yet on some tasks its
loss stops falling early, above all where numbers ought to get smaller.

```python
class fix_1(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.dense1 = keras.layers.Dense(units, activation="relu")
        self.dense2 = keras.layers.Dense(units, activation="relu")

    def call(self, inputs):
        return inputs + self.dense2(self.dense1(inputs))
```

Mend it. The layer shall compute

$$y = x + W_2\,\mathrm{ReLU}(W_1 x + b_1) + b_2$$

with two `Dense(units)`, for inputs of the shape `(b, units)`. Its branch may raise numbers and
lower them. Nothing follows the sum.

*Free:* names, initial values, and the order in which the sublayers are made.
"""


# %%
class fix_1(keras.layers.Layer):
    """y = x + W2 relu(W1 x + b1) + b2: (b, units) -> (b, units)."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        ### BEGIN SOLUTION
        self.dense1 = keras.layers.Dense(units, activation="relu")
        self.dense2 = keras.layers.Dense(units)
        ### END SOLUTION

    def call(self, inputs):
        ### BEGIN SOLUTION
        return inputs + self.dense2(self.dense1(inputs))
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Take some random inputs and subtract them from the outputs of the published layer. Which sign do
the differences have?
"""

# %% [markdown] hint="locate"
r"""
`call` is right. One argument in `__init__` makes the branch end in a ReLU, so that it can only
add. Compare with the formula: how many ReLUs does it have, and where?
"""

# %% [markdown] hint="show"
r"""
A sibling: a branch that squashes its answer, where it ought to reach any number.

```python
self.out = keras.layers.Dense(units, activation="sigmoid")   # between 0 and 1 only
self.out = keras.layers.Dense(units)                         # any number
```
"""
