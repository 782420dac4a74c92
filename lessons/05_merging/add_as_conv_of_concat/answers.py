# %% right="entry by entry"
def add_as_conv_of_concat(c):
    kernel = np.zeros((1, 1, 2 * c, c), "float32")
    for j in range(c):
        kernel[..., j, j] = kernel[..., c + j, j] = 1
    return kernel


# %% right="by remainders"
def add_as_conv_of_concat(c):
    rows, columns = np.indices((2 * c, c))
    return (rows % c == columns).astype(float).reshape(1, 1, 2 * c, c)
