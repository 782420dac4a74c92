import contextlib
import ctypes
import fcntl
import os
import socket

import keras

libc = ctypes.CDLL(None, use_errno=True)
found = []
PLACE = "@PLACE@"  # the control run puts a folder of its own here, and then nothing else is looked at
PLACES = ("/tmp", "/dev/shm", "/var/tmp", "/run", "/usr/share/fonts", "/engine", "/proc/1/cwd")
for place in PLACES if PLACE.startswith("@") else (PLACE,):
    found += [place] * os.path.exists(f"{place}/note")
assert not found, found
for key in (4711, 4712):
    found += [name for name in ("shmget", "msgget") if getattr(libc, name)(key, 0) >= 0]
    found += ["semget"] * (libc.semget(key, 0, 0) >= 0)
with contextlib.suppress(AttributeError):
    found += ["mq_open"] * (libc.mq_open(b"/note", os.O_RDWR) >= 0)
with contextlib.suppress(FileNotFoundError):
    try:
        fcntl.flock(os.open("/engine/autograder/sandbox/fork_loop.py", os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        found.append("lock")
with contextlib.suppress(OSError):
    socket.socket(socket.AF_UNIX).connect("\0note")
    found.append("socket")
found += [f"key in {ring}" for ring in (-3, -4) if libc.syscall(250, 10, ring, b"user", b"note", 0) >= 0]
found += [pid for pid in os.listdir("/proc") if pid.isdigit() and pid != str(os.getpid())]
assert not found, found


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
