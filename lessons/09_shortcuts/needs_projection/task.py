# %% [markdown]
r"""
### Exercise: `needs_projection` (core, 4 minutes, easy)

A basic block has `filters` filters. Its first convolution has the stride `stride`, the second has
stride 1, both with padding `"same"`. The block's input has the shape `in_shape`, `(H, W, C)`.

Return `True` if the shortcut must change the shape of x before the sum, else `False`.

- `in_shape` holds three whole numbers, the channels last. `filters` and `stride` are positive
  whole numbers.
- H and W are larger than `stride`, so a stride above 1 always shows.
- The sum asks for **equal** shapes. A size that would only broadcast does not suffice.

*Example.*

```python
needs_projection((8, 8, 16), 16, 1)   # False
needs_projection((8, 8, 16), 16, 2)   # True
```

*Free:* how you do it. The result is a Python bool.
"""


# %%
def needs_projection(in_shape, filters, stride):
    """True if a block with these filters and this stride changes the shape (H, W, C) of its input."""
    ### BEGIN SOLUTION
    return stride != 1 or in_shape[-1] != filters
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
A shape has three sizes here. Which argument decides about H and W, and which about C? Is it enough
to look at one of the two?
"""

# %% [markdown] hint="locate"
r"""
One line: two questions, joined by `or`. The stride changes H and W. The channels of the output are
`filters`; those of the input stand at the end of `in_shape`.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: must a picture be redrawn, if it shall have `width` columns and a given number of
`colours`?

```python
def must_redraw(picture_shape, width, colours):
    same_size = picture_shape[1] == width
    same_colours = picture_shape[2] == colours
    return not (same_size and same_colours)
```
"""
