# %% [markdown]
r"""
### Exercise: `census` (core, 5 minutes, easy)

Write a function that counts what a functional model is made of:

$$\text{census(model)} = \{\text{class name}: \text{how many}\}$$

- Every entry of `model.operations` counts once, under the name of its class, as in `"Conv2D"`. The
  `InputLayer` is one of them.
- The result is a dict of ints. The model stays as it is.

*Example.*

```python
entry = keras.Input((4,))
h = keras.layers.Dense(4)(entry)
model = keras.Model(entry, h + keras.layers.Dense(4)(h))
census(model)   # {"InputLayer": 1, "Dense": 2, "Add": 1}
```

The order of the entries is free.
"""


# %%
def census(model):
    """How many operations of each class a functional model has: {class name: count}."""
    ### BEGIN SOLUTION
    kinds = {}
    for operation in model.operations:
        name = type(operation).__name__
        kinds[name] = kinds.get(name, 0) + 1
    return kinds
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Count words in a list: which list, and which word does each entry give you?
"""

# %% [markdown] hint="locate"
r"""
The list is `model.operations`, not `model.layers`. The word is the name of the entry's *class*, not
the entry's own name.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: how many weights of each rank a model has.

```python
def ranks(model):
    found = {}
    for weight in model.weights:
        rank = len(weight.shape)
        found[rank] = found.get(rank, 0) + 1
    return found
```
"""
