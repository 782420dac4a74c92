# %% [markdown]
r"""
### Exercise: `unbroadcast` (core, 6 minutes, medium)

An operand of the shape `shape` was stretched by a sum. `grad` is the gradient of the loss for
the stretched operand. Return the gradient for the operand itself.

- `grad` is a tensor. `shape` is a tuple of whole numbers to which it was stretched from.
- Each entry of the operand collects, by **summing**, the gradients of all its copies.
- The result has exactly the shape `shape`, and the dtype of `grad`.

*Examples.*

```python
grad = tf.ones((2, 3))
unbroadcast(grad, (3,))     # [2, 2, 2]
unbroadcast(grad, (2, 1))   # [[3], [3]]
unbroadcast(grad, ())       # 6
unbroadcast(grad, (2, 3))   # [[1, 1, 1], [1, 1, 1]]: grad itself
```

*Free:* TensorFlow, `keras.ops` or NumPy. *Not asked:* a `shape` that does not stretch to that
of `grad`.
"""


# %%
def unbroadcast(grad, shape):
    """The gradient for an operand of this shape, from the one for its stretched copy."""
    ### BEGIN SOLUTION
    padded = (1,) * (len(grad.shape) - len(shape)) + shape
    axes = [axis for axis, size in enumerate(padded) if size == 1]
    return tf.reshape(tf.reduce_sum(grad, axis=axes), shape)
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Write `shape` flush right beneath the shape of `grad`. Along which axes was the operand copied?
These are the axes to sum over.
"""

# %% [markdown] hint="locate"
r"""
Put 1s in front of `shape`, as in `broadcast_shape`. Collect the numbers of all axes whose size
is 1 there; `tf.reduce_sum` takes a list of axes. The sum drops these axes, so bring the result
into the promised shape with `tf.reshape`.
"""

# %% [markdown] hint="show"
r"""
A sibling problem, the way forward: stretch a tensor to a larger shape.

```python
def stretch(value, shape):
    front = (1,) * (len(shape) - len(value.shape))
    value = tf.reshape(value, front + tuple(value.shape))
    copies = [large // small for large, small in zip(shape, value.shape)]
    return tf.tile(value, copies)
```
"""
