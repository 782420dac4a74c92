# %% [markdown]
r"""
### Exercise: `ScaleShift` (core, 8 minutes, easy)

Write a layer that multiplies each channel by a number of its own and then adds a number of its
own:

$$y = \text{scale} \cdot x + \text{shift}$$

The **channels** are the last axis of the input. There are C of them.

- `scale` and `shift` each have the shape `(C,)`. Both are trainable.
- `scale` starts at ones and `shift` at zeros, so that a new layer changes nothing.
- C is not known when the layer is made. No weight exists before the first call.
- The first axis is the batch. Between batch and channels there may be any number of axes: an
  input may be `(batch, C)` or `(batch, height, width, C)`, and all sizes but C may be unknown
  (`None`) when a model is built. The output has the shape of the input.

*Example.* With scale `[2, 10]` and shift `[0, 1]`, the input `[[1, 1], [3, 4]]` gives
`[[2, 11], [6, 41]]`.

*Free:* the names of the weights, their order, and TensorFlow or `keras.ops` inside. Pass
`**kwargs` on, as the stub does: Keras needs it to load a saved layer.
"""


# %%
class ScaleShift(keras.layers.Layer):
    """y = scale * x + shift, with one scale and one shift for each channel (the last axis)."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def build(self, input_shape):
        ### BEGIN SOLUTION
        channels = input_shape[-1]
        self.scale = self.add_weight(name="scale", shape=(channels,), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(channels,), initializer="zeros")
        ### END SOLUTION

    def call(self, inputs):
        ### BEGIN SOLUTION
        return self.scale * inputs + self.shift
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Two questions settle this layer. When does a layer first learn how many channels there are? And
which way of making a variable lets Keras list it? The sections "Three ways to hold a weight"
and "What `add_weight` gives you" answer one each.
"""

# %% [markdown] hint="locate"
r"""
Both weights belong in `build`. Look at its argument `input_shape`: its last entry is C. Give
each `add_weight` a `shape` of one entry, `(C,)`, and its own `initializer`. In `call`, one line
is enough: broadcasting lines `(C,)` up with the last axis.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: a layer that subtracts a *threshold* from each channel and cuts off what is
negative. Thresholds start at one half.

```python
class Threshold(keras.layers.Layer):
    def build(self, input_shape):
        self.threshold = self.add_weight(
            name="threshold",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(0.5),
        )

    def call(self, inputs):
        return keras.ops.relu(inputs - self.threshold)
```

Yours has two weights in place of one.
"""
