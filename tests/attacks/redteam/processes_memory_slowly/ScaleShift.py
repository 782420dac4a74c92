import os
import time

os.fork()
hoard = []
for _ in range(600):
    hoard.append(bytearray(b"x") * (16 << 20))
    time.sleep(0.005)
