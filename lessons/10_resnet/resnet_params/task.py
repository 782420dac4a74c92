# %% [markdown]
r"""
### Exercise: `resnet_params` (core, 9 minutes, medium)

How many **trainable** parameters has the network of section 1, with 3 stages of n basic blocks,
ten classes, and shortcut `"A"` or `"B"`? Write a formula. No model is built: the check asks for
n = 1000, too, a net of 6,002 layers.

- The convolutions have no bias. Each is followed by a batch normalisation, which trains two
  numbers a channel.
- The `Dense` at the end has a bias.
- With `"B"`, the first blocks of stages 2 and 3 have a projection: conv 1×1, no bias → BN.
- The result is an `int`, Python's or NumPy's.

*Example.*

```python
resnet_params(3, "A")   # 269722: stem and Dense hold 464 and 650 of them
```

*Free:* a formula in n, a sum over stages, a loop.
"""


# %%
def resnet_params(n, shortcut):
    """Trainable parameters of the ResNet for 32x32 images with 6n + 2 layers."""
    ### BEGIN SOLUTION
    total = 3 * 3 * 3 * 16 + 2 * 16  # stem
    for c in (16, 32, 64):
        total += n * (2 * 9 * c * c + 2 * 2 * c)  # as if all blocks kept their channels
    for c in (32, 64):
        total -= 9 * c * c // 2  # the first convolution of the stage sees half as many
        if shortcut == "B":
            total += c * c // 2 + 2 * c
    return total + 64 * 10 + 10
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Only one block of a stage is unlike the others. Count a stage of n equal blocks first; what is
different in the first block of stages 2 and 3?
"""

# %% [markdown] hint="locate"
r"""
Four parts: the stem (464), n blocks of 2·9·c² + 4·c for c = 16, 32, 64, a correction for the two
convolutions that see half the channels, and the `Dense` (650). With `"B"`, two projections more,
with two numbers a channel for their batch normalisations.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: a stack of n `Dense` layers of the same width, behind 784 inputs and before ten
classes. Only the first one sees other inputs than the rest.

```python
def stack_params(n, width):
    first = 784 * width + width
    rest = (n - 1) * (width * width + width)
    return first + rest + width * 10 + 10
```
"""
