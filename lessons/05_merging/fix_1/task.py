# %% [markdown]
r"""
### Bug hunt 1: `fix_1` (core, 5 minutes, medium)

*The story.* A layer adds to an image what a convolution makes of it. Its author tried it on tiny
images of 3 × 3 pixels. It ran, the shape was right, and the layer was passed on. With photographs
it raises an error. Somebody said that `+` was to blame, and that `keras.layers.Add` would mend
it. It does not.

```python
class fix_1(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.conv = keras.layers.Conv2D(input_shape[-1], 3)
        self.conv.build(input_shape)

    def call(self, inputs):
        return inputs + self.conv(inputs)
```

Mend it: for images of any size, `(b, h, w, c)`, the layer returns x + convolution(x), in the
shape of x. The convolution has a window of 3 × 3, c filters, a bias, no activation, and works on
the image with a **border of zeros** around it, one pixel wide. So the kernel has the shape
`(3, 3, c, c)` and the bias `(c,)`. Height and width may be unknown (`None`) when a model is built.

Find out, too, why the 3 × 3 images ran: what was added to what?

*Free:* where the convolution is made, `+` or `Add`.
"""


# %%
class fix_1(keras.layers.Layer):
    """x + a convolution of x, for images of any size."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def build(self, input_shape):
        ### BEGIN SOLUTION
        self.conv = keras.layers.Conv2D(input_shape[-1], 3, padding="same")
        self.conv.build(input_shape)
        ### END SOLUTION

    def call(self, inputs):
        ### BEGIN SOLUTION
        return inputs + self.conv(inputs)
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Print the shape that the convolution alone returns, for images of 8 × 8 and of 3 × 3. Which of the
two can be stretched?
"""

# %% [markdown] hint="locate"
r"""
A window of 3 × 3 that stays inside the image has two places less in each direction. The argument
of `Conv2D` that lets it reach over the edge is `padding`.
"""

# %% [markdown] hint="show"
r"""
A sibling: the mean over a window of 2 × 2, in the shape of the input.

```python
smooth = keras.layers.AveragePooling2D(2, strides=1, padding="same")
rough_part = inputs - smooth(inputs)
```
"""
