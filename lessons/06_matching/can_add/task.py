# %% [markdown]
r"""
### Exercise: `can_add` (core, 5 minutes, medium)

May x be added to a convolution of x? Answer from the numbers alone.

- `in_shape` is `(H, W, C)`, the shape of one image without the batch axis.
- The convolution has `filters` filters, a window of k × k, the stride `stride` in both
  directions, and the padding `"same"` or `"valid"`. For `"valid"`, k is at most H and at most W.
- Return `True` if its output has **exactly the shape of x**, else `False`. A shape that would only
  be *stretched* to the other does not count.

*Examples.*

```python
can_add((8, 8, 16), 16, 1)   # True
can_add((8, 8, 16), 16, 2)   # False: (4, 4, 16)
can_add((8, 8, 1), 16, 1)    # False: (8, 8, 16), which + would accept
```

*Free:* how you do it. Your `conv_out` may be used.
"""


# %%
def can_add(in_shape, filters, stride, k=3, padding="same"):
    """Has a convolution of an image of this shape the image's own shape?"""
    ### BEGIN SOLUTION
    height, width, channels = in_shape
    if padding == "same":
        out_height = (height + stride - 1) // stride
        out_width = (width + stride - 1) // stride
    else:
        out_height = (height - k) // stride + 1
        out_width = (width - k) // stride + 1
    return (out_height, out_width, filters) == (height, width, channels)
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
A shape has three entries here. What decides each of the three: the stride, the padding, the
number of filters?
"""

# %% [markdown] hint="locate"
r"""
First build the shape of the output as a tuple of three: two sizes by the formulas, and the
filters. Then compare it with `in_shape`, entry by entry. Take care that a list and a tuple are
never equal in Python.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: may x be added to x turned by a quarter?

```python
def can_add_turned(in_shape):
    rows, columns, depth = in_shape
    return [columns, rows, depth] == list(in_shape)    # True for square images only
```
"""
