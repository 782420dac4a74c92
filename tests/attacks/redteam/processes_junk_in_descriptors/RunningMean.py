import contextlib
import os

null = os.open("/dev/zero", os.O_RDWR)
for handle in range(70_000):
    with contextlib.suppress(OSError):
        os.fstat(handle)
        os.dup2(null, handle)
