# %% [markdown]
r"""
### Exercise: `grad_or_none` (core, 6 minutes, medium)

Write a function that tells what the tape says **by default**, without `watch`:

- `f` is a function of one argument. It returns one number, as a tensor.
- `x` is a tensor or a variable.
- The result is the gradient of `f(x)` with respect to x, as the tape gives it: an array or a tensor
  of x's shape, or `None`.
- x is passed to f as it is. Zero and `None` stay two answers.

*Not asked:* an f that picks single rows out of a variable, as `tf.gather` does. There the tape gives
these rows alone.

*Examples.*

```python
grad_or_none(lambda x: x * x, tf.Variable(3.0))    # 6.0
grad_or_none(lambda x: x * x, tf.constant(3.0))    # None: nobody watches it
grad_or_none(lambda x: 0.0 * x, tf.Variable(3.0))  # 0.0: a path, and it is flat
```
"""


# %%
def grad_or_none(f, x):
    """The gradient of f(x) for x that the tape gives without watch, or None."""
    ### BEGIN SOLUTION
    with tf.GradientTape() as tape:
        y = f(x)
    return tape.gradient(y, x)
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
The tape knows the answer already, `None` included. Which line must run while it records?
"""

# %% [markdown] hint="locate"
r"""
Three lines: open the tape; call f on x under it; ask the tape. Do nothing to x before, and
nothing to the answer after.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: which variables has f **read**?

```python
def read_by(f, x):
    with tf.GradientTape() as tape:
        f(x)
    return tape.watched_variables()
```
"""
