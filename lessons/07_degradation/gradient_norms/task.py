# %% [markdown]
r"""
### Exercise: `gradient_norms` (core, 10 minutes, medium)

Write the measuring tool of this lesson: how large is the gradient at each kernel of a model?

- `loss_fn` takes two arguments, y and the prediction, and gives one number. y comes first, as in
  Keras.
- The model runs in **training mode**, as it does in `fit`.
- Only **kernels** count: trainable weights of rank 2 or more. Biases, γ and β have rank 1 and
  are left out.
- The result has one number for each kernel, in the order of `model.trainable_weights`: first
  layer first. The number is the root of the sum of all squares.
- Squares, sum and root are computed **in float64**, and the result is float64.
- The table of an `Embedding` is a kernel as well. Of a table from which only some rows were read,
  the tape gives just these rows, as `tf.IndexedSlices`; `tf.convert_to_tensor` makes an ordinary
  tensor of it.

*Example.* A kernel whose gradient is `[[3, 0], [0, 4]]` gives 5.

*Free:* array, list or float64 tensor as result. Every kernel you are asked about has a gradient.
"""


# %%
def gradient_norms(model, x, y, loss_fn):
    """One float64 norm for each kernel of the model, first layer first, in training mode."""
    ### BEGIN SOLUTION
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
    kernels = [w for w in model.trainable_weights if len(w.shape) > 1]
    norms = []
    for gradient in tape.gradient(loss, kernels):
        wide = np.asarray(tf.convert_to_tensor(gradient)).astype("float64")
        norms.append(np.sqrt(np.sum(wide**2)))
    return np.array(norms)
    ### END SOLUTION


# %% [markdown] hint="nudge"
r"""
Three steps: run the model under a tape, choose the weights, and turn each gradient into one
number. In which of them does the mode matter, and in which the format of the numbers?
"""

# %% [markdown] hint="locate"
r"""
The loss is computed inside the tape, with `training=True`. The rank of a weight is
`len(w.shape)`. Turn each gradient into an ordinary tensor, and that into a float64 array, *before*
you square it: `astype("float64")`.
"""

# %% [markdown] hint="show"
r"""
A sibling problem: the largest entry of the gradient at each *bias*, in inference mode.

```python
def largest_bias_slopes(model, x, y, loss_fn):
    with tf.GradientTape() as tape:
        missed = loss_fn(y, model(x, training=False))
    biases = [w for w in model.trainable_weights if len(w.shape) == 1]
    return [float(tf.reduce_max(tf.abs(g))) for g in tape.gradient(missed, biases)]
```
"""
