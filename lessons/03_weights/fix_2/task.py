# %% [markdown]
r"""
### Bug hunt 2: `fix_2` (extra, 3 minutes, easy)

*The story.* A tutorial and a university's lab sheet both write their layer like this. It was
good Keras 2: the name came first. Today the first call ends with an error.

```python
class fix_2(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight("kernel", shape=[int(input_shape[-1]), self.units])

    def call(self, inputs):
        return tf.matmul(inputs, self.kernel)
```

Mend it. The layer maps `(batch, n)` to `(batch, units)` with one trainable kernel of shape
`(n, units)` and without a bias. Copy the snippet into the cell if you like, and read the error
first: it says what it wants.

*Free:* the weight's name, its initial values, and TensorFlow or `keras.ops`.
"""


# %%
class fix_2(keras.layers.Layer):
    """A fully connected layer without bias: (batch, n) -> (batch, units)."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        ### BEGIN SOLUTION
        self.kernel = self.add_weight(name="kernel", shape=(input_shape[-1], self.units))
        ### END SOLUTION

    def call(self, inputs):
        ### BEGIN SOLUTION
        return keras.ops.matmul(inputs, self.kernel)
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
In Keras 3, which argument of `add_weight` comes first? `help(keras.layers.Layer.add_weight)`
prints the order.
"""

# %% [markdown] hint="locate"
r"""
Only the line with `add_weight` is at fault. Its first argument is taken for the shape. Say by
keyword what the word is.
"""

# %% [markdown] hint="show"
r"""
A sibling: an old line for a bias, and the same line for Keras 3.

```python
self.bias = self.add_weight("bias", shape=[self.units])           # refused
self.bias = self.add_weight(name="bias", shape=(self.units,))     # accepted
```
"""
