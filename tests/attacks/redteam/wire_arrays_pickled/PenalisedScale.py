from tests.attacks.forged_frames import frame, out, patched


patched(
    "PenalisedScale",
    lambda server, answered: out(server, frame({"nonce": server.nonce, "facts": {}}, b"PK\x03\x04" + bytes(60))),
)
PenalisedScale = object
