# %% right="math.ceil and a floor"
import math


def conv_out(n, k, stride, padding):
    places = n if padding == "same" else n - k + 1
    return math.ceil(places / stride)


# %% right="the places are counted"
def conv_out(n, k, stride, padding):
    last = n - 1 if padding == "same" else n - k
    return len(range(0, last + 1, stride))


# %% right="Keras is asked"
def conv_out(n, k, stride, padding):
    conv = keras.layers.Conv1D(1, k, strides=stride, padding=padding)
    return conv.compute_output_shape((1, n, 1))[1]
