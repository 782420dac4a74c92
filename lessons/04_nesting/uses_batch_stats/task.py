# %% [markdown]
r"""
### Exercise: `uses_batch_stats` (core, 8 minutes, hard)

Write a detector: does the answer for one sample hang on the *other* samples of the batch?

`uses_batch_stats(layer, x, **kw)` calls `layer(x, **kw)` and returns a Python `bool`. It is
`True` if what comes out for a sample is influenced by the other samples **in that very call**.

- `layer` is a Keras layer of any class, perhaps with layers inside layers. It works on floats,
  and gradients get through it.
- `x` is a tensor, the batch first. It has six samples or more.
- `kw` is handed on as it is: `training=True`, `training=False`, or nothing.
- Chance does not count: a `Dropout` in training gives `False`. Nor does memory: what the layer
  has seen in *earlier* calls does not count.

*Example.* With `bn = keras.layers.BatchNormalization()`, `uses_batch_stats(bn, x, training=True)`
is `True`, and `uses_batch_stats(bn, x)` is `False`.

*A trap:* two calls of a `Dropout` differ by chance, so one call must do.
"""


# %%
def uses_batch_stats(layer, x, **kw):
    """Does layer(x, **kw) mix the samples of x?"""
    ### BEGIN SOLUTION
    with tf.GradientTape() as tape:
        tape.watch(x)
        first = layer(x, **kw)[0]
    slope = tape.gradient(first, x)
    return bool(np.any(slope[1:]))
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
"Influenced by" is a question about slopes. Which tool of lesson 02 tells how much one number
hangs on another, after a single call?
"""

# %% [markdown] hint="locate"
r"""
Watch x with a tape, call the layer once, and take what came out for sample 0. Its gradient with
respect to x has one row for each sample. Which rows must be zero, if samples do not mix?
"""

# %% [markdown] hint="show"
r"""
A sibling problem: does *channel* 0 of the output hang on the other channels?

```python
def mixes_channels(layer, image):
    with tf.GradientTape() as tape:
        tape.watch(image)
        channel = layer(image)[..., 0]
    return bool(np.any(tape.gradient(channel, image)[..., 1:]))
```
"""
