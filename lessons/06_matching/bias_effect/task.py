# %% [markdown]
r"""
### Exercise: `bias_effect` (core, 4 minutes, easy)

How much of a bias is left after a batch normalisation? Write the measuring tool.

- `x` is a tensor of floats, batch first, channels last: `(b, c)` or `(b, h, w, c)`.
- `b` is what is added to x before the normalisation. It is anything that broadcasts to the shape
  of x: a number, a bias of the shape `(c,)`, or a tensor that differs from sample to sample.
- The normalisation is a new `BatchNormalization` with Keras's defaults, **in training mode**.
- Return one number, a float: the largest absolute difference between what comes out with b and
  what comes out without it.

*Example.*

```python
x = tf.constant([[1.0], [3.0]])
bias_effect(x, 5.0)                            # about 0: up to rounding
bias_effect(x, tf.constant([[0.0], [-4.0]]))   # about 2: the two samples change places
```

*Rounding:* whatever is below 0.00001 counts as 0.
"""


# %%
def bias_effect(x, b):
    """The largest change of what batch normalisation returns in training, when x + b replaces x."""
    ### BEGIN SOLUTION
    norm = keras.layers.BatchNormalization()
    change = norm(x + b, training=True) - norm(x, training=True)
    return float(np.max(np.abs(change)))
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
You compare two outputs of one formula. What must be equal in both calls, and which one thing
differs?
"""

# %% [markdown] hint="locate"
r"""
Make one normalisation. Call it on x + b and on x, both times with the mode said in the call. Take
the difference, drop its signs, and look for the largest entry.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: how much does a scale s change what a layer normalisation returns?

```python
def scale_effect(x, s):
    norm = keras.layers.LayerNormalization()
    return float(np.abs(norm(s * x) - norm(x)).max())
```
"""
