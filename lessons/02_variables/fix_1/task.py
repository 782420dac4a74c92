# %% [markdown]
r"""
### Bug hunt 1: `fix_1` (extra, 5 minutes, easy)

*The story.* A page fits a line by hand. With `steps=1` it seems to work. With more steps it ends
with an error about `None`.

```python
def fix_1(w, b, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((w * x + b - y) ** 2)
        dw, db = tape.gradient(loss, [w, b])
        w = w - lr * dw
        b = b - lr * db
        losses.append(float(loss))
    return losses
```

Mend it. `w` and `b` are `tf.Variable`s of shape `()`. The function takes `steps` steps of
gradient descent and returns a list: the loss **before** each step. Afterwards the caller's `w`
and `b` hold the fitted values.
"""


# %%
def fix_1(w, b, x, y, lr, steps):
    """Fit y = w * x + b by gradient descent, in place. Returns the loss before each step."""
    ### BEGIN SOLUTION
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((w * x + b - y) ** 2)
        dw, db = tape.gradient(loss, [w, b])
        w.assign_sub(lr * dw)
        b.assign_sub(lr * db)
        losses.append(float(loss))
    return losses
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Print `type(w)` at the end of the first round.
"""

# %% [markdown] hint="locate"
r"""
Two lines move a name where they should write into a box. The tape watches boxes only, so the
second round gets no gradient. To watch by hand is not enough: the caller's boxes would still
hold the start.
"""

# %% [markdown] hint="show"
r"""
A sibling: the broken line and the mended line of a countdown.

```python
left = left - 1       # left is a tensor now
left.assign_sub(1)    # the box holds one less
```
"""
