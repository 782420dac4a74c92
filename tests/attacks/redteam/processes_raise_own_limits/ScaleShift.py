import contextlib
import resource

import keras

raised = []
for name in ("CPU", "AS", "FSIZE", "NOFILE", "NPROC", "CORE", "NICE", "RTPRIO", "MEMLOCK"):
    kind = getattr(resource, f"RLIMIT_{name}", None)
    if kind is None:
        continue
    before = resource.getrlimit(kind)
    if before[1] == resource.RLIM_INFINITY:
        continue
    for wanted in ((before[1] + 1, before[1] + 1), (resource.RLIM_INFINITY, resource.RLIM_INFINITY)):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, wanted)
            raised.append((name, wanted))
        with contextlib.suppress(OSError, ValueError):
            resource.prlimit(1, kind, wanted)
            raised.append((name, wanted))
assert not raised, raised


class ScaleShift(keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs):
        return self.scale * inputs + self.shift
