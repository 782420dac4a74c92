# %% [markdown]
r"""
### Exercise: `conv_out` (core, 4 minutes, easy)

Write a function that predicts how long an axis is after a convolution, without computing one.

- `n` is the length of the axis, `k` the side of the window, `stride` the step. All are positive
  whole numbers.
- `padding` is `"same"` or `"valid"`. For `"valid"`, k is at most n.
- Return an `int`, Python's or NumPy's.

*Examples.*

```python
conv_out(28, 3, 1, "valid")   # 26
conv_out(7, 3, 2, "same")     # 4
conv_out(8, 3, 2, "valid")    # 3
```
"""


# %%
def conv_out(n, k, stride, padding):
    """The length of an axis of n pixels after a window of k that moves by stride."""
    ### BEGIN SOLUTION
    if padding == "same":
        return (n + stride - 1) // stride
    return (n - k) // stride + 1
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
There are two formulas. Which of the two needs k, and which does not? Look at the figure with the
bars: each bar is a place where the window stands.
"""

# %% [markdown] hint="locate"
r"""
"same" rounds up, "valid" rounds down and then counts the first place as well. In Python, `//`
rounds down. To round up, add something to n before you divide, or look at `math.ceil` (which you
must import).
"""

# %% [markdown] hint="show"
r"""
A sibling problem: fence posts on a road of a given length, one at the start and then one every
`gap` metres; and boxes for a number of eggs, the last one perhaps half empty.

```python
def posts(length, gap):
    return length // gap + 1

def boxes(eggs, size):
    return -(-eggs // size)    # minus twice: // rounds the other way
```
"""
