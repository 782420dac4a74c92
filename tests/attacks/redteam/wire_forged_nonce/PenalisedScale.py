from tests.attacks.forged_frames import frame, out, patched


patched(
    "PenalisedScale", lambda server, answered: out(server, frame({"nonce": server.nonce.upper() + " ", "facts": {}}))
)
PenalisedScale = object
