# %% [markdown]
r"""
### Exercise: `PlusOne` (core, 4 minutes, easy)

Write a layer that adds 1 to every number of its input.

- The input may have any number of axes. The output has the same shape.
- The layer has no weights, so it needs no `build`.
- It does the same in training and afterwards.

*Example.*

```python
PlusOne()(tf.constant([[1.0, 2.0]]))   # [[2, 3]]
```

Write both bodies: the line with `super` that every layer needs, and the result.
"""


# %%
class PlusOne(keras.layers.Layer):
    """x + 1, for every number of the input."""

    def __init__(self, **kwargs):
        ### BEGIN SOLUTION
        super().__init__(**kwargs)
        ### END SOLUTION

    def call(self, inputs):
        ### BEGIN SOLUTION
        return inputs + 1
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Look at `ColumnScale`, above. Which of its lines does a layer without weights need?
"""

# %% [markdown] hint="locate"
r"""
One line in each body. In `__init__` it calls the `__init__` of the class beneath, and hands on
`**kwargs`. In `call` it returns something made of `inputs`.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: a layer that turns every sign.

```python
class Negated(keras.layers.Layer):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)

    def call(self, inputs):
        return -inputs
```
"""
