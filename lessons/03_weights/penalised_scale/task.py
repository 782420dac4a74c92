# %% [markdown]
r"""
### Exercise: `PenalisedScale` (core, 5 minutes, easy)

Write a layer that multiplies each channel by a number of its own, and that puts a penalty on
large numbers:

$$
y = \text{scale} \cdot x \qquad\qquad
\text{penalty} = \text{l2} \cdot \sum_c \text{scale}_c^2
$$

- `scale` has the shape `(C,)`, is trainable and starts at ones. C is the size of the last axis.
- The penalty is a **sum** over the channels, not a mean. It is in `layer.losses` after each call,
  whatever the input is, and with or without `training=True`.
- The output does not contain the penalty.
- The input may have any number of axes, the batch first. All sizes but that of the last one may be
  unknown (`None`) when a model is built.

*Example.*

```python
layer = PenalisedScale(0.1)
y = layer(tf.ones((2, 3)))
layer.losses   # [0.3]
layer.set_weights([np.array([1.0, 2.0, 3.0])])
y = layer(tf.ones((2, 3)))
layer.losses   # [1.4]
```

*Free:* the weight's name, TensorFlow or `keras.ops`, and the way in which the penalty gets into
`losses`.
"""


# %%
class PenalisedScale(keras.layers.Layer):
    """y = scale * x, with the penalty l2 * sum(scale ** 2) in losses."""

    def __init__(self, l2, **kwargs):
        super().__init__(**kwargs)
        self.l2 = l2

    def build(self, input_shape):
        ### BEGIN SOLUTION
        self.scale = self.add_weight(
            name="scale",
            shape=(input_shape[-1],),
            initializer="ones",
            regularizer=keras.regularizers.L2(self.l2),
        )
        ### END SOLUTION

    def call(self, inputs):
        ### BEGIN SOLUTION
        return self.scale * inputs
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
You need not work the penalty out yourself. Which argument of `add_weight` attaches a price to a
weight?
"""

# %% [markdown] hint="locate"
r"""
The change is in `build` alone. Give `add_weight` a `regularizer` from `keras.regularizers`.
Read in its documentation what it multiplies by: some of them have a factor of one half, and
some take absolute values in place of squares.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: a bias for each channel, with a price on its **absolute** values, 0.01 times
their sum.

```python
class PricedBias(keras.layers.Layer):
    def build(self, input_shape):
        self.bias = self.add_weight(
            name="bias",
            shape=(input_shape[-1],),
            initializer="zeros",
            regularizer=keras.regularizers.L1(0.01),
        )

    def call(self, inputs):
        return inputs + self.bias
```

Yours has squares for a price, and the factor comes from the constructor.
"""
