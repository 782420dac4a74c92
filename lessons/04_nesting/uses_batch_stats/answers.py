# %% right="all slopes at once"
def uses_batch_stats(layer, x, **kw):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = layer(x, **kw)
    table = np.reshape(tape.jacobian(y, x), (len(x), -1, len(x), x.shape[-1]))
    mixed = np.any(table, axis=(1, 3))
    return bool(np.any(mixed & ~np.eye(len(x), dtype=bool)))


# %% right="a plague of NaN, one sample after another"
def uses_batch_stats(layer, x, **kw):
    for k in range(len(x)):
        ill = np.array(x)
        ill[k] = np.nan
        found = np.isnan(np.array(layer(ill, **kw))).any(axis=1)
        if found[np.arange(len(x)) != k].any():
            return True
    return False


# %% right="random weights for all samples but one"
def uses_batch_stats(layer, x, **kw):
    with tf.GradientTape(True) as tape:
        tape.watch(x)
        y = layer(x, **kw)
    others = 1.0 - tf.eye(len(x))
    weights = keras.random.uniform(y.shape, 0.5, 1.5)
    slopes = [
        tape.gradient(y, x, output_gradients=weights * others[k][:, None])
        for k in range(len(x))
    ]
    return any(
        bool(tf.reduce_any(tf.convert_to_tensor(g)[k] != 0)) for k, g in enumerate(slopes)
    )
