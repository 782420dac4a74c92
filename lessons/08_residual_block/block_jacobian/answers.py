# %% right="a gradient for each output"
def block_jacobian(block, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        outputs = tf.unstack(tf.reshape(block(x), (-1,)))
    return tf.stack(
        [
            tf.reshape(tape.gradient(output, x, unconnected_gradients="zero"), (-1,))
            for output in outputs
        ]
    )


# %% right="a one-hot cotangent for each row"
def block_jacobian(block, x):
    at = tf.constant(x)
    n = int(tf.size(at))
    rows = []
    for i in range(n):
        with tf.GradientTape() as tape:
            tape.watch(at)
            y = block(at)
        one = tf.reshape(tf.one_hot(i, n, dtype=y.dtype), y.shape)
        slope = tape.gradient(y, at, output_gradients=one)
        rows.append(np.zeros(n) if slope is None else np.ravel(slope))
    return np.array(rows)


# %% right="a variable, which the tape watches of itself"
def block_jacobian(block, x):
    v = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = block(tf.convert_to_tensor(v))
    n = int(tf.size(v))
    found = tape.jacobian(y, v)
    return tf.zeros((n, n)) if found is None else tf.reshape(found, (n, n))
