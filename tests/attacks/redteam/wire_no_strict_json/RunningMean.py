from tests.attacks.forged_frames import frame, out, patched


patched(
    "RunningMean",
    lambda server, answered: out(server, frame(b'{"nonce": "%s", "facts": {"loss": -1e999}}' % server.nonce.encode())),
)
RunningMean = object
