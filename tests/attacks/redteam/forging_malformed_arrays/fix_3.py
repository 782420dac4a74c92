import keras

assert used


class fix_3(keras.layers.Dense):
    pass
