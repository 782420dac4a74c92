# %% [markdown]
r"""
### Exercise: `block_jacobian` (core, 6 minutes, medium)

Write a function that returns the Jacobian of a block at the point x, the table of all its
slopes.

- `block` is anything that is called with x and keeps its shape: a Keras layer, a model, or a
  plain function made of TensorFlow or `keras.ops`.
- x is a batch of **one**: its shape is `(1, ...)`, and it holds n floating-point numbers, as
  array or tensor.
- The result has the shape `(n, n)`. **Rows are outputs**: entry `[i, j]` is the slope of output
  i with respect to input j. For images, number the inputs and outputs as `np.ravel` does.
- The block runs in inference mode, and nothing in it changes.
- What does not depend on x has the slope 0, as in a block that returns `tf.ones_like(x)`.
- Let the tape do the work. Nudging is too rough for the check.

*Example.* This block maps `[[p, q]]` to `[[p + 2 * q, 3 * q]]`:

```python
block = lambda x: tf.matmul(x, [[1.0, 0.0], [2.0, 3.0]])
block_jacobian(block, tf.constant([[5.0, 7.0]]))   # [[1, 2], [0, 3]]: the same at each x
```

*Free:* array or tensor as result.
"""


# %%
def block_jacobian(block, x):
    """The (n, n) Jacobian of the block at x, a batch of one. Rows are outputs."""
    ### BEGIN SOLUTION
    x = tf.convert_to_tensor(x)
    n = int(tf.size(x))
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = block(x)
    table = tape.jacobian(y, x, unconnected_gradients="zero")
    return np.reshape(table, (n, n))
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
`tape.gradient` gives the slopes of *one* number, or of a sum. A tape has another method that
keeps the outputs apart. And what must be said to a tape about something that is no variable?
"""

# %% [markdown] hint="locate"
r"""
Four steps: make x a tensor; `watch` it; call the block under the tape; ask `tape.jacobian`. For
an x of the shape `(1, 2, 3)` the answer has six axes: first the three of the output, then the
three of the input. A reshape to `(n, n)` is all that is left to do. If no path leads from x to the output, the
tape says `None`, unless it is given `unconnected_gradients`.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: the slopes of the block's outputs with respect to a **variable** `v` that
holds m numbers, as a table of the shape `(n, m)`.

```python
def slopes_for_variable(block, x, v):
    with tf.GradientTape() as tape:
        y = block(x)                       # v is a variable: it is watched
    table = tape.jacobian(y, v)            # the axes of y, then those of v
    return tf.reshape(table, (tf.size(y), tf.size(v)))
```

Yours asks for slopes with respect to x.
"""
