# %% [markdown]
r"""
### Bug hunt 1: `fix_1` (extra, 4 minutes, easy)

*The story.* A loss of one's own, as it stands in many notebooks. It runs, and training makes it
smaller. Yet the model predicts about the same number for everybody.

```python
def fix_1(y, prediction):
    return tf.reduce_mean((y - prediction) ** 2)
```

Mend it. Both are tensors of n numbers. Each may have the shape `(n,)` or `(n, 1)`, in any
combination. Return the mean over the n squared differences, one number: a scalar.

*Example.*

```python
fix_1(tf.constant([1.0, 2.0]), tf.constant([[1.0], [4.0]]))   # 2.0
```

*Free:* how you mend it.
"""


# %%
def fix_1(y, prediction):
    """Mean squared error of n numbers, each operand of shape (n,) or (n, 1)."""
    ### BEGIN SOLUTION
    y = tf.reshape(y, (-1,))
    prediction = tf.reshape(prediction, (-1,))
    return tf.reduce_mean((y - prediction) ** 2)
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
How many differences does the published loss average, if y has the shape `(4,)` and the
prediction the shape `(4, 1)`?
"""

# %% [markdown] hint="locate"
r"""
The formula is right; the shapes are not. Bring both operands into one shape before the minus,
whichever they have.
"""

# %% [markdown] hint="show"
r"""
A sibling: the largest error of a column and a row of n numbers.

```python
def largest_error(column, row):
    row = tf.reshape(row, tf.shape(column))
    return tf.reduce_max(tf.abs(column - row))
```
"""
