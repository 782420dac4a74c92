# %% [markdown]
r"""
### Exercise: `residual_of` (core, 4 minutes, easy)

Write a function that measures what a block adds to its input:

$$\text{residual\_of(block, x)} = H(x) - x$$

H is the **whole** block, with all that stands after its plus.

- `block` is anything that is called with x and keeps its shape: a Keras layer, a model, or a
  plain Python function of one argument.
- The block runs in inference mode, and none of its weights and statistics change.
- The result is an array or a tensor of x's shape.

*Example.*

```python
residual_of(lambda x: 3 * x, tf.constant([[1.0, -2.0]]))   # [[2, -4]]
```

*A trap:* `block(x, training=False)` is refused by a function that knows no `training`. What
does a Keras layer do when you call it by hand and do not name that argument?
"""


# %%
def residual_of(block, x):
    """What the block adds to its input, H(x) - x, in inference mode."""
    ### BEGIN SOLUTION
    return block(x) - x
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
No label, no tape, no search for the branch inside the block. Which two things does the formula
ask for?
"""

# %% [markdown] hint="locate"
r"""
One line. A Keras layer or model that you call by hand, outside `fit`, runs in inference mode of
itself; so the call needs no second argument.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: the **ratio** of what comes out to what went in, as one number.

```python
def growth_of(block, x):
    return float(np.std(block(x)) / np.std(x))
```
"""
