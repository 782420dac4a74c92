import functools


def loud(method):
    @functools.wraps(method)
    def wrapped(self, *args, **kwargs):
        return method(self, *args, **kwargs)

    return wrapped


@keras.saving.register_keras_serializable(package="homework")
class ScaleShift(keras.layers.Layer):
    """y = scale * x + shift, with one scale and one shift for each channel (the last axis)."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    @loud
    def build(self, input_shape):
        channels = input_shape[-1]
        self.scale = self.add_weight(name="scale", shape=(channels,), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(channels,), initializer="zeros")

    @tf.function
    def call(self, inputs):
        return self.scale * inputs + self.shift
