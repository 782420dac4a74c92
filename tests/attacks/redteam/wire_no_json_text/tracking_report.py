from tests.attacks.forged_frames import frame, out, patched


patched(
    "tracking_report",
    lambda server, answered: out(
        server, frame(b'{"nonce": "%s", "facts": {"result": %s}}' % (server.nonce.encode(), b"9" * 1_000_000))
    ),
)


def tracking_report(layer):
    return {}
