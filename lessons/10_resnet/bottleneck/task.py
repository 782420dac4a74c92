# %% [markdown]
r"""
### Exercise: `Bottleneck` (core, 16 minutes, hard)

Write the bottleneck block as a layer, from an empty cell:

conv 1×1 → BN → ReLU → conv 3×3 with **stride** → BN → ReLU → conv 1×1 → BN → add → ReLU

- The first two convolutions have `filters` filters, the third has `filters * expansion`. All have
  padding `"same"` and **no bias**. Only the 3×3 convolution has the stride.
- The shortcut is x as it is, where x has the shape of the branch's output. Where the stride is not
  1, or the channels differ, it is a projection: conv 1×1 with the stride, no bias → BN.
- A block owns the weights that it uses, and no others. Each batch normalisation is a layer of its
  own, with Keras's defaults.
- The block works in training and in inference. Hand `training` on, or leave it out.
- Height and width of the input may be unknown (`None`) when a model is built.

*Example.*

```python
block = Bottleneck(64)
block(tf.ones((1, 4, 4, 256))).shape                        # (1, 4, 4, 256)
sorted(w.numpy().size for w in block.weights)[-3:]         # [16384, 16384, 36864]: no projection
Bottleneck(2, 2)(tf.ones((1, 5, 4, 3))).shape              # (1, 3, 2, 8)
```

*Free:* names, order, `__init__` or `build`, and TensorFlow or `keras.ops`. Pass `**kwargs` on.
"""


# %%
class Bottleneck(keras.layers.Layer):
    """The bottleneck block: (b, h, w, c) -> (b, ceil(h / stride), ceil(w / stride), filters * expansion)."""

    def __init__(self, filters, stride=1, expansion=4, **kwargs):
        super().__init__(**kwargs)
        ### BEGIN SOLUTION
        self.stride, self.wide = stride, filters * expansion
        self.conv1 = keras.layers.Conv2D(filters, 1, use_bias=False)
        self.bn1 = keras.layers.BatchNormalization()
        self.conv2 = keras.layers.Conv2D(
            filters, 3, strides=stride, padding="same", use_bias=False
        )
        self.bn2 = keras.layers.BatchNormalization()
        self.conv3 = keras.layers.Conv2D(self.wide, 1, use_bias=False)
        self.bn3 = keras.layers.BatchNormalization()

    def build(self, input_shape):
        self.project = self.stride != 1 or input_shape[-1] != self.wide
        if self.project:
            self.conv4 = keras.layers.Conv2D(self.wide, 1, strides=self.stride, use_bias=False)
            self.bn4 = keras.layers.BatchNormalization()

    def call(self, inputs, training=None):
        h = self.bn1(self.conv1(inputs), training=training)
        h = keras.ops.relu(h)
        h = self.bn2(self.conv2(h), training=training)
        h = keras.ops.relu(h)
        h = self.bn3(self.conv3(h), training=training)
        x = inputs
        if self.project:
            x = self.bn4(self.conv4(x), training=training)
        return keras.ops.relu(x + h)
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
It is the basic block of lesson 09 with shortcut B, and another branch. How many channels flow at
each arrow, and where does the image shrink?
"""

# %% [markdown] hint="locate"
r"""
In `__init__`: three convolutions and three batch normalisations. In `build`, where the number of
channels is known: compare it with `filters * expansion`, look at the stride too, and make the
projection if it is needed. In `call`: three ReLUs, the last behind the sum.
"""

# %% [markdown] hint="show"
r"""
A sibling problem for `(b, c)`: squeeze to a few units, widen again, add. The shortcut adapts only
where it must.

```python
class Waist(keras.layers.Layer):
    def __init__(self, units, factor=3, **kwargs):
        super().__init__(**kwargs)
        self.out = units * factor
        self.narrow = keras.layers.Dense(units, activation="tanh")
        self.widen = keras.layers.Dense(self.out)

    def build(self, input_shape):
        self.adapt = None
        if input_shape[-1] != self.out:
            self.adapt = keras.layers.Dense(self.out, use_bias=False)

    def call(self, inputs):
        carried = inputs if self.adapt is None else self.adapt(inputs)
        return keras.ops.tanh(carried + self.widen(self.narrow(inputs)))
```
"""
