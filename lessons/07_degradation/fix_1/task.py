# %% [markdown]
r"""
### Bug hunt: `fix_1` (extra, 4 minutes, easy)

*The story.* Someone builds a net of 20 hidden layers. Whatever goes in, the outputs are almost
zero, and so are the gradients. "Depth makes gradients vanish", says the report. But the kernels
come from this function:

```python
def fix_1(fan_in, fan_out, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 2 / fan_in, size=(fan_in, fan_out))
```

Mend it. It shall return a kernel of the shape `(fan_in, fan_out)`, with mean 0 and the
**variance** 2 / `fan_in`. The same seed gives the same kernel, another seed another.

*Free:* normal, truncated or uniform numbers; array or tensor.
"""


# %%
def fix_1(fan_in, fan_out, seed=0):
    """A kernel (fan_in, fan_out) by He initialisation: mean 0, variance 2 / fan_in."""
    rng = np.random.default_rng(seed)
    ### BEGIN SOLUTION
    return rng.normal(0, np.sqrt(2 / fan_in), size=(fan_in, fan_out))
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Measure the kernel for `fan_in` 200: which variance should it have, and which one has it?
"""

# %% [markdown] hint="locate"
r"""
Look up the second argument of `rng.normal`: is it a variance?
"""

# %% [markdown] hint="show"
r"""
A sibling problem: noise of a given *power*, which is its variance.

```python
def noise(power, n, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=n) * power**0.5     # a factor counts twice in the variance
```
"""
