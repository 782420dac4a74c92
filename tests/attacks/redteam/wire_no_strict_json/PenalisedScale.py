from tests.attacks.forged_frames import frame, out, patched


patched(
    "PenalisedScale",
    lambda server, answered: out(server, frame(b'{"nonce": "", "facts": {}, "nonce": "%s"}' % server.nonce.encode())),
)
PenalisedScale = object
