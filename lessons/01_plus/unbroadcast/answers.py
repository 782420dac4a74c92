# %% wrong="missing_axes_only"
def unbroadcast(grad, shape):
    while len(grad.shape) > len(shape):
        grad = tf.reduce_sum(grad, axis=0)
    return grad


# %% right="axis after axis"
def unbroadcast(grad, shape):
    while len(grad.shape) > len(shape):
        grad = keras.ops.sum(grad, axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            grad = keras.ops.sum(grad, axis=axis, keepdims=True)
    return grad


# %% right="NumPy"
def unbroadcast(grad, shape):
    grad = np.asarray(grad)
    extra = grad.ndim - len(shape)
    grad = grad.sum(axis=tuple(range(extra)))
    ones = tuple(i for i, n in enumerate(shape) if n == 1)
    return grad.sum(axis=ones, keepdims=True)


# %% right="the tape does it"
def unbroadcast(grad, shape):
    start = tf.zeros(shape, grad.dtype)
    with tf.GradientTape() as tape:
        tape.watch(start)
        end = start + tf.zeros_like(grad)
    return tape.gradient(end, start, output_gradients=grad)
