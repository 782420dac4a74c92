from tests.attacks.forged_frames import body, frame, out, patched


patched(
    "PenalisedScale",
    lambda server, answered: out(
        server,
        frame(
            {"nonce": server.nonce, "facts": {}},
            body({"y": {"dtype": "F8_E4M3", "shape": [8], "data_offsets": [0, 8]}}, bytes(8)),
        ),
    ),
)
PenalisedScale = object
