# %% [markdown]
r"""
### Exercise: `snapshot` (core, 4 minutes, easy)

Write a function that keeps what a list of variables holds **now**:

- `variables` is a list of variables, `tf.Variable` and `keras.Variable` mixed, trainable or
  not.
- The result is a list of NumPy arrays, one for each variable, in the same order. Each has the
  shape and the dtype of its variable; a variable without axes gives an array without axes.
- Whatever is assigned to the variables later, the arrays keep their numbers.

*Example.*

```python
v = tf.Variable([1.0, 2.0])
kept = snapshot([v])
v.assign([5.0, 5.0])
kept                      # [array([1., 2.], dtype=float32)]
```
"""


# %%
def snapshot(variables):
    """The values that the variables hold now, as a list of NumPy arrays."""
    ### BEGIN SOLUTION
    return [np.array(v) for v in variables]
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
What does `list(variables)` copy: the boxes, their values, or the arrows to the boxes?
"""

# %% [markdown] hint="locate"
r"""
One line: a list with one entry for each variable. NumPy has a function that makes an array of its
own out of anything that holds numbers. (The method `numpy()` gives a plain number where a variable
has no axes.)
"""

# %% [markdown] hint="show"
r"""
A sibling problem: keep what a dict of **lists** holds now.

```python
def kept(lists):
    return {name: list(items) for name, items in lists.items()}
```

The outer braces alone would make a new dict of the old lists.
"""
