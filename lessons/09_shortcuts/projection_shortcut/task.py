# %% [markdown]
r"""
### Exercise: `ProjectionShortcut` (core, 6 minutes, easy)

Write the projection of shortcuts B and C as a layer:

conv 1×1 with stride → BN

- The convolution has `filters` filters, windows of 1×1, the stride `stride` and **no bias**.
- A batch normalisation with Keras's defaults follows. No ReLU: the sum comes first.
- Height and width of the input may be unknown (`None`) when a model is built.
- The layer works in training and in inference. Hand `training` on, or leave it out in the call of
  the batch normalisation.

*Example.*

```python
layer = ProjectionShortcut(32, 2)
layer(tf.ones((1, 9, 8, 16))).shape                        # (1, 5, 4, 32)
sum(w.numpy().size for w in layer.trainable_weights)       # 576: 16·32 in the kernel, and 64
sum(w.numpy().size for w in layer.non_trainable_weights)   # 64
```

*Free:* names, and where the two sublayers are made. Pass `**kwargs` on.
"""


# %%
class ProjectionShortcut(keras.layers.Layer):
    """BN(conv 1x1 with stride): (b, h, w, c) -> (b, ceil(h / stride), ceil(w / stride), filters)."""

    def __init__(self, filters, stride, **kwargs):
        super().__init__(**kwargs)
        ### BEGIN SOLUTION
        self.conv = keras.layers.Conv2D(filters, 1, strides=stride, use_bias=False)
        self.bn = keras.layers.BatchNormalization()
        ### END SOLUTION

    def call(self, inputs, training=None):
        ### BEGIN SOLUTION
        x = self.conv(inputs)
        return self.bn(x, training=training)
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
It is the smallest convolution with a batch normalisation, as in lesson 06. Which window has it, and
which stride? Does anything follow the batch normalisation?
"""

# %% [markdown] hint="locate"
r"""
Two sublayers in `__init__`: a `Conv2D` with a kernel size of 1, with `strides` and `use_bias` set,
and a `BatchNormalization`. Two lines in `call`.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: a layer that halves a *signal* and normalises it. Its window is 3, so it needs
padding; a window of 1 does not.

```python
class Halve(keras.layers.Layer):
    def __init__(self, filters, **kwargs):
        super().__init__(**kwargs)
        self.thin = keras.layers.Conv1D(filters, 3, strides=2, padding="same", use_bias=False)
        self.norm = keras.layers.BatchNormalization()

    def call(self, inputs, training=None):
        return self.norm(self.thin(inputs), training=training)
```
"""
