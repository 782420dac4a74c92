# %% right="by rules"
def can_add(in_shape, filters, stride, k=3, padding="same"):
    large = max(in_shape[0], in_shape[1]) > 1
    if filters != in_shape[2] or (large and stride > 1):
        return False
    return padding == "same" or k == 1


# %% right="Keras works the shape out"
def can_add(in_shape, filters, stride, k=3, padding="same"):
    conv = keras.layers.Conv2D(filters, k, strides=stride, padding=padding)
    return tuple(conv.compute_output_shape((1, *in_shape))[1:]) == tuple(in_shape)


# %% right="an image of zeros is convolved"
def can_add(in_shape, filters, stride, k=3, padding="same"):
    x = tf.zeros((1, *in_shape))
    h = tf.nn.conv2d(x, tf.zeros((k, k, in_shape[-1], filters)), stride, padding.upper())
    return x.shape == h.shape


# %% right="all axes, one by one"
def can_add(in_shape, filters, stride, k=3, padding="same"):
    places = [
        len(range(0, n if padding == "same" else n - k + 1, stride)) for n in in_shape[:2]
    ]
    return all(a == b for a, b in zip([*places, filters], in_shape))
