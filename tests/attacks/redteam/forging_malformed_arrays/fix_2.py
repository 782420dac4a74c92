import keras

assert used


class fix_2(keras.layers.Dense):
    def __init__(self, units, **kwargs):
        super().__init__(units, **{"use_bias": False, **kwargs})
