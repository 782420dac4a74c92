import struct

from tests.attacks.forged_frames import out, patched


patched("PenalisedScale", lambda server, answered: out(server, struct.pack("<4sIQ", b"AGW1", 2, 1 << 62) + b"{}"))
PenalisedScale = object
