# %% [markdown]
r"""
### Exercise: `sgd_step` (core, 5 minutes, easy)

Write one step of gradient descent for a list of variables:

$$w \leftarrow w - \text{lr} \cdot g$$

- `variables` is a list of variables, `tf.Variable` and `keras.Variable` mixed. `grads` is a list
  of as many gradients, in the same order.
- Afterwards **the same variable objects** hold the new values, and the list still lists them.
- A gradient may be `None`. Its variable stays as it is; the others take their step.
- `lr` is a number.

*Example.*

```python
v, w = tf.Variable(1.0), tf.Variable(5.0)
sgd_step([v, w], [tf.constant(2.0), None], 0.25)
v   # 0.5
w   # 5.0: it has no gradient
```

*Free:* what the function returns. Do it without an optimizer.
"""


# %%
def sgd_step(variables, grads, lr):
    """One step of gradient descent, in place. A variable whose gradient is None stays."""
    ### BEGIN SOLUTION
    for v, g in zip(variables, grads, strict=True):
        if g is not None:
            v.assign_sub(lr * g)
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Which of the three methods of a variable takes something away from what the box holds?
"""

# %% [markdown] hint="locate"
r"""
Go through both lists together. Test first whether the gradient is `None`: `lr * None` is an
error. Skip that pair only, then go on.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: **clip** what variables hold to a largest size, where a limit is given.

```python
def limit(variables, sizes):
    for v, size in zip(variables, sizes):
        if size is not None:
            v.assign(tf.clip_by_value(v, -size, size))
```
"""
