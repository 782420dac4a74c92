# %% [markdown]
r"""
### Bug hunt 4: `fix_4` (extra, 4 minutes, easy)

*The story.* The author knew that a weight needs the input's shape, and that `call` has the
input. So the weight was made there. Keras 2 let this pass; Keras 3 refuses.

```python
class fix_4(keras.layers.Layer):
    def call(self, inputs):
        self.scale = self.add_weight(
            name="scale", shape=(inputs.shape[-1],), initializer="ones"
        )
        return self.scale * inputs
```

Mend it. The layer multiplies each channel (the last axis, C of them) by a number of its own. It
has one trainable weight of shape `(C,)` that starts at ones. The input may have any number of
axes, the batch first.

*Free:* the weight's name, and TensorFlow or `keras.ops`.
"""


# %%
class fix_4(keras.layers.Layer):
    """y = scale * x, with one scale for each channel (the last axis)."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def build(self, input_shape):
        ### BEGIN SOLUTION
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")
        ### END SOLUTION

    def call(self, inputs):
        ### BEGIN SOLUTION
        return self.scale * inputs
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Which method is given the input's shape, runs once, and runs before the first `call`?
"""

# %% [markdown] hint="locate"
r"""
Move the making of the weight out of `call`. In its new place there is no `inputs` to ask for a shape; the
method's own argument is the shape.
"""

# %% [markdown] hint="show"
r"""
A sibling: a bias, first in the wrong place and then in the right one.

```python
def call(self, inputs):                                                         # refused
    self.bias = self.add_weight(shape=(inputs.shape[-1],), initializer="zeros")
    return inputs + self.bias

def build(self, input_shape):                                                   # accepted
    self.bias = self.add_weight(shape=(input_shape[-1],), initializer="zeros")

def call(self, inputs):
    return inputs + self.bias
```
"""
