# %% [markdown]
r"""
### Exercise: `BasicBlock` (core, 16 minutes, medium)

Write the basic block once more, now for any change of shape:

$$y = \mathrm{ReLU}(\text{shortcut}(x) + F(x))$$

The branch F is conv 3×3 with **stride** → BN → ReLU → conv 3×3 → BN. Both convolutions have
`filters` filters, padding `"same"` and no bias; the second has stride 1.

The shortcut depends on `shortcut` and on the shapes. They *differ* if the stride is not 1, or the
input has not `filters` channels.

| `shortcut` | shapes differ | shapes agree |
|---|---|---|
| `"A"` | every stride-th pixel, then channels of zeros behind the old ones | x as it is |
| `"B"` | conv 1×1 with the stride, no bias → BN | x as it is |
| `"C"` | as B | conv 1×1, no bias → BN |

- A block owns the weights that it uses, and no others.
- All batch normalisations are layers of their own with Keras's defaults.
- The block works in training and in inference, as in lesson 08.
- With `"A"` the input has at most `filters` channels.
- Height and width of the input may be unknown (`None`) when a model is built.

The first half of the branch stands there. The later steps are yours.

*Example.*

```python
x = tf.ones((1, 8, 8, 16))
b, a, same = BasicBlock(32, 2, "B"), BasicBlock(32, 2, "A"), BasicBlock(16)
[block(x).shape for block in (b, a, same)]        # [(1, 4, 4, 32), (1, 4, 4, 32), (1, 8, 8, 16)]
[len(block.weights) for block in (b, a, same)]   # [15, 10, 10]: 5 for each conv and its BN
```

*Free:* names, order, helper methods, and TensorFlow or `keras.ops`. The first lines may be changed.
You may use your `PadShortcut` and `ProjectionShortcut`.
"""


# %%
class BasicBlock(keras.layers.Layer):
    """The v1 block with shortcut A, B or C: (b, h, w, c) -> (b, ceil(h / stride), ceil(w / stride), filters)."""

    def __init__(self, filters, stride=1, shortcut="B", **kwargs):
        super().__init__(**kwargs)
        self.filters, self.stride, self.shortcut = filters, stride, shortcut
        self.conv1 = keras.layers.Conv2D(
            filters, 3, strides=stride, padding="same", use_bias=False
        )
        self.bn1 = keras.layers.BatchNormalization()
        # The second half of the branch:
        ### BEGIN SOLUTION
        self.conv2 = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)
        self.bn2 = keras.layers.BatchNormalization()
        ### END SOLUTION

    def build(self, input_shape):  # here the number of channels is known
        self.projection = None
        # What this block's shortcut needs:
        ### BEGIN SOLUTION
        differ = self.stride != 1 or input_shape[-1] != self.filters
        if self.shortcut == "C" or (self.shortcut == "B" and differ):
            self.projection = keras.layers.Conv2D(
                self.filters, 1, strides=self.stride, use_bias=False
            )
            self.bn3 = keras.layers.BatchNormalization()
        ### END SOLUTION

    def call(self, inputs, training=None):
        h = self.conv1(inputs)
        h = self.bn1(h, training=training)
        h = keras.ops.relu(h)
        # The rest of the branch, the shortcut, the sum and what follows it:
        ### BEGIN SOLUTION
        h = self.conv2(h)
        h = self.bn2(h, training=training)
        if self.projection is not None:
            x = self.projection(inputs)
            x = self.bn3(x, training=training)
        else:
            x = inputs[:, :: self.stride, :: self.stride]
            x = keras.ops.pad(x, [(0, 0)] * 3 + [(0, self.filters - x.shape[-1])])
        return keras.ops.relu(x + h)
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Only one thing is new since lesson 08: what stands in place of x in the sum. Read the table: in
which of its six cells are there weights?
"""

# %% [markdown] hint="locate"
r"""
In `build`: one condition, made of the letter and of "shapes differ", decides whether a projection
is made. In `call`: after the second batch normalisation, ask whether there is one. If not, a slice
and a `pad` serve for A, and they change nothing where the shapes agree. Sum and ReLU come last.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: a dense block for `(b, c)` whose shortcut has a `Dense` only where the sizes
differ.

```python
class DenseBlock(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.branch = keras.layers.Dense(units)

    def build(self, input_shape):
        self.adapt = None
        if input_shape[-1] != self.units:
            self.adapt = keras.layers.Dense(self.units, use_bias=False)

    def call(self, inputs):
        carried = inputs if self.adapt is None else self.adapt(inputs)
        return keras.ops.tanh(carried + self.branch(inputs))
```
"""
