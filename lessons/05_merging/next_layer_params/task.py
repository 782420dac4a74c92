# %% [markdown]
r"""
### Exercise: `next_layer_params` (core, 5 minutes, easy)

Two streams of images with c_x and c_y channels are merged. A `Conv2D(filters, k)` with bias
follows. How many parameters do the merge and this convolution have together?

- `kind` is `"concatenate"`, or one of the elementwise kinds: `"add"`, `"subtract"`, `"multiply"`,
  `"average"`, `"maximum"`, `"minimum"`.
- `c_x`, `c_y`, `k` and `filters` are positive whole numbers. Return an `int`.
- For the elementwise kinds, c_x and c_y must be equal, or one of them 1. Otherwise raise a
  `ValueError`.

*Example.*

```python
next_layer_params("add", 16, 16, 3, 32)   # 4640: 3·3·16·32 in the kernel, 32 in the bias
```
"""


# %%
def next_layer_params(kind, c_x, c_y, k, filters):
    """Parameters of a merge and of the Conv2D behind it."""
    ### BEGIN SOLUTION
    if kind == "concatenate":
        channels = c_x + c_y
    elif c_x == c_y or 1 in (c_x, c_y):
        channels = max(c_x, c_y)
    else:
        raise ValueError("These channels cannot be merged.")
    return k * k * channels * filters + filters
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
How many channels come out of the merge? Nothing else about it matters to the convolution.
"""

# %% [markdown] hint="locate"
r"""
First find the number of channels after the merge, by kind. Then use the formula of lesson 04 for
a `Conv2D`. Raise the error before you count.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: three streams of equal width are concatenated, and a `Dense` follows.

```python
def dense_after_three(width, units):
    channels = 3 * width
    return channels * units + units
```
"""
