import contextlib
import os

block = bytes(1 << 20)
for folder in ("/tmp", "/dev/shm"):
    with contextlib.suppress(OSError):
        for number in range(64):
            with open(f"{folder}/fill-{number}", "wb", buffering=0) as file:
                for _ in range(200):
                    file.write(block)
os._exit(0)
