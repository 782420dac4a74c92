# %% [markdown]
r"""
### Exercise: `dense_params` (extra, 2 minutes, easy)

How many numbers does `Dense(units)` hold, when its input has `n_in` channels? Write the formula
as a function, and return a plain `int`.

- The **kernel** holds one number for each pair of an input channel and a unit.
- The **bias** holds one number for each unit. With `bias=False` there is none.

*Example.*

```python
dense_params(3, 2)               # 8: six in the kernel and two in the bias
dense_params(3, 2, bias=False)   # 6
```
"""


# %%
def dense_params(n_in, units, bias=True):
    """Numbers in the weights of a Dense layer."""
    ### BEGIN SOLUTION
    return n_in * units + (units if bias else 0)
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
The kernel is a table. How many rows has it, and how many columns?
"""

# %% [markdown] hint="locate"
r"""
One line, a product and a sum. Only the second part depends on `bias`.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: an `Embedding` layer holds a row of `size` numbers for each of its `words`.

```python
def embedding_params(words, size):
    return words * size
```
"""
