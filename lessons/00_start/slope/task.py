# %% [markdown]
r"""
### Exercise: `slope` (core, 4 minutes, easy)

Return the slope of `f` at `x`, by a step to both sides:

$$\frac{f(x + h) - f(x - h)}{2h}$$

- `f` is a function of one number. `x` is a number. `h` is the step, above zero.
- The result is one number.

*Example.*

```python
slope(lambda x: x * x, 3.0)   # about 6: up to rounding
```

*Free:* any other method that comes within 0.0001 of what the formula gives.
"""


# %%
def slope(f, x, h=0.001):
    """The slope of f at x, by a step h to both sides."""
    ### BEGIN SOLUTION
    return (f(x + h) - f(x - h)) / (2 * h)
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
A slope is a rise divided by a distance. How far apart are the two places?
"""

# %% [markdown] hint="locate"
r"""
One line: call f at the right place and at the left one, subtract, and divide. Mind the brackets
above and below the line of the fraction.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: the **mean** of f at two places, by the same two calls.

```python
def mean_of_two(f, x, h):
    right, left = f(x + h), f(x - h)
    return (right + left) / 2
```
"""
