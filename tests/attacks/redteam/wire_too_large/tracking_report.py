from tests.attacks.forged_frames import frame, out, patched


def flood(server, answered):
    while True:
        out(server, frame({"nonce": server.nonce, "facts": {"result": 1}}, bytes(1 << 20)))


patched("tracking_report", flood)


def tracking_report(layer):
    return {}
