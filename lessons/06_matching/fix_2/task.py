# %% [markdown]
r"""
### Bug hunt 2: `fix_2` (extra, 5 minutes, hard)

*The story.* A layer halves an image in two ways and adds the results: a convolution with stride 2,
and the means of 2 × 2 pixels. It ran for years on images of 32, 16 and 8 pixels. Somebody tries 7
pixels, and it raises an error. With 3 pixels it raises none, and that is worse.

```python
class fix_2(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.pool = keras.layers.AveragePooling2D(2)

    def build(self, input_shape):
        c = input_shape[-1]
        self.conv = keras.layers.Conv2D(c, 3, strides=2, padding="same", use_bias=False)
        self.conv.build(input_shape)

    def call(self, inputs):
        return self.pool(inputs) + self.conv(inputs)
```

Mend it for images `(b, h, w, c)` of any size. The convolution is right as it is. The means are
taken over 2 × 2 pixels, two pixels apart, from the upper left corner on. Where the image ends
before the window does, the mean is that of the pixels that are there.

*Example.* A row of 3 pixels has two means: one of the first two pixels, one of the last pixel
alone.

*Free:* how you compute the means, and where the sublayers are made.
"""


# %%
class fix_2(keras.layers.Layer):
    """A convolution with stride 2, plus the means of 2 x 2 pixels."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        ### BEGIN SOLUTION
        self.pool = keras.layers.AveragePooling2D(2, padding="same")
        ### END SOLUTION

    def build(self, input_shape):
        c = input_shape[-1]
        self.conv = keras.layers.Conv2D(c, 3, strides=2, padding="same", use_bias=False)
        self.conv.build(input_shape)

    def call(self, inputs):
        ### BEGIN SOLUTION
        return self.pool(inputs) + self.conv(inputs)
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
How long is an axis of 8 pixels after each of the two? And one of 7, of 3? Use your `conv_out`:
which padding has each of them?
"""

# %% [markdown] hint="locate"
r"""
One of the two rounds up, the other rounds down. The default of a pooling layer is `"valid"`. Only
one word is missing.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: the largest of 3 pixels in a row, three pixels apart, with a rest at the end.

```python
largest = keras.layers.MaxPooling1D(3, padding="same")
largest(tf.reshape(tf.range(8.0), (1, 8, 1)))     # 2, 5, 7
```
"""
