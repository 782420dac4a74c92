# %% [markdown]
r"""
### Exercise: `plain_mlp` (core, 7 minutes, easy)

Write a function that makes a plain net of any depth.

- `depth` **hidden layers**, at least one: each is a `Dense` of `width` units with a bias, and a
  ReLU after it. No normalisation, no shortcut.
- Then an **output layer**: a `Dense` of `n_out` units with a bias and nothing after it. Its
  outputs are linear.
- The kernels of the hidden layers start with **He initialisation**, normal or uniform, and no
  two of them alike.
- The result is a `keras.Model`. The number of input features is none of the arguments: leave
  the model unbuilt, and Keras takes it from the first input.

*Example.*

```python
model = plain_mlp(3, 8, 2)
model(tf.ones((5, 6))).shape   # (5, 2)
len(model.weights)             # 8: four kernels and four biases
```

*Free:* `keras.Sequential` or a class of your own; names; how the output layer starts.
"""


# %%
def plain_mlp(depth, width, n_out):
    """A keras.Model: depth times Dense and ReLU, then a linear Dense of n_out units."""
    ### BEGIN SOLUTION
    model = keras.Sequential()
    for _ in range(depth):
        hidden = keras.layers.Dense(width, activation="relu", kernel_initializer="he_normal")
        model.add(hidden)
    model.add(keras.layers.Dense(n_out))
    return model
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
One loop makes the hidden layers. What do they have that the output layer has not, and the other
way round?
"""

# %% [markdown] hint="locate"
r"""
`keras.Sequential()` begins empty, and `add` puts a layer at its end. A `Dense` takes its ReLU and
its start by name; look at `kernel_initializer`. Make a new layer each time round the loop.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: a stack of convolutions with tanh, and a pooling at the end.

```python
def plain_cnn(depth, filters):
    stack = keras.Sequential()
    for _ in range(depth):
        stack.add(keras.layers.Conv2D(filters, 3, activation="tanh", padding="same"))
    stack.add(keras.layers.GlobalAveragePooling2D())
    return stack
```
"""
