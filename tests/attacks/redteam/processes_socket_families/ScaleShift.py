import contextlib
import socket

import keras

KINDS = (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET)
made = []
for family in range(46):  # unix, inet, netlink, packet, alg, vsock, xdp, …: all that Linux knows
    for kind in KINDS:
        with contextlib.suppress(OSError):
            socket.socket(family, kind).close()
            made.append((family, kind))
        if family != socket.AF_UNIX:
            with contextlib.suppress(OSError, ValueError):
                for one in socket.socketpair(family, kind):
                    one.close()
                made.append(("pair", family, kind))
one, two = socket.socketpair()
one.send(b"a pair is allowed")
assert two.recv(2) == b"a " and not made, made


class ScaleShift(keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs):
        return self.scale * inputs + self.shift
