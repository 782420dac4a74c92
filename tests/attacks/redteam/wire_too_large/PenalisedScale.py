from tests.attacks.forged_frames import frame, out, patched


patched(
    "PenalisedScale",
    lambda server, answered: out(server, frame({"nonce": server.nonce, "facts": {"weights": [1] * 100_000}})),
)
PenalisedScale = object
