# %% [markdown]
r"""
### Exercise: `merge_shape` (core, 12 minutes, medium)

Write a function that predicts what comes out of a merge layer of Keras, without making one.

- `kind` is `"add"`, `"subtract"`, `"multiply"`, `"average"`, `"maximum"`, `"minimum"` (the
  **elementwise** kinds) or `"concatenate"`. `shapes` is a list of two or more tuples, the batch
  axis first.
- Return the shape of the result as a tuple, or `None` where the Keras layer refuses.

*Elementwise:* all known batch sizes must be equal; a 1 is not stretched there. The other axes
follow the rule of lesson 01: from the right, a missing axis counts as 1, sizes fit if equal or if
one is 1. `"subtract"` takes exactly two inputs.

*Concatenate:* equal ranks, and equal sizes except along `axis`, where they are summed. Nothing is
stretched. `axis` counts the batch axis, and may be negative or 0.

*Unknown sizes.* A size may be `None`. A known batch size beside an unknown one is the result's.
On any other axis, an unknown size makes the result's size unknown.

*Examples.*

```python
merge_shape("add", [(5, 4, 3), (5, 3)])           # (5, 4, 3)
merge_shape("add", [(2, 3), (1, 3)])              # None: two batch sizes
merge_shape("add", [(None, 8), (None, 1)])        # (None, 8)
merge_shape("concatenate", [(2, 4, 3), (2, 4, 5)])   # (2, 4, 8)
```

*Not asked:* sizes of 0, shapes without a batch axis, an `axis` that is not there, a concatenation
with a known size beside an unknown one on any axis but `axis`, and, of three inputs, two sizes
that do not fit beside an unknown one. *Free:* a list in place of the tuple.
"""


# %%
def merge_shape(kind, shapes, axis=-1):
    """The shape that the Keras layer of this kind returns, or None where it refuses."""
    ### BEGIN SOLUTION
    if kind == "concatenate":
        first = list(shapes[0])
        axis = axis % len(first)
        for shape in shapes[1:]:
            if len(shape) != len(first):
                return None
            for k, p in enumerate(first):
                q = shape[k]
                if k == axis:
                    first[k] = None if None in (p, q) else p + q
                elif p != q:
                    return None
        return tuple(first)
    if kind == "subtract" and len(shapes) != 2:
        return None
    batches = {shape[0] for shape in shapes} - {None}
    if len(batches) > 1:
        return None
    result = []
    for shape in shapes:
        rest = list(shape[1:])
        rank = max(len(rest), len(result))
        rest = [1] * (rank - len(rest)) + rest
        result = [1] * (rank - len(result)) + result
        for k, p in enumerate(rest):
            if None in (p, result[k]):
                result[k] = None
            elif p != result[k] and 1 not in (p, result[k]):
                return None
            else:
                result[k] = max(p, result[k])
    return (batches.pop() if batches else None, *result)
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Treat the two families apart. For the elementwise kinds, treat the first axis apart as well: what
is left is the first exercise of lesson 01, with one more case.
"""

# %% [markdown] hint="locate"
r"""
Elementwise: collect the batch sizes in a set, without `None`. More than one is a refusal. Then
go through the rests of the shapes, and widen the result so far by each. Ask for `None` before you
compare sizes. Concatenate: turn a negative `axis` into a positive one with `axis % rank`.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: the shape of a stack, where a new axis is put in front and all shapes must be
equal, an unknown size fitting any.

```python
def stack_shape(shapes):
    result = list(shapes[0])
    for other in shapes[1:]:
        if len(other) != len(result):
            return None
        for k, size in enumerate(other):
            if result[k] is None:
                result[k] = size
            elif size is not None and size != result[k]:
                return None
    return (len(shapes), *result)
```
"""
