# %% [markdown]
r"""
### Exercise: `first_sum` (core, 2 minutes, easy)

Return the sum of `x` and `y`.

- `x` and `y` are two numbers, or two tensors of one shape.
- The result is their sum: one number, or a tensor of that shape.

*Example.*

```python
first_sum(2, 3)   # 5
```

One line is missing. Delete the two lines that stand in its place.
"""


# %%
def first_sum(x, y):
    """The sum of x and y."""
    ### BEGIN SOLUTION
    return x + y
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Which sign adds two numbers in Python? The same sign adds two tensors.
"""

# %% [markdown] hint="locate"
r"""
One line, in the place of the two: it begins with `return`, and both `x` and `y` follow.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: the **product** of two numbers.

```python
def first_product(left, right):
    return left * right
```
"""
