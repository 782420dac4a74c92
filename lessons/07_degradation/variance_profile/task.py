# %% [markdown]
r"""
### Exercise: `variance_profile` (core, 11 minutes, medium)

Write the experiment of section 4 as a function: push random numbers through `depth` blocks and
note the variance of the stream before the first block and after each.

- The stream x starts as standard normal numbers of the shape `(batch, width)`.
- Each block has a **new** kernel W of the shape `(width, width)`, without bias, drawn by He
  initialisation: normal, with the variance 2 / `width`. Its branch is $F(x) = \mathrm{relu}(x)\,W$.
- What the block hands on depends on `kind`:

| kind | new x | |
|---|---|---|
| `"plain"` | F(x) | core |
| `"residual"` | x + F(x) | core |
| `"prenorm"` | x + F(z), where z is x with mean 0 and variance 1 over the batch, for each column | extra |
| `"average"` | (x + F(x)) / 2 | extra |
| `"scaled"` | x + F(x) / √`depth` | extra |

- The result has `depth` + 1 entries, the input's variance first. The variance is that of all
  numbers of the stream, as `np.var(x)`.
- The same seed gives the same numbers, another seed others. `batch` and `width` may be as small as 1.

The first two kinds carry the points. The other three are extra: leave them out, and the check
says so at its very end, with all points earned.

*Example.*

```python
variance_profile("residual", 3)   # about [1, 2, 4, 8]
```

*Free:* NumPy or TensorFlow; array, list or tensor as result. The kinds are judged by their laws,
so any source of random numbers will do. A few of these laws show at small sizes only: how much the
curves differ from seed to seed, and how a stream of width 1 ends.
"""


# %%
def variance_profile(kind, depth, width=256, batch=512, seed=0):
    """The variance of the stream at the input and after each of depth blocks."""
    ### BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(batch, width))
    variances = [np.var(x)]
    for _ in range(depth):
        kernel = np.sqrt(2 / width) * rng.normal(size=(width, width))
        z = (x - np.mean(x, axis=0)) / np.std(x, axis=0) if kind == "prenorm" else x
        branch = np.maximum(z, 0) @ kernel
        if kind == "plain":
            x = branch
        elif kind == "average":
            x = (x + branch) / 2
        elif kind == "scaled":
            x = x + branch / np.sqrt(depth)
        else:
            x = x + branch
        variances.append(np.var(x))
    return np.array(variances)
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
One loop, and one name for the stream. What must be drawn anew in each round, and what is noted
when?
"""

# %% [markdown] hint="locate"
r"""
The list begins with the variance of the input, *before* the loop. In the loop: a new kernel, the
branch, the new x, its variance. `rng.normal` draws with variance 1; which factor turns that into
2 / `width`? (A variance grows by the square of the factor.)
"""

# %% [markdown] hint="show"
r"""
A sibling problem: how the *mean* of a stream moves when each block adds its absolute values,
scaled down.

```python
def mean_profile(depth, width, seed=0):
    source = np.random.default_rng(seed)
    x = source.normal(size=(64, width))
    means = [np.mean(x)]
    for _ in range(depth):
        kernel = np.sqrt(1 / width) * source.normal(size=(width, width))
        x = x + 0.1 * np.abs(x @ kernel)
        means.append(np.mean(x))
    return np.array(means)
```
"""
