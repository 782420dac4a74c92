from tests.attacks.forged_frames import frame, out, patched


patched("tracking_report", lambda server, answered: out(server, frame({"nonce": server.nonce, "lost": ["machine"]})))


def tracking_report(layer):
    return {}
