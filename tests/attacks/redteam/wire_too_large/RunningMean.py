from tests.attacks.forged_frames import frame, out, patched


patched(
    "RunningMean", lambda server, answered: out(server, frame({"nonce": server.nonce, "facts": {}}, bytes(300_000_000)))
)
RunningMean = object
