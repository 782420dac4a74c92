import struct

from tests.attacks.forged_frames import out, patched


patched(
    "tracking_report", lambda server, answered: out(server, struct.pack("<4sIQ", b"AGW1", (1 << 32) - 1, (1 << 64) - 1))
)


def tracking_report(layer):
    return {}
