# %% [markdown]
r"""
### Exercise: `MyConcatenate` (extra, 6 minutes, easy)

Write a layer that does what `keras.layers.Concatenate` does, without using one of Keras's merge
layers.

- It is called on a **list** of two or more tensors of equal rank, each with the batch axis first.
  It has no weights.
- It joins them along `axis`, in the order of the list. `axis` counts the batch axis; it may be
  negative or 0. By default it is the last one.
- On a single tensor in place of a list, it raises a `ValueError`.
- On sizes that differ on another axis, it raises an error of any kind. Nothing is stretched.
- It works inside a `keras.Model`, where the batch size is `None`, and after saving as `.keras`
  and loading, whatever the axis.

*Example.*

```python
MyConcatenate()([tf.ones((2, 4, 3)), tf.ones((2, 4, 5))]).shape          # (2, 4, 8)
MyConcatenate(axis=1)([tf.ones((2, 4, 3)), tf.ones((2, 6, 3))]).shape   # (2, 10, 3)
```

*Not asked:* masks, empty lists, mixed dtypes.
"""


# %%
class MyConcatenate(keras.layers.Layer):
    """The tensors of a list, one behind the other along an axis."""

    def __init__(self, axis=-1, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis

    def call(self, inputs):
        ### BEGIN SOLUTION
        if not isinstance(inputs, (list, tuple)):
            raise ValueError("MyConcatenate takes a list of tensors.")
        return keras.ops.concatenate(inputs, axis=self.axis)
        ### END SOLUTION

    def get_config(self):
        ### BEGIN SOLUTION
        return {**super().get_config(), "axis": self.axis}
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Keras's numeric operations have what you need. What must be asked before it is used? And what must
a saved file hold, so that the layer can be made again?
"""

# %% [markdown] hint="locate"
r"""
`call`: first ask whether `inputs` is a list or a tuple, then `keras.ops.concatenate`.
`get_config`: the dict of the parent class, and one more entry, named as the constructor's
argument.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: a layer that repeats its input n times along the last axis.

```python
class RepeatLast(keras.layers.Layer):
    def __init__(self, n, **kwargs):
        super().__init__(**kwargs)
        self.n = n

    def call(self, inputs):
        return keras.ops.repeat(inputs, self.n, axis=-1)

    def get_config(self):
        return super().get_config() | {"n": self.n}
```
"""
