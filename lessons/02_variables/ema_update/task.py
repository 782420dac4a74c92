# %% [markdown]
r"""
### Exercise: `ema_update` (core, 5 minutes, easy)

Write one update of an exponential moving average:

$$\text{avg} \leftarrow \text{decay} \cdot \text{avg} + (1 - \text{decay}) \cdot \text{value}$$

- `avg` is a `tf.Variable` or a `keras.Variable`. Afterwards **this very variable** holds the new
  average.
- `value` is a tensor or a variable of the same shape. It stays as it is.
- `decay` is a number between 0 and 1.

*Example.*

```python
avg = tf.Variable([10.0, 0.0])
ema_update(avg, tf.constant([20.0, 4.0]), 0.75)
avg   # [12.5, 1.0]
```

*Free:* how you write into the variable, and what the function returns: nobody looks at it.
"""


# %%
def ema_update(avg, value, decay):
    """Move avg towards value, in place: decay * avg + (1 - decay) * value."""
    ### BEGIN SOLUTION
    avg.assign(decay * avg + (1 - decay) * value)
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
The caller looks into the box after the call. Does `avg = …` inside your function reach that
box?
"""

# %% [markdown] hint="locate"
r"""
Compute the right side of the formula as you would with tensors. Hand the result to a method of
`avg`. Both kinds of variable have it.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: a variable that keeps the **largest** values seen so far.

```python
def keep_largest(record, value):
    record.assign(tf.maximum(record, value))
```
"""
