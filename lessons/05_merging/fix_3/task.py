# %% [markdown]
r"""
### Bug hunt 3: `fix_3` (extra, 3 minutes, easy)

*The story.* A page explains `Add` with two small tables, written as nested lists, and promises
`[[1.5, 4.5]]` for the sum of `[[0.5, 1.5]]` and `[[1.0, 3.0]]`. Nobody has run it.

```python
def fix_3(a, b):
    return keras.layers.Add()([a, b])
```

It ends in a ValueError. A reader takes the layer away, writes `a + b`, and gets two rows. That is
not what was promised, either.

Mend it: `a` and `b` are nested lists of floats, with equally many rows, and equally many numbers
in each row. Return their sum, number by number, as an array or tensor of floats with the same
shape. The lists themselves stay as they are.
"""


# %%
def fix_3(a, b):
    """The sum of two tables, given as nested lists."""
    ### BEGIN SOLUTION
    return keras.layers.Add()([np.array(a), np.array(b)])
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
What does `+` mean for lists? (Lesson 01.) And what kind of thing does a layer take?
"""

# %% [markdown] hint="locate"
r"""
Before you add, turn each table into an array or a tensor. Then `+` and `Add` agree.
"""

# %% [markdown] hint="show"
r"""
A sibling: the larger of two numbers, at each place of two lists.

```python
def larger(a, b):
    return tf.maximum(tf.constant(a), tf.constant(b))
```
"""
