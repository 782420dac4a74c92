import contextlib
import mmap
import os
import signal

import keras

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
made = []
for number, size in enumerate((1 << 29, 1 << 40, (1 << 63) - 1)):
    handle = os.open(f"/tmp/huge-{number}", os.O_RDWR | os.O_CREAT)
    ways = {
        "truncate": lambda: os.ftruncate(handle, size),  # noqa: B023
        "reserve": lambda: os.posix_fallocate(handle, 0, size),  # noqa: B023
        "seek": lambda: os.pwrite(handle, b"x", size - 1),  # noqa: B023
        "map": lambda: mmap.mmap(handle, size),  # noqa: B023
    }
    for name, way in ways.items():
        with contextlib.suppress(OSError, ValueError, OverflowError):
            way()
            made.append((name, size))
    os.close(handle)
assert not made, made


class ScaleShift(keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs):
        return self.scale * inputs + self.shift
