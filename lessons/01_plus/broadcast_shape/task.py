# %% [markdown]
r"""
### Exercise: `broadcast_shape` (core, 5 minutes, easy)

Write a function that predicts the shape of a sum, without computing it.

- `a` and `b` are shapes: tuples of positive whole numbers. `()` is the shape of a single number.
- Return the shape of the sum as a tuple, or `None` where the sum would raise an error.
- Shapes are compared from the right. Two sizes fit if they are equal or one of them is 1. A
  missing axis counts as 1. Of two sizes that fit, the result has the larger.

*Examples.*

```python
broadcast_shape((5, 1, 3), (4, 3))   # (5, 4, 3)
broadcast_shape((2, 3), (2,))        # None
broadcast_shape((), (7,))            # (7,)
```

*Free:* how you do it, and a list in place of the tuple. *Not asked:* sizes of 0, and `None` as
a size.
"""


# %%
def broadcast_shape(a, b):
    """The shape of a sum of tensors of the shapes a and b, or None if they do not fit."""
    ### BEGIN SOLUTION
    rank = max(len(a), len(b))
    a = (1,) * (rank - len(a)) + a
    b = (1,) * (rank - len(b)) + b
    result = []
    for axis in range(rank):
        p, q = a[axis], b[axis]
        if p != q and 1 not in (p, q):
            return None
        result.append(max(p, q))
    return tuple(result)
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
The rule reads from the right, Python's `zip` from the left. What would make both shapes equally
long, so that the direction no longer matters?
"""

# %% [markdown] hint="locate"
r"""
Three steps: put 1s in front of the shorter tuple (`+` joins tuples!); go through the axes and
leave with `None` at the first that does not fit; else take the larger of the two sizes.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: add two numbers that are given as tuples of digits, flush right, without
carrying.

```python
def add_digits(m, n):
    length = max(len(m), len(n))
    m = (0,) * (length - len(m)) + m
    n = (0,) * (length - len(n)) + n
    return tuple(i + j for i, j in zip(m, n))

add_digits((4, 1, 2), (3, 5))   # (4, 4, 7)
```
"""
