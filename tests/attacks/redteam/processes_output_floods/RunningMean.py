import sys
import warnings

line = "canary" + "-flood" * 2_000
while True:
    sys.stderr.write(line)
    warnings.warn(line, stacklevel=1)
