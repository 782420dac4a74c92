# %% [markdown]
r"""
### Exercise: `MLPBlock` (core, 6 minutes, medium)

Write a layer that holds a whole chain of layers: `depth` times a `Dense(width)` followed by a
ReLU. *MLP* is short for *multi-layer perceptron*, the old name of such a chain.

- Each of the `depth` steps has a `Dense` of its own, with a bias.
- A ReLU follows **every** `Dense`, the last one as well.
- `Dense` works on the last axis. The other axes stay as they are, however many there are. Their
  sizes may be unknown (`None`) when a model is built.

*Example.*

```python
block = MLPBlock(5, 3)
block(tf.ones((1, 2))).shape   # (1, 5)
len(block.weights)             # 6
block.count_params()           # 75: (2·5 + 5) + (5·5 + 5) + (5·5 + 5)
```

No number that it returns is negative.

*Free:* names, a list or a `Sequential`, the ReLU as an argument, a layer or a function. Pass
`**kwargs` on, as the stub does.
"""


# %%
class MLPBlock(keras.layers.Layer):
    """depth times Dense(width) and ReLU: (..., n) -> (..., width)."""

    def __init__(self, width, depth, **kwargs):
        super().__init__(**kwargs)
        ### BEGIN SOLUTION
        self.steps = [keras.layers.Dense(width, activation="relu") for _ in range(depth)]
        ### END SOLUTION

    def call(self, inputs):
        ### BEGIN SOLUTION
        h = inputs
        for step in self.steps:
            h = step(h)
        return h
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
You need `depth` layers, and depth is not known when you write the class. Which Python thing
holds as many objects as you like, and is looked into by Keras?
"""

# %% [markdown] hint="locate"
r"""
In `__init__`, a list of `depth` new `Dense` layers, kept as an attribute. In `call`, a loop over
this list: what one layer returns goes into the next.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: `depth` normalisations in a row, without any ReLU.

```python
class Norms(keras.layers.Layer):
    def __init__(self, depth, **kwargs):
        super().__init__(**kwargs)
        self.norms = []
        for _ in range(depth):
            self.norms.append(keras.layers.LayerNormalization())

    def call(self, inputs):
        for norm in self.norms:
            inputs = norm(inputs)
        return inputs
```
"""
