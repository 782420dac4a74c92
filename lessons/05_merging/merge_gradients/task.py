# %% [markdown]
r"""
### Exercise: `merge_gradients` (core, 12 minutes, medium)

A merge of x and y stands somewhere in a network. Going back, the gradient g arrives at its
output. Write a function that returns the gradients for x and for y.

- `kind` is `"add"`, `"subtract"` (x − y), `"multiply"`, `"average"` (of the two), `"maximum"` or
  `"minimum"`.
- x and y are float tensors of one rank. Some sizes may be 1, in either of them, and are then
  stretched. g has the shape of the output.
- Return `(gx, gy)`; each has exactly the shape of its operand. Where an operand was stretched,
  sum over that axis, as in lesson 01.
- For each number of the output, the maximum hands the whole gradient to the larger one of the
  two, the minimum to the smaller. Equal numbers do not occur.

*Example.*

```python
merge_gradients("multiply", [[2.0, 3.0]], [[5.0, 7.0]], [[1.0, 10.0]])
# ([[5.0, 70.0]], [[2.0, 30.0]])   (shown as lists; you get tensors)
```

*Free:* NumPy or TensorFlow, arrays or tensors. A tape is allowed, but you learn more by hand.
"""


# %%
def merge_gradients(kind, x, y, g):
    """What a merge hands back to x and to y when the gradient g arrives at its output."""
    ### BEGIN SOLUTION
    x, y, g = np.asarray(x), np.asarray(y), np.asarray(g)
    if kind == "add":
        pair = g, g
    elif kind == "subtract":
        pair = g, -g
    elif kind == "multiply":
        pair = g * y, g * x
    elif kind == "average":
        pair = g / 2, g / 2
    else:
        to_x = x > y if kind == "maximum" else x < y
        pair = g * to_x, g * ~to_x

    def summed_back(grad, shape):
        axes = tuple(k for k, size in enumerate(shape) if size == 1)
        return grad.sum(axis=axes, keepdims=True)

    return summed_back(pair[0], x.shape), summed_back(pair[1], y.shape)
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
For each kind, ask for one number of the output: if x rises a little there, by how much does the
output rise? That factor times g is the gradient, before any summing.
"""

# %% [markdown] hint="locate"
r"""
First compute both gradients in the shape of g. Only then sum, over the axes on which the operand
has the size 1, with `keepdims=True`.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: the gradients of `x / y`, for equal shapes.

```python
def divide_gradients(x, y, g):
    to_x = g / y              # x counts 1/y times
    to_y = -g * x / y**2      # and y by the rule for 1/y
    return to_x, to_y
```
"""
