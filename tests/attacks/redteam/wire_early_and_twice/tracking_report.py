from tests.attacks.forged_frames import frame, out, patched


patched(
    "tracking_report",
    lambda server, answered: [out(server, frame({"nonce": server.nonce, "facts": {"result": 1}})) for _ in range(99)],
)


def tracking_report(layer):
    return {}
