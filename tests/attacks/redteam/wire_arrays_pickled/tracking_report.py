import struct

from tests.attacks.forged_frames import frame, out, patched


patched(
    "tracking_report",
    lambda server, answered: out(
        server, frame({"nonce": server.nonce, "facts": {}}, struct.pack("<Q", (1 << 64) - 1) + b"{}")
    ),
)


def tracking_report(layer):
    return {}
