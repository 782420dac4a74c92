import keras

assert used


class fix_1(keras.layers.Dense):
    pass
