from tests.attacks.forged_frames import frame, out, patched


patched(
    "ScaleShift",
    lambda server, answered: out(server, frame(b'{"nonce": "%s", "facts": {"loss": NaN}}' % server.nonce.encode())),
)
ScaleShift = object
