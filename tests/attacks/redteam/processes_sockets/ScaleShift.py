import contextlib
import socket

import keras

PORT, NAME = "@PORT@", "@NAME@"  # the control run puts listeners of its own here, and then nobody else is called
ELSEWHERE = PORT.startswith("@")
ports = [22, 53, 80, 111, 443, 631, 5432, 8000, 8888] if ELSEWHERE else [int(PORT)]
hosts = ("127.0.0.1", "::1", "localhost", "192.0.2.1") if ELSEWHERE else ("127.0.0.1",)
doors = ("\0dbus", "\0/tmp/.X11-unix/X0", "/run/dbus/system_bus_socket", "/var/run/docker.sock")
reached = []
for host in hosts:
    for port in ports:
        with contextlib.suppress(OSError):
            socket.create_connection((host, port), 0.2).close()
            reached.append((host, port))
for port in ports:
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as letter:
        letter.settimeout(0.3)
        letter.connect(("127.0.0.1", port))
        letter.send(b"canary")
        if letter.recv(9):
            reached.append(("udp", port))
for address in doors if ELSEWHERE else ("\0" + NAME, NAME):
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as door:
        door.settimeout(0.3)
        door.connect(address)
        reached.append(address)
assert not reached, reached


class ScaleShift(keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs):
        return self.scale * inputs + self.shift
