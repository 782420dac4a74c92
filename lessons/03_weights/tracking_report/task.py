# %% [markdown]
r"""
### Exercise: `tracking_report` (core, 11 minutes, medium)

Write the detector that this lesson has wished for: a function that takes a built layer and
returns a dictionary of three counts, each a plain `int`:

| key | what is counted |
|---|---|
| `"trainable"` | weights in the layer's list of trainable weights |
| `"non_trainable"` | weights in its list of non-trainable weights |
| `"untracked_tf_variables"` | `tf.Variable` objects that the layer holds, unseen by Keras |

"Holds" means: as an attribute of the layer, or of one of its sublayers, or inside lists, tuples
and dicts of these, however deep. Each variable counts **once**, even if two attributes refer to
it. Keras variables never count as untracked.

*Example.* A layer with two weights from `add_weight`, and with a third that is a `tf.Variable`:

```python
layer = keras.layers.Layer()
layer.scale, layer.shift = layer.add_weight(), layer.add_weight()
layer.offset = tf.Variable(0.0)
tracking_report(layer)   # {"trainable": 2, "non_trainable": 0, "untracked_tf_variables": 1}
```

*Useful:* `vars(layer).values()` yields the values of all attributes. `id(thing)` tells one
object from another, also when both hold equal numbers. *Not asked:* Dropout and other random
layers, sets, and objects that are not layers.
"""


# %%
def tracking_report(layer):
    """Count trainable and non-trainable weights, and tf.Variables that Keras does not track."""
    ### BEGIN SOLUTION
    seen = set()

    def count(thing):
        if id(thing) in seen:
            return 0
        if isinstance(thing, tf.Variable):
            seen.add(id(thing))
            return 1
        if isinstance(thing, keras.layers.Layer):
            seen.add(id(thing))
            return sum(count(value) for value in list(vars(thing).values()))
        if isinstance(thing, dict):
            return sum(count(value) for value in thing.values())
        if isinstance(thing, (list, tuple)):
            return sum(count(value) for value in thing)
        return 0

    return {
        "trainable": len(layer.trainable_weights),
        "non_trainable": len(layer.non_trainable_weights),
        "untracked_tf_variables": count(layer),
    }
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Two of the three counts are the lengths of lists that Keras keeps. For the third, no list
exists: you have to go and look. A layer may hold a list that holds a layer that holds a dict.
Which kind of function copes with boxes in boxes?
"""

# %% [markdown] hint="locate"
r"""
Write an inner function `count(thing)` with one branch for each kind: a `tf.Variable` counts 1;
a layer is the sum over `vars(thing).values()`; a dict the sum over its values; a list or a
tuple the sum over its items; all else 0. Before counting, look whether `id(thing)` has been
seen. Variables cannot be compared with `in`, for `==` on them compares numbers: so keep a set
of ids.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: count the **strings** in nested lists and dicts, each string object once.

```python
def count_strings(thing):
    met = set()

    def look(part):
        if isinstance(part, str):
            new = id(part) not in met
            met.add(id(part))
            return int(new)
        if isinstance(part, dict):
            return sum(look(value) for value in part.values())
        if isinstance(part, list):
            return sum(look(value) for value in part)
        return 0

    return look(thing)
```

Yours looks for variables, and walks into layers, too. Layers may refer to each other in a
circle: remember those you have entered.
"""
