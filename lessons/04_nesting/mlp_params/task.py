# %% [markdown]
r"""
### Exercise: `mlp_params` (extra, 3 minutes, medium)

How many numbers does the block of the first exercise hold: `depth` times a `Dense(width)` with a
bias and a ReLU, on an input with `n_in` channels? Return a plain `int`. The depth is 1 or more.

*Example.*

```python
mlp_params(2, 5, 3)   # 75
mlp_params(2, 5, 1)   # 15
```
"""


# %%
def mlp_params(n_in, width, depth):
    """Numbers in the weights of a chain of Dense layers."""
    ### BEGIN SOLUTION
    first = n_in * width + width
    later = width * width + width
    return first + (depth - 1) * later
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Which of the layers sees `n_in` channels? How many channels do the others see?
"""

# %% [markdown] hint="locate"
r"""
The first `Dense` is a case of its own. All later ones are alike, and there is one less of them than
`depth`. A ReLU holds nothing.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: a chain of `depth` convolutions of 3 × 3 on one channel, without biases. The last
one has a single filter.

```python
def chain_params(filters, depth):
    middle = (depth - 2) * 9 * filters * filters
    return 9 * filters + middle + 9 * filters
```
"""
