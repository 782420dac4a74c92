from tests.attacks.forged_frames import frame, out, patched


patched("tracking_report", lambda server, answered: out(server, frame(b'{"a":' * 5_000 + b"1" + b"}" * 5_000)))


def tracking_report(layer):
    return {}
