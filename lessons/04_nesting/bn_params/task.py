# %% [markdown]
r"""
### Exercise: `bn_params` (core, 2 minutes, easy)

How many numbers does a `BatchNormalization()` hold for an input with `c` channels? Return a tuple
of two ints: first the trainable ones, then those that are not trainable.

*Example.*

```python
bn_params(16)   # (32, 32)
```
"""


# %%
def bn_params(c):
    """Numbers in a batch normalisation: (trainable, non_trainable)."""
    ### BEGIN SOLUTION
    return 2 * c, 2 * c
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Name the four weights. Which two does the optimizer move, and which two does the layer move
itself?
"""

# %% [markdown] hint="locate"
r"""
Both entries of the tuple depend on c, and on nothing else.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: a `LayerNormalization` has a scale and a shift for each channel, both trained,
and keeps no statistics.

```python
def ln_params(c):
    return c + c, 0
```
"""
