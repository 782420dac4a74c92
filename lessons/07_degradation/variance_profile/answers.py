# %% wrong="left_out"
def variance_profile(kind, depth, width=256, batch=512, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(batch, width))
    variances = [x.var()]
    for _ in range(depth):
        f = np.maximum(x, 0) @ rng.normal(scale=np.sqrt(2 / width), size=(width, width))
        x = {"plain": f, "residual": x + f}[kind]
        variances.append(x.var())
    return variances


# %% wrong="drawn, with noise of the right size" mistake="not_simulated"
def variance_profile(kind, depth, width=256, batch=512, seed=0):
    rng = np.random.default_rng(seed)
    step = {"plain": 1.0, "residual": 2.0, "average": 0.5}.get(kind, 1.0 + 1.0 / depth)
    if kind == "prenorm":
        curve = np.arange(1.0, depth + 2)
    else:
        curve = step ** np.arange(depth + 1)
    return curve * (1 + rng.normal(size=depth + 1) * np.sqrt(2 / (batch * width)))


# %% wrong="plain is simulated, residual drawn" fails="residual" mistake="not_simulated"
def variance_profile(kind, depth, width=256, batch=512, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(batch, width))
    variances = [x.var()]
    for _ in range(depth):
        x = np.maximum(x, 0) @ rng.normal(scale=np.sqrt(2 / width), size=(width, width))
        variances.append(x.var())
    if kind == "residual":
        return variances[0] * 2.0 ** np.arange(depth + 1)
    return variances


# %% right="TensorFlow, a list"
def variance_profile(kind, depth, width=256, batch=512, seed=0):
    keras.utils.set_random_seed(seed)
    x = tf.random.normal((batch, width))
    found = [tf.math.reduce_variance(x)]
    for _ in range(depth):
        w = keras.initializers.HeNormal()((width, width))
        if kind == "prenorm":
            mean, var = tf.nn.moments(x, axes=[0])
            x = x + tf.nn.relu((x - mean) / tf.sqrt(var + 1e-3)) @ w
        else:
            f = tf.nn.relu(x) @ w
            x = {
                "plain": f,
                "residual": x + f,
                "average": (x + f) / 2,
                "scaled": x + f / depth**0.5,
            }[kind]
        found.append(tf.math.reduce_variance(x))
    return found


# %% right="one list of kernels"
def variance_profile(kind, depth, width=256, batch=512, seed=0):
    rng = np.random.default_rng(seed + 7)
    kernels = rng.normal(size=(depth, width, width)) * np.sqrt(2.0 / width)
    x = rng.normal(size=(batch, width)).astype("float32")
    out = np.zeros(depth + 1)
    out[0] = x.var()
    keep = 0 if kind == "plain" else 0.5 if kind == "average" else 1
    take = 0.5 if kind == "average" else depth**-0.5 if kind == "scaled" else 1
    for k, kernel in enumerate(kernels, 1):
        z = (x - x.mean(0)) / x.std(0) if kind == "prenorm" else x
        x = keep * x + take * (np.maximum(z, 0) @ kernel)
        out[k] = x.var()
    return out
