# %% right="Keras counts"
def next_layer_params(kind, c_x, c_y, k, filters):
    layer = (
        keras.layers.Concatenate()
        if kind == "concatenate"
        else getattr(keras.layers, kind.capitalize())()
    )
    merged = layer([keras.Input((9, 9, c_x)), keras.Input((9, 9, c_y))])
    conv = keras.layers.Conv2D(filters, k)
    conv(merged)
    return layer.count_params() + conv.count_params()


# %% right="a set"
def next_layer_params(kind, c_x, c_y, k, filters):
    if kind == "concatenate":
        return filters * (k**2 * (c_x + c_y) + 1)
    wide = {c_x, c_y} - {1}
    if len(wide) > 1:
        raise ValueError(f"{c_x} and {c_y}")
    return filters * (k**2 * (wide.pop() if wide else 1) + 1)


# %% right="NumPy broadcasts"
def next_layer_params(kind, c_x, c_y, k, filters):
    c = c_x + c_y if kind == "concatenate" else np.broadcast_shapes((c_x,), (c_y,))[0]
    return filters + int(np.prod([k, k, c, filters]))
