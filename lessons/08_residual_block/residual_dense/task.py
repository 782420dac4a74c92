# %% [markdown]
r"""
### Exercise: `ResidualDense` (core, 6 minutes, easy)

Write the smallest residual block. Its branch is one fully connected layer:

$$y = x + \text{Dense(units)}(x)$$

- The `Dense` has a bias and no activation.
- Its kernel **and** its bias are zero at the start. So a new `ResidualDense` returns its input.
- Both are trainable.
- `units` equals the size of the input's last axis. The input may have any number of axes, the
  batch first: `(b, c)` or `(b, h, w, c)`. The output has the shape of the input.
  All sizes but that of the last axis may be unknown (`None`) when a model is built.

*Example.*

```python
ResidualDense(2)(tf.constant([[3.0, 4.0]]))   # [[3, 4]]
```

When its kernel is `[[1, 0], [0, -1]]` and its bias `[10, 0]`, it gives `[[16, 0]]`.

*Free:* names, whether the `Dense` is made in the constructor or in `build`, and `add_weight` in
place of a `Dense`. Pass `**kwargs` on, as the stub does: Keras needs it to load a saved layer.
"""


# %%
class ResidualDense(keras.layers.Layer):
    """y = x + Dense(units)(x), the identity at the start."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        ### BEGIN SOLUTION
        self.dense = keras.layers.Dense(units, kernel_initializer="zeros")
        ### END SOLUTION

    def call(self, inputs):
        ### BEGIN SOLUTION
        return inputs + self.dense(inputs)
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Two things to decide: where is the `Dense` made, so that its weights are kept (lesson 03)? And
what does a `Dense` start with, if nobody says anything?
"""

# %% [markdown] hint="locate"
r"""
Make the `Dense` in `__init__`. Its bias starts at zero by default; its kernel does not. One
argument, `kernel_initializer`, changes that. In `call`, one line: the input, a plus, and what
the `Dense` makes of the input.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: a **gate** that multiplies the input by a `Dense` of it, and that starts as
a multiplication by one.

```python
class Gate(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.factor = keras.layers.Dense(
            units, kernel_initializer="zeros", bias_initializer="ones"
        )

    def call(self, inputs):
        return inputs * self.factor(inputs)
```

Yours adds, so it needs another start to change nothing.
"""
