import contextlib
import ctypes
import os
import platform
import struct

import keras

libc = ctypes.CDLL(None, use_errno=True)
got = []
with contextlib.suppress(OSError):
    got.append(("nice", os.nice(-5)))
for policy in (os.SCHED_FIFO, os.SCHED_RR):
    with contextlib.suppress(OSError):
        os.sched_setscheduler(0, policy, os.sched_param(1))
        got.append(policy)
sched_setattr = {"x86_64": 314, "aarch64": 274}.get(platform.machine(), -1)
deadline = struct.pack("IIQiIQQQ", 48, 6, 0, 0, 0, 10**7, 10**8, 10**8)
if libc.syscall(sched_setattr, 0, deadline, 0) == 0:
    got.append("deadline")
ioprio_set = {"x86_64": 251, "aarch64": 30}.get(platform.machine(), -1)
if libc.syscall(ioprio_set, 1, 0, 1 << 13) == 0:
    got.append("real-time input and output")
allowed = os.sched_getaffinity(0)
os.sched_setaffinity(0, {min(allowed)})
with contextlib.suppress(OSError):
    os.sched_setaffinity(0, range(1_000))
    got += ["more processors"] * (not os.sched_getaffinity(0) <= allowed)
os.nice(3)
assert not got, got


class ScaleShift(keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs):
        return self.scale * inputs + self.shift
