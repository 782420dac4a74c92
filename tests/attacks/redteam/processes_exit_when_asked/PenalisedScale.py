import keras


class PenalisedScale(keras.layers.Layer):
    def __init__(self, l2, **kwargs):
        super().__init__(**kwargs)

    def build(self, input_shape):
        raise KeyboardInterrupt
