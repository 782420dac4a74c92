"""Makes the caller's two variables, and looks into them afterwards."""

import tensorflow as tf


def probe(answer, w, b, x, y, lr, steps):
    """The losses that came back, and what w and b hold."""
    w, b = tf.Variable(w), tf.Variable(b)
    losses = answer(w, b, tf.constant(x), tf.constant(y), lr, steps)
    return {"losses": losses, "w": w.numpy(), "b": b.numpy()}
