# %% [markdown]
r"""
### Exercise: `add_as_conv_of_concat` (extra, 5 minutes, medium)

Two images x and y have c channels each. Their concatenation `[x; y]` has 2c: first those of x,
then those of y. A 1×1 convolution without bias mixes, at each pixel, these 2c numbers into new
ones. Its kernel has the shape `(1, 1, 2c, f)`: entry `[0, 0, i, j]` says how much of channel i
goes into output j.

Return the kernel, with f = c, for which this convolution of `[x; y]` gives exactly x + y.

- c is a whole number, 1 or more.
- The result has the shape `(1, 1, 2c, c)` and holds floats.

*Example.*

```python
add_as_conv_of_concat(1)   # [[[[1.0], [1.0]]]]
```

*Free:* an array or a tensor, 32 or 64 bits.
"""


# %%
def add_as_conv_of_concat(c):
    """The (1, 1, 2c, c) kernel that makes a 1x1 convolution of [x; y] into x + y."""
    ### BEGIN SOLUTION
    one = np.eye(c)
    return np.concatenate([one, one])[None, None]
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Output j is the sum of channel j of x and channel j of y. Which two of the 2c rows have a 1 in
column j?
"""

# %% [markdown] hint="locate"
r"""
Without the two leading axes the kernel is a matrix with 2c rows and c columns. Its upper half
treats x, its lower half y. Each half must hand its channels through unchanged.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: the kernel that takes the *first* input out of `[x; y]`.

```python
def first_of_concat(c):
    kernel = np.zeros((1, 1, 2 * c, c))
    for channel in range(c):
        kernel[0, 0, channel, channel] = 1.0
    return kernel
```
"""
