# %% [markdown]
r"""
### Exercise: `conv2d_params` (extra, 2 minutes, easy)

How many numbers does `Conv2D(c_out, k)` hold, when its input has `c_in` channels? Return a plain
`int`.

- Each of the `c_out` filters looks at a window of k × k pixels, through **all** input channels.
- The bias holds one number for each filter. With `bias=False` there is none.

*Example.*

```python
conv2d_params(3, 1, 8)   # 80: a window of 9 for each of eight filters, and eight in the bias
```
"""


# %%
def conv2d_params(k, c_in, c_out, bias=True):
    """Numbers in the weights of a Conv2D layer with a square window."""
    ### BEGIN SOLUTION
    return k * k * c_in * c_out + (c_out if bias else 0)
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
How many numbers does a single filter read before it writes one number?
"""

# %% [markdown] hint="locate"
r"""
The kernel has four axes: k, k, c_in and c_out. The bias is added to the *output*.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: a convolution along a line of samples, a `Conv1D`, without a bias.

```python
def conv1d_params(k, c_in, c_out):
    return k * c_in * c_out
```
"""
