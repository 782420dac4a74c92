# %% [markdown]
r"""
### Bug hunt 2: `fix_2` (extra, 5 minutes, medium)

*The story.* This is to train for n steps and then go back to the **best** weights seen. It runs
without an error. It returns the right loss. Yet the weights afterwards are always those of the
last step.

```python
def fix_2(variables, loss, step, n):
    best, kept = loss(), list(variables)
    for _ in range(n):
        step()
        now = loss()
        if now < best:
            best, kept = now, list(variables)
    for v, value in zip(variables, kept, strict=True):
        v.assign(value)
    return best
```

Mend it. `variables` is a list of variables. `loss()` returns their loss now, a number. `step()`
trains for one step: it writes into the variables. The function calls `step` exactly n times.
Afterwards the variables hold the values with the lowest loss, the start included, and that loss
is returned.
"""


# %%
def fix_2(variables, loss, step, n):
    """Take n steps, go back to the best values seen, and return their loss."""
    ### BEGIN SOLUTION
    best, kept = loss(), [v.numpy() for v in variables]
    for _ in range(n):
        step()
        now = loss()
        if now < best:
            best, kept = now, [v.numpy() for v in variables]
    for v, value in zip(variables, kept, strict=True):
        v.assign(value)
    return best
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
What does `kept` hold: values, or arrows to boxes? Look at one of its entries after a further
`step()`.
"""

# %% [markdown] hint="locate"
r"""
`list(variables)` stands in two lines. In both, values are needed. An exercise of this lesson
wrote just the function for that.
"""

# %% [markdown] hint="show"
r"""
A sibling: a line that remembers a board, wrongly and rightly.

```python
before = board                            # one more name
before = [list(row) for row in board]     # a copy of each row
```
"""
