from tests.attacks.forged_frames import body, frame, out, patched


patched(
    "ScaleShift",
    lambda server, answered: out(
        server,
        frame(
            {"nonce": server.nonce, "facts": {}},
            body({"y": {"dtype": "O", "shape": [1], "data_offsets": [0, 8]}}, bytes(8)),
        ),
    ),
)
ScaleShift = object
