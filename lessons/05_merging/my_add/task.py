# %% [markdown]
r"""
### Exercise: `MyAdd` (core, 10 minutes, medium)

Write a layer that does what `keras.layers.Add` does. Build it from `+` and reshapes, without
using one of Keras's merge layers.

- It is called on a **list** of two or more tensors, each with the batch axis first. It has no
  weights.
- Ranks may differ. Then axes of size 1 are put **right behind the batch axis** of the smaller
  tensor, until the ranks agree. After that, sizes of 1 are stretched as by `+`.
- Called on a single tensor in place of a list, it raises a `ValueError`.
- On batch sizes that are known and differ, a 1 among them included, it raises an error of any
  kind. So it does on other sizes that do not fit.
- Tensors of whole numbers give whole numbers.
- It works inside a `keras.Model`, where the batch size is `None`, and after saving as `.keras`
  and loading.

*Example.*

```python
big, small = tf.zeros((3, 3, 3)), tf.reshape(tf.range(9.0), (3, 3))
MyAdd()([big, small])[1, 0]   # [3, 4, 5]: small[1]
MyAdd()([big, small])[1, 2]   # [3, 4, 5]: small[1] again
(big + small)[1, 2]           # [6, 7, 8]: small[2]
```

*Not asked:* masks, empty lists, mixed dtypes, tensors without axes. One layer object always gets
the same ranks.
"""


# %%
class MyAdd(keras.layers.Layer):
    """The sum of a list of tensors, aligned as by keras.layers.Add."""

    def call(self, inputs):
        ### BEGIN SOLUTION
        if not isinstance(inputs, (list, tuple)):
            raise ValueError("MyAdd takes a list of tensors.")
        if len({x.shape[0] for x in inputs} - {None}) > 1:
            raise ValueError("The batch sizes differ.")
        rank = max(len(x.shape) for x in inputs)
        total = None
        for x in inputs:
            while len(x.shape) < rank:
                x = keras.ops.expand_dims(x, axis=1)
            total = x if total is None else total + x
        return total
        ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
`+` puts missing axes in front. Where must they stand, so that the batch axes meet?
"""

# %% [markdown] hint="locate"
r"""
Three things come before the sum: is it a list or a tuple, are the known batch sizes equal, and
what is the largest rank? Look at `keras.ops.expand_dims` and its `axis`. A tensor's batch size is
`x.shape[0]`, which is `None` inside a model.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: a layer that scales each sample of a tensor by its own number, shape `(b,)`.

```python
class ScaleSamples(keras.layers.Layer):
    def call(self, inputs):
        x, factor = inputs
        while len(factor.shape) < len(x.shape):
            factor = keras.ops.expand_dims(factor, -1)
        return x * factor
```
"""
