# %% right="two tapes' questions and names of its own"
def fix_1(w, b, x, y, lr, steps):
    losses = []
    while len(losses) < steps:
        with tf.GradientTape(persistent=True) as tape:
            error = w * x + b - y
            loss = tf.reduce_mean(tf.square(error))
        slope_w, slope_b = tape.gradient(loss, w), tape.gradient(loss, b)
        w.assign_add(-lr * slope_w)
        b.assign_add(-lr * slope_b)
        losses += [loss.numpy()]
    return losses


# %% right="written by hand, and returned as a tuple"
def fix_1(w, b, x, y, lr, steps):
    losses = ()
    for _ in range(steps):
        error = w * x + b - y
        losses += (float(tf.reduce_mean(error**2)),)
        w.assign_sub(lr * 2.0 * tf.reduce_mean(error * x))
        b.assign_sub(lr * 2.0 * tf.reduce_mean(error))
    return losses
