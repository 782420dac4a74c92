# %% right="one in the shape of the other"
def fix_1(y, prediction):
    return tf.reduce_mean((y - tf.reshape(prediction, tf.shape(y))) ** 2)


# %% right="Keras's loss, which squeezes"
def fix_1(y, prediction):
    return keras.losses.MeanSquaredError()(keras.ops.ravel(y), keras.ops.ravel(prediction))


# %% right="NumPy"
def fix_1(y, prediction):
    gap = np.ravel(y) - np.ravel(prediction)
    return float(gap @ gap) / len(gap)
