# %% [markdown]
r"""
### Exercise: `ConvBN` (core, 9 minutes, medium)

Write the piece of which ResNets are made, as a layer:

convolution → batch normalisation → activation

- The convolution has `filters` filters, a window of kernel_size × kernel_size, the stride
  `strides`, padding `"same"` and **no bias**.
- The batch normalisation has Keras's defaults, and works in training and in inference. Hand
  `training` on to it, or leave it out; do not write `training=None` in its call.
- `activation` is `None` (then nothing follows), or a name that Keras knows, such as `"relu"`.
- The input has the shape `(b, h, w, c)`. Height and width may be unknown (`None`) when a model is
  built.

*Example.*

```python
layer = ConvBN(4, 3, strides=2, activation="relu")
layer(tf.ones((1, 7, 7, 2))).shape                          # (1, 4, 4, 4)
sum(w.numpy().size for w in layer.trainable_weights)       # 80: 72 of the kernel, 8 of γ and β
sum(w.numpy().size for w in layer.non_trainable_weights)   # 8
```

*Free:* names, the order in which you make the sublayers, and whether they are made in
`__init__` or in `build`.
"""


# %%
class ConvBN(keras.layers.Layer):
    """Convolution without bias, batch normalisation, activation: (b, h, w, c) -> (b, h', w', f)."""

    def __init__(self, filters, kernel_size, strides=1, activation=None, **kwargs):
        super().__init__(**kwargs)
        ### BEGIN SOLUTION
        self.conv = keras.layers.Conv2D(
            filters, kernel_size, strides=strides, padding="same", use_bias=False
        )
        self.norm = keras.layers.BatchNormalization()
        self.activation = keras.activations.get(activation)
        ### END SOLUTION

    def call(self, inputs, training=None):
        ### BEGIN SOLUTION
        h = self.conv(inputs)
        h = self.norm(h, training=training)
        return self.activation(h)
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Two of the three parts own weights. Make those two once, as sublayers. Which arguments of `Conv2D`
say what the text says about padding and bias?
"""

# %% [markdown] hint="locate"
r"""
In `__init__`: a `Conv2D` with four things said besides the filters and the window, and a
`BatchNormalization` with nothing said. `keras.activations.get` makes a function of a name, and of
`None` as well. In `call`: three lines, one for each part.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: `Dense` without bias, layer normalisation, and a dropout at the end.

```python
class DenseLN(keras.layers.Layer):
    def __init__(self, units, rate=0.0, **kwargs):
        super().__init__(**kwargs)
        self.dense = keras.layers.Dense(units, use_bias=False)
        self.norm = keras.layers.LayerNormalization()
        self.dropout = keras.layers.Dropout(rate)

    def call(self, inputs, training=None):
        return self.dropout(self.norm(self.dense(inputs)), training=training)
```
"""
