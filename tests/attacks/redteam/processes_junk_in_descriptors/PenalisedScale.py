import contextlib
import os
import socket

for handle in range(3, 70_000):
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(handle)) as channel:
        channel.shutdown(socket.SHUT_WR)
