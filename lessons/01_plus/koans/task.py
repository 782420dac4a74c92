# %% [markdown]
r"""
### Exercise: `koans` (core, 5 minutes, easy)

A **koan** is a small riddle. Here are twelve. What stands in the place of each `...`? Decide
first, without running the line.

In the cell below, put `return {` and `}` in the place of the line with `raise`. Copy the twelve
lines between the braces, and replace each `...`.

```python
        "two lists": ...,         # [1, 2] + [3, 4]
        "two arrays": ...,        # np.array([1, 2]) + np.array([3, 4])
        "list and tensor": ...,   # [1, 2] + tf.constant([3, 4])
        "list and number": ...,   # [1, 2] + 3
        "array and number": ...,  # np.array([1, 2]) + 3
        "two booleans": ...,      # np.array([True]) + np.array([True])
        "whole and half": ...,    # tf.constant([1, 2]) + 0.5
        "row": ...,               # the shape of tf.ones((2, 3)) + tf.ones((3,))
        "left": ...,              # the shape of tf.ones((2, 3)) + tf.ones((2,))
        "corner": ...,            # the shape of tf.ones((3,)) + tf.ones((3, 1))
        "other array": ...,       # b, after: a = np.array([1, 2]); b = a; a += 1
        "other tensor": ...,      # b, after: a = tf.constant([1, 2]); b = a; a += 1
```

- Write lists, arrays and tensors as lists: `[7, 8]`. Write a shape as a tuple: `(7, 8)`.
- Where Python raises an error, write `"error"`.
- Keep the names on the left. Their order is free.

*Example.* For `(1,) + (2,)` you would write `(1, 2)`.
"""


# %%
def koans():
    """Twelve predictions, by name."""
    ### BEGIN SOLUTION
    return {
        "two lists": [1, 2, 3, 4],
        "two arrays": [4, 6],
        "list and tensor": [4, 6],
        "list and number": "error",
        "array and number": [4, 5],
        "two booleans": [True],
        "whole and half": "error",
        "row": (2, 3),
        "left": "error",
        "corner": (3, 3),
        "other array": [2, 3],
        "other tensor": [1, 2],
    }
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Ask each riddle two questions. Which types stand beside the plus: only lists, or is there an
array or a tensor? And do the shapes fit, read from the right?
"""

# %% [markdown] hint="locate"
r"""
The first seven are decided by the table of section 1. The three shapes: write them beneath each
other, flush right. The last two: does `+=` write into the object, or make a new one? Section 4
has the picture.
"""

# %% [markdown] hint="show"
r"""
Sibling riddles, with their answers:

```python
(5,) + (6,)                                    # (5, 6): tuples join
np.array([5]) + [6]                            # [11]: one array suffices
[5] + "6"                                      # "error": a list joins lists only
tf.ones((4, 1)) + tf.ones((1, 7))              # shape (4, 7): both are stretched
a = [5]; b = a; a = a + [6]; b                 # [5]: = moves a name
```
"""
