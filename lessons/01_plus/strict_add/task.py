# %% [markdown]
r"""
### Exercise: `strict_add` (core, 4 minutes, easy)

Write a plus that never stretches and never converts.

- `x` and `y` are both tensors or both NumPy arrays. They always have a `shape` and a `dtype`.
- If shape and dtype agree, return the sum, and leave x and y as they are.
- If the **shapes** differ, raise a `ValueError` whose message holds both, written as `(2, 3)`
  and `(3,)`.
- If the **dtypes** differ, raise a `ValueError` whose message holds both names, such as
  `float32` and `int32`.
- Look before you add: the error is yours, not that of `+`.

*Example.*

```python
strict_add(tf.ones((3,)), tf.ones((3, 1)))
# raises ValueError: for instance, "shapes differ: (3,) and (3, 1)"
```

*Useful:* `tuple(x.shape)` works for both kinds, and so does `keras.backend.standardize_dtype(x.dtype)`,
which gives the name of a dtype as text.

*Free:* the words around. *Not asked:* shape and dtype that differ at the same time.
"""


# %%
def strict_add(x, y):
    """x + y for equal shapes and dtypes; raises ValueError for others, naming both."""
    ### BEGIN SOLUTION
    shapes = tuple(x.shape), tuple(y.shape)
    if shapes[0] != shapes[1]:
        raise ValueError(f"shapes differ: {shapes[0]} and {shapes[1]}")
    dtypes = [keras.backend.standardize_dtype(z.dtype) for z in (x, y)]
    if dtypes[0] != dtypes[1]:
        raise ValueError(f"dtypes differ: {dtypes[0]} and {dtypes[1]}")
    return x + y
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
`+` asks whether the operands *can* be made to fit. You ask whether they *are* equal. Which two
properties do you compare, and when?
"""

# %% [markdown] hint="locate"
r"""
Two `if` statements, each with a `raise`, and one `return`. An f-string puts both shapes into the
message. Compare whole shapes, not sizes or numbers of axes. Write no `+=`.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: joins two lists only if they are equally long.

```python
def strict_join(first, second):
    if len(first) != len(second):
        raise ValueError(f"lengths differ: {len(first)} and {len(second)}")
    return first + second
```
"""
