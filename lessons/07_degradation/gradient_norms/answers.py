# %% right="tf.norm of a cast"
def gradient_norms(model, x, y, loss_fn):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
    kernels = [w for w in model.trainable_weights if w.ndim >= 2]
    return tf.stack([tf.norm(tf.cast(g, tf.float64)) for g in tape.gradient(loss, kernels)])


# %% right="all gradients first, a list of floats"
def gradient_norms(model, x, y, loss_fn):
    with tf.GradientTape() as tape:
        prediction = model(x, training=True)
        loss = loss_fn(y, prediction)
    gradients = tape.gradient(loss, [w.value for w in model.trainable_variables])
    return [
        float(np.linalg.norm(np.float64(tf.convert_to_tensor(g)).ravel()))
        for g in gradients
        if len(g.shape) >= 2
    ]


# %% right="one gradient at a time, under a persistent tape"
def gradient_norms(model, x, y, loss_fn):
    with tf.GradientTape(True) as tape:
        missed = loss_fn(y, model(x, training=True))
    kernels = [w for w in model.trainable_weights if min(len(w.shape), 2) == 2]
    slopes = [
        np.array(tf.convert_to_tensor(tape.gradient(missed, w.value)), dtype="float64")
        for w in kernels
    ]
    return np.array([np.sqrt(np.vdot(slope, slope)) for slope in slopes])


# %% right="scaled by the largest entry"
def gradient_norms(model, x, y, loss_fn):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
    norms = []
    for w, g in zip(model.trainable_weights, tape.gradient(loss, model.trainable_weights)):
        if len(w.shape) < 2:
            continue
        g = tf.reshape(tf.convert_to_tensor(g), [-1]).numpy()
        size = np.abs(g).max().astype("float64")
        norms.append(size * np.sqrt(np.sum(np.square(g / size, dtype="float64"))))
    return np.array(norms)
