# %% wrong="one_less"
def bias_effect(x, b):
    def norm(x):
        x = np.asarray(x, "float64")
        axes = tuple(range(x.ndim - 1))
        return (x - x.mean(axes)) / np.sqrt(x.var(axes, ddof=1) + 1e-3)

    return float(np.abs(norm(x + b) - norm(x)).max())


# %% right="NumPy alone"
def bias_effect(x, b):
    def norm(x):
        axes = tuple(range(x.ndim - 1))
        return (x - x.mean(axes)) / np.sqrt(x.var(axes) + 1e-3)

    x = np.asarray(x, "float64")
    return np.max(np.abs(norm(x + np.asarray(b)) - norm(x)))


# %% right="two layers, and a tensor as result"
def bias_effect(x, b):
    first, second = keras.layers.BatchNormalization(), keras.layers.BatchNormalization()
    with_b, without = first(keras.ops.add(x, b), training=True), second(x, training=True)
    return tf.reduce_max(tf.abs(with_b - without))


# %% right="TensorFlow's moments"
def bias_effect(x, b):
    outputs = []
    for z in (x, x + b):
        mean, variance = tf.nn.moments(z, list(range(len(z.shape) - 1)))
        outputs.append(tf.nn.batch_normalization(z, mean, variance, None, None, 1e-3))
    return max(map(abs, np.ravel(outputs[0] - outputs[1]).tolist()))
