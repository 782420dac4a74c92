# %% [markdown]
r"""
### Exercise: `uses_batch_stats` (core, 8 minutes, hard)

Write a detector: does the answer for any sample depend on the *other* samples of the batch?

`uses_batch_stats(layer, x, **kw)` calls `layer(x, **kw)` and returns a Python `bool`. It is
`True` if what comes out for a sample is influenced by the other samples **in that very call**.

- `layer` is a Keras layer of any class, perhaps with layers inside layers. It works on floats,
  and gradients get through it.
- A layer need not treat all samples alike: it may mix some of them and leave the others alone.
- `x` is a tensor, the batch first. It has six samples or more.
- `kw` is passed on as it is: `training=True`, `training=False`, or nothing.
- Chance does not count: a `Dropout` in training gives `False`. Nor does memory: what the layer
  has seen in *earlier* calls does not count.

*Example.*

```python
bn, x = keras.layers.BatchNormalization(), tf.random.normal((6, 3))
uses_batch_stats(bn, x, training=True)   # True
uses_batch_stats(bn, x)                  # False
```

*A trap:* two calls of a `Dropout` differ by chance, so one call must do.
"""


# %%
def uses_batch_stats(layer, x, **kw):
    """Does layer(x, **kw) mix the samples of x?"""
    ### BEGIN SOLUTION
    with tf.GradientTape(persistent=True) as recorder:
        recorder.watch(x)
        y = layer(x, **kw)
        # Weighted at random, so that nothing cancels out when the numbers of a sample are added up.
        samples = tf.unstack(y * tf.random.normal(y.shape))
    for k, sample in enumerate(samples):
        slope = np.array(tf.convert_to_tensor(recorder.gradient(sample, x)))
        slope[k] = 0.0  # a sample may depend on itself
        if np.any(slope):
            return True
    return False
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
"Influenced by" is a question about slopes. Which tool of lesson 02 tells how much one number
depends on another, after a single call?
"""

# %% [markdown] hint="locate"
r"""
Watch x with a persistent tape and call the layer once. For each sample, take what came out for it:
the gradient of that with respect to x has one row per sample. Which rows must be zero if samples do
not mix? One more trap: the tape adds up the numbers of a sample before it takes the slope, and a
channel and its negative always add up to 0. Random weights prevent that.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: does *channel* 0 of the output depend on the other channels?

```python
def mixes_channels(layer, image):
    with tf.GradientTape() as tape:
        tape.watch(image)
        channel = layer(image)[..., 0]
    return bool(np.any(tape.gradient(channel, image)[..., 1:]))
```
"""
