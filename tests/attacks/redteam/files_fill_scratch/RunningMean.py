import os

import keras

assert not os.listdir("/tmp") and not os.listdir("/dev/shm")
block = bytes(1 << 20)
for folder in ("/tmp", "/dev/shm"):
    written = 0
    with open(f"{folder}/fill", "wb", buffering=0) as one, open(f"{folder}/more", "wb", buffering=0) as two:
        try:
            for number in range(600):
                written += (one if number < 200 else two).write(block)
        except OSError:
            pass
    for name in ("fill", "more"):
        os.remove(f"{folder}/{name}")
    assert 200 <= written >> 20 <= 256, (folder, written)


class RunningMean(keras.layers.Layer):
    def __init__(self, momentum=0.9, **kwargs):
        super().__init__(**kwargs)
        self.momentum = momentum

    def build(self, input_shape):
        self.mean = self.add_weight(name="mean", shape=(input_shape[-1],), initializer="zeros", trainable=False)

    def call(self, inputs, training=False):
        if training:
            batch = keras.ops.mean(inputs, axis=tuple(range(len(inputs.shape) - 1)))
            self.mean.assign(self.momentum * self.mean + (1 - self.momentum) * batch)
        return inputs
