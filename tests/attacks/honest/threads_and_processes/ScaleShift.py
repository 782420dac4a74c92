class ScaleShift(keras.layers.Layer):
    """y = scale * x + shift, with one scale and one shift for each channel (the last axis)."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def build(self, input_shape):
        channels = input_shape[-1]
        self.scale = self.add_weight(name="scale", shape=(channels,), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(channels,), initializer="zeros")

    def call(self, inputs):
        return self.scale * inputs + self.shift


import threading
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(4) as pool:
    shapes = list(pool.map(lambda n: ScaleShift()(tf.ones((n, 3))).shape, range(1, 5)))
threading.Timer(0.01, print, ["later"]).start()
data = tf.data.Dataset.range(8).map(lambda n: n + 1, num_parallel_calls=4).batch(2).prefetch(2)
print(shapes, list(data.as_numpy_iterator()))
