# %% [markdown]
r"""
### Exercise: `Repeat` (core, 6 minutes, medium)

Write a layer that applies n layers one after another. Whether they are n different ones, or one
and the same layer n times, is the caller's choice.

- `make_layer` is a function without arguments. Each call of it returns a **new** layer that keeps
  the shape of its input.
- `share=False`: call it n times. The layer made first is applied first.
- `share=True`: call it once, and apply this one layer n times.
- Keras must see the weights, and see each weight once: with `share=True` their number does not
  depend on n.
- In training, the inner layers run in training mode as well. Leave `training` out of the inner
  calls, and this happens by itself (section 4 says why).

*Example.*

```python
make_layer = lambda: keras.layers.Dense(4)
three, one = Repeat(make_layer, 3, share=False), Repeat(make_layer, 3, share=True)
three(tf.ones((2, 4))).shape   # (2, 4)
one(tf.ones((2, 4))).shape     # (2, 4)
len(three.weights)             # 6
len(one.weights)               # 2
```

*Not asked:* saving and loading, and n below 1.
"""


# %%
class Repeat(keras.layers.Layer):
    """n layers one after another: n new ones, or a single one n times."""

    def __init__(self, make_layer, n, share, **kwargs):
        super().__init__(**kwargs)
        ### BEGIN SOLUTION
        if share:
            self.steps = [make_layer()] * n
        else:
            self.steps = [make_layer() for _ in range(n)]
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
In both cases n layers are applied. What differs is how often `make_layer()` is called.
"""

# %% [markdown] hint="locate"
r"""
Only `__init__` asks for `share`. There a list of n entries is made: n different layers, or one
layer n times. In `call`, one loop serves both. Leave `training` out of the inner calls.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: two inputs, two *heads* (the layers at the end), which may be one and the same.

```python
class TwoHeads(keras.layers.Layer):
    def __init__(self, make_head, share, **kwargs):
        super().__init__(**kwargs)
        self.left = make_head()
        self.right = self.left if share else make_head()

    def call(self, a, b):
        return self.left(a), self.right(b)
```
"""
