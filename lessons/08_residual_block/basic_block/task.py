# %% [markdown]
r"""
### Exercise: `BasicBlock` (core, 12 minutes, medium)

Write the block of the paper as a layer:

conv 3×3 → BN → ReLU → conv 3×3 → BN → add x → ReLU

- Both convolutions have `filters` filters, stride 1, padding `"same"` and **no bias**.
- Each batch normalisation is a layer of its own, with Keras's defaults.
- The input has the shape `(b, h, w, filters)`. So has the output. Height and width may be unknown
  (`None`) when a model is built.
- The block works in training and in inference. Hand `training` on to the batch normalisations,
  or leave it out there; do not write `training=None` in their call.

*Example.*

```python
block = BasicBlock(16)
block(tf.ones((1, 8, 8, 16))).shape                        # (1, 8, 8, 16)
sum(w.numpy().size for w in block.trainable_weights)       # 4672: 4,608 in the two kernels
sum(w.numpy().size for w in block.non_trainable_weights)   # 64
```

*Free:* names, the order in which you make the sublayers, `Add` or `+`, a ReLU as layer or as
function, and TensorFlow or `keras.ops`.
"""


# %%
class BasicBlock(keras.layers.Layer):
    """The v1 residual block with an identity shortcut: (b, h, w, filters), same shape out."""

    def __init__(self, filters, **kwargs):
        super().__init__(**kwargs)
        self.filters = filters
        ### BEGIN SOLUTION
        self.conv1 = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)
        self.bn1 = keras.layers.BatchNormalization()
        self.conv2 = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)
        self.bn2 = keras.layers.BatchNormalization()
        ### END SOLUTION

    def call(self, inputs, training=None):
        ### BEGIN SOLUTION
        h = self.conv1(inputs)
        h = self.bn1(h, training=training)
        h = keras.ops.relu(h)
        h = self.conv2(h)
        h = self.bn2(h, training=training)
        return keras.ops.relu(inputs + h)
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Go along the figure from top to bottom. Which of its seven parts have weights? Those are made
once, in `__init__`. All seven are *used* in `call`.
"""

# %% [markdown] hint="locate"
r"""
Four sublayers in `__init__`: two convolutions (look at `padding` and `use_bias`) and two batch
normalisations, not one used twice. In `call`, keep `inputs` under its own name until the sum.
There are two ReLUs: one behind the first batch normalisation, one behind the sum.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: the branch is a single 5×5 convolution with batch normalisation, and nothing
follows the sum.

```python
class OneConv(keras.layers.Layer):
    def __init__(self, filters, **kwargs):
        super().__init__(**kwargs)
        self.conv = keras.layers.Conv2D(filters, 5, padding="same", use_bias=False)
        self.norm = keras.layers.BatchNormalization()

    def call(self, inputs, training=None):
        lift = self.norm(self.conv(inputs), training=training)
        return inputs + lift
```
"""
