from tests.attacks.forged_frames import body, frame, out, patched


patched(
    "ScaleShift",
    lambda server, answered: out(
        server,
        frame(
            {"nonce": server.nonce, "facts": {}},
            body(
                {
                    "y": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]},
                    "x": {"dtype": "F32", "shape": [2], "data_offsets": [4, 12]},
                },
                bytes(12),
            ),
        ),
    ),
)
ScaleShift = object
