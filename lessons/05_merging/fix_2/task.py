# %% [markdown]
r"""
### Bug hunt 2: `fix_2` (extra, 4 minutes, medium)

*The story.* Somebody wants a model that computes x + dense(x), and writes it as a list of steps.
Keras refuses.

```python
def fix_2(n):
    return keras.Sequential(
        [keras.Input((n,)), keras.layers.Dense(n), keras.layers.Add()]
    )
```

"A merge layer should be called on a list of inputs", says the error. So somebody wraps it: a small
layer that calls `Add` on the list `[h]`, h being what it gets. Now the model is made, and it
trains. But it computes dense(x), without x.

Mend it: return a `keras.Model` that computes x + dense(x) for inputs of the shape `(b, n)`, with
one `Dense(n)` with bias, without activation. Its weights have the shapes `(n, n)` and `(n,)`.

*Free:* the functional way or a class of your own, `+` or `Add`.
"""


# %%
def fix_2(n):
    """A model that computes x + dense(x)."""
    ### BEGIN SOLUTION
    inputs = keras.Input((n,))
    h = keras.layers.Dense(n)(inputs)
    return keras.Model(inputs, keras.layers.Add()([inputs, h]))
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Draw the two things that are added, and where each comes from. In a `Sequential`, how many
arrows go into a layer?
"""

# %% [markdown] hint="locate"
r"""
A `Sequential` is a chain: each layer gets what the one before returns, and x is gone after the
first. Give x a name, `keras.Input`, and use that name twice. `keras.Model` takes the input and the
output.
"""

# %% [markdown] hint="show"
r"""
A sibling: a model that multiplies its input by a gate between 0 and 1.

```python
inputs = keras.Input((8,))
gate = keras.layers.Dense(8, activation="sigmoid")(inputs)
gated = keras.Model(inputs, inputs * gate)
```
"""
