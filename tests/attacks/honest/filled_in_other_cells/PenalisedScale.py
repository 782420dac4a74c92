class PenalisedScale(keras.layers.Layer):
    def __init__(self, l2, **kwargs):
        super().__init__(**kwargs)
        self.l2 = l2

    def call(self, inputs):
        return self.scale * inputs

    def get_config(self):
        return super().get_config() | {"l2": self.l2}
