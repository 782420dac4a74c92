# %% [markdown]
r"""
### Bug hunt: `fix_1` (extra, 4 minutes, easy)

*The story.* Two courses build their ResNets with a block that looks like this one. It works in their
networks, for there the channels change only where the stride is 2. Someone uses it with more filters
at stride 1, and it breaks.

```python
class fix_1(keras.layers.Layer):
    def __init__(self, filters, stride=1, **kwargs):
        super().__init__(**kwargs)
        self.filters, self.stride = filters, stride
        self.conv = keras.layers.Conv2D(
            filters, 3, strides=stride, padding="same", use_bias=False
        )
        self.projection = None
        if stride > 1:
            self.projection = keras.layers.Conv2D(filters, 1, strides=stride, use_bias=False)

    def call(self, inputs):
        x = inputs if self.projection is None else self.projection(inputs)
        return keras.ops.relu(x + self.conv(inputs))
```

Mend it, so that the layer computes ReLU(shortcut(x) + F(x)), where F is the 3×3 convolution. The
shortcut is a 1×1 convolution with the stride and without a bias where the shapes of x and F(x)
differ, in whatever way, and x itself where they agree. It owns the weights that it uses, and no
others. Height and width may be unknown (`None`) when a model is built.

*Not asked:* images so small that a stride above 1 does not change their size, such as those of one
pixel.

*Free:* names, and where the sublayers are made.
"""


# %%
class fix_1(keras.layers.Layer):
    """relu(shortcut(x) + conv(x)), with a 1x1 projection exactly where the shapes differ."""

    def __init__(self, filters, stride=1, **kwargs):
        super().__init__(**kwargs)
        self.filters, self.stride = filters, stride
        ### BEGIN SOLUTION
        self.conv = keras.layers.Conv2D(
            filters, 3, strides=stride, padding="same", use_bias=False
        )
        ### END SOLUTION

    def build(self, input_shape):
        ### BEGIN SOLUTION
        self.projection = None
        if self.stride != 1 or input_shape[-1] != self.filters:
            self.projection = keras.layers.Conv2D(
                self.filters, 1, strides=self.stride, use_bias=False
            )
        ### END SOLUTION

    def call(self, inputs):
        ### BEGIN SOLUTION
        x = inputs if self.projection is None else self.projection(inputs)
        return keras.ops.relu(x + self.conv(inputs))
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
What does the constructor know, and what does it not know? To compare the channels of the input with
`filters`, the layer must have seen the input.
"""

# %% [markdown] hint="locate"
r"""
The `if` asks too little, and too early. Move it into `build`, where `input_shape[-1]` holds the
channels, and ask for both changes.
"""

# %% [markdown] hint="show"
r"""
A sibling: a layer that has a scale only if its input has several channels. It asks the input, in
`build`, and not the caller.

```python
class ScaleSeveral(keras.layers.Layer):
    def build(self, input_shape):
        several = input_shape[-1] > 1
        self.scale = self.add_weight(initializer="ones") if several else 1.0

    def call(self, inputs):
        return inputs * self.scale
```
"""
