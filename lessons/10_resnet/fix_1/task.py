# %% [markdown]
r"""
### Bug hunt: `fix_1` (extra, 4 minutes, easy)

*The story.* Before a net is built, its plan is written down: one pair (filters, stride) for each
basic block, first block first. The net made from this plan runs and trains, and its parameter count
is the published one to the last digit. Yet its accuracy stays behind. A look at the last feature
map shows 4×4 pixels. There ought to be 8×8.

```python
def fix_1(n):
    plan = []
    for filters in (16, 32, 64):
        for block in range(n):
            stride = 2 if block == 0 else 1
            plan.append((filters, stride))
    return plan
```

Mend it: three stages of n blocks each, as in section 1 of this lesson. The result is a list of 3n
tuples of two ints.
"""


# %%
def fix_1(n):
    """The plan of a ResNet for 32x32 images: (filters, stride) for each of its 3n blocks."""
    ### BEGIN SOLUTION
    plan = []
    for filters in (16, 32, 64):
        for block in range(n):
            stride = 2 if block == 0 and filters > 16 else 1
            plan.append((filters, stride))
    return plan
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
From 32×32 pixels to 8×8: how many times is the image halved? How many pairs with stride 2 does the
plan hold?
"""

# %% [markdown] hint="locate"
r"""
The condition in the line of the stride. It is true once a stage, in all three stages. One of the
stages keeps the size that the stem gave it.
"""

# %% [markdown] hint="show"
r"""
A sibling: dropout before each layer of a stack, but not before the first of all.

```python
def rates(stages, layers):
    return [0.0 if s == 0 and k == 0 else 0.5 for s in range(stages) for k in range(layers)]
```
"""
