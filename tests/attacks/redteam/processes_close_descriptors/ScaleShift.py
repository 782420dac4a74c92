import os

os.closerange(0, 70_000)
