from tests.attacks.forged_frames import body, frame, out, patched


patched(
    "tracking_report",
    lambda server, answered: out(
        server,
        frame(
            {"nonce": server.nonce, "facts": {}},
            body({"y": {"dtype": "F32", "shape": [2], "data_offsets": [-8, 0]}}, bytes(16)),
        ),
    ),
)


def tracking_report(layer):
    return {}
