from tests.attacks.forged_frames import body, frame, out, patched


patched(
    "tracking_report",
    lambda server, answered: out(
        server,
        frame(
            {"nonce": server.nonce, "facts": {}},
            body({"y": {"dtype": "F32", "shape": [1] * 33, "data_offsets": [0, 4]}}, bytes(4)),
        ),
    ),
)


def tracking_report(layer):
    return {}
