from tests.attacks.forged_frames import body, frame, out, patched


patched(
    "PenalisedScale",
    lambda server, answered: out(
        server,
        frame(
            {"nonce": server.nonce, "facts": {}},
            body({"y": {"dtype": "F32", "shape": [1 << 40], "data_offsets": [0, 4 << 40]}}, bytes(16)),
        ),
    ),
)
PenalisedScale = object
