import os
import shutil

import keras

assert not os.listdir("/tmp")
made = 0
try:
    os.mkdir("/tmp/many")
    for number in range(100_000):
        os.symlink("x", f"/tmp/many/{number}")
        made += 1
except OSError:
    pass
shutil.rmtree("/tmp/many")
assert 1_000 < made < 70_000, made


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
