# %% [markdown]
r"""
### Bug hunt 1: `fix_1` (extra, 4 minutes, easy)

*The story.* A page about modules shows a fully connected layer. Under Keras 2 it trained. Under
Keras 3 it still runs, its gradients are right, and no message appears. Only the loss of a model
with other layers in it stays higher than it should.

```python
class fix_1(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = tf.Variable(tf.random.normal((input_shape[-1], self.units), stddev=0.1))
        self.bias = tf.Variable(tf.zeros((self.units,)))

    def call(self, inputs):
        return tf.matmul(inputs, self.kernel) + self.bias
```

Mend it. The layer maps `(batch, n)` to `(batch, units)` with a kernel of shape `(n, units)` and
a bias of shape `(units,)`. Both train and both survive saving.

*Free:* names, order, initial values, and TensorFlow or `keras.ops`.
"""


# %%
class fix_1(keras.layers.Layer):
    """A fully connected layer with bias: (batch, n) -> (batch, units)."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        ### BEGIN SOLUTION
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units),
            initializer=keras.initializers.RandomNormal(stddev=0.1),
        )
        self.bias = self.add_weight(name="bias", shape=(self.units,), initializer="zeros")
        ### END SOLUTION

    def call(self, inputs):
        ### BEGIN SOLUTION
        return keras.ops.matmul(inputs, self.kernel) + self.bias
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Ask Keras what it sees: build the published layer and print the length of its `weights`.
"""

# %% [markdown] hint="locate"
r"""
The two lines in `build` that make the variables are at fault; `call` is right. Change who makes
the variables, and keep their shapes.
"""

# %% [markdown] hint="show"
r"""
A sibling: the published line and the mended line of a layer with a single gain.

```python
# Keras does not see it:
self.gain = tf.Variable(1.0)

# Keras owns it:
self.gain = self.add_weight(name="gain", shape=(), initializer="ones")
```
"""
