# %% [markdown]
r"""
### Exercise: `resnet_cifar` (core, 18 minutes, hard)

Build the whole network of section 1, for any n:

- The input has the shape `(32, 32, 3)`.
- Stem: conv 3×3 with 16 filters → BN → ReLU.
- Three stages of n basic blocks each, with 16, 32 and 64 filters. The first block of stages 2 and 3
  has stride 2, in its first convolution and its shortcut. All other strides are 1.
- Global average pooling, then a `Dense` of `num_classes` units with bias. Its outputs are the
  **logits**: no softmax.
- `shortcut="A"`: every stride-th pixel, then zeros behind the old channels. `"B"`: conv 1×1 with the
  stride → BN. Both only where the shapes differ; elsewhere x is added as it is.
- All convolutions have padding `"same"` and no bias.
- Weights stand in layers `Conv2D`, `BatchNormalization` and `Dense` of Keras. The check fills them
  with numbers of its own and compares logits, in inference and in training.

*Example.*

```python
model = resnet_cifar(3)
model(tf.ones((2, 32, 32, 3))).shape                     # (2, 10)
sum(w.numpy().size for w in model.trainable_weights)   # 269722
```

*Free:* order and names of the layers, blocks as functions or as layers of your own, `Add` or `+`,
initializers, and the *momentum* of the batch normalisations.
"""


# %%
def resnet_cifar(n, shortcut="A", num_classes=10):
    """The ResNet for 32x32 images with 3 stages of n basic blocks: 6n + 2 layers."""
    ### BEGIN SOLUTION

    def conv_bn(x, filters, kernel_size=3, stride=1):
        x = keras.layers.Conv2D(
            filters, kernel_size, strides=stride, padding="same", use_bias=False
        )(x)
        return keras.layers.BatchNormalization()(x)

    def block(x, filters, stride):
        h = keras.layers.ReLU()(conv_bn(x, filters, stride=stride))
        h = conv_bn(h, filters)
        if x.shape[-1] != filters and shortcut == "A":
            missing = filters - x.shape[-1]
            x = keras.ops.pad(x[:, ::stride, ::stride], [(0, 0)] * 3 + [(0, missing)])
        elif x.shape[-1] != filters:
            x = conv_bn(x, filters, kernel_size=1, stride=stride)
        return keras.layers.ReLU()(x + h)

    inputs = keras.Input((32, 32, 3))
    h = keras.layers.ReLU()(conv_bn(inputs, 16))
    for filters in (16, 32, 64):
        for k in range(n):
            h = block(h, filters, stride=2 if k == 0 and filters > 16 else 1)
    h = keras.layers.GlobalAveragePooling2D()(h)
    return keras.Model(inputs, keras.layers.Dense(num_classes)(h))
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Three nested things: a net of stages, a stage of blocks, a block of layers. Which of the three is
the worked example? Which two loops are missing around it?
"""

# %% [markdown] hint="locate"
r"""
Copy `basic_block` and give it a third way for its shortcut, the projection. Then: `keras.Input`,
the stem, a loop over (16, 32, 64), in it a loop over n blocks, pooling, `Dense`, `keras.Model`. The
stride of a block depends on its stage *and* on its place in it.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: a stack of stages for vectors, each twice as wide as the one before.

```python
def pyramid(n, num_classes=10):
    entry = keras.Input((20,))
    h = entry
    for units in (8, 16, 32):
        for k in range(n):
            f = keras.layers.Dense(units, activation="relu")(h)
            h = f if k == 0 else h + f  # the first one of a stage changes the width
    return keras.Model(entry, keras.layers.Dense(num_classes)(h))
```
"""
