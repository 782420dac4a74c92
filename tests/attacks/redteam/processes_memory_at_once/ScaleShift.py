import os

import numpy as np

for size in (1 << 33, 1 << 40, (1 << 62) - 1):
    try:
        np.ones(size, np.uint8)
    except MemoryError:
        continue
for _ in range(40):
    if os.fork() == 0:
        break
hoard = [np.ones(1 << 28, np.uint8) for _ in range(20)]
