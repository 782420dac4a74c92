# %% [markdown]
r"""
### Exercise: `counted` (extra, 4 minutes, easy)

Write a function that makes a counting version of another function:

- `f` is a Python function of one tensor. `count` is a `tf.Variable` that holds a whole number.
- `counted(f, count)` returns a function `g`. It gives what `f` gives, and each call adds 1 to
  what `count` holds.
- `f` runs inside a `tf.function`: for inputs of one shape and dtype, Python runs `f` only once.
- Making `g` adds nothing to the count.

*Example.*

```python
count = tf.Variable(0)
g = counted(lambda x: 2 * x, count)
[g(tf.ones(2)) for _ in range(3)]
count   # 3
```
"""


# %%
def counted(f, count):
    """A tf.function that does what f does and adds 1 to count at each call."""
    ### BEGIN SOLUTION

    @tf.function
    def g(x):
        count.assign_add(1)
        return f(x)

    return g
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Of the two counters of this section, which one counted calls?
"""

# %% [markdown] hint="locate"
r"""
Define a function inside `counted`, with `@tf.function` above it. Its body has two lines. Return
the function, not what it gives.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: a square that **keeps its last input** in a variable.

```python
def remembering_square(last):
    @tf.function
    def square(x):
        last.assign(x)
        return x * x

    return square
```
"""
