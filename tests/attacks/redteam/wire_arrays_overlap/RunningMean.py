from tests.attacks.forged_frames import body, frame, out, patched


patched(
    "RunningMean",
    lambda server, answered: out(
        server,
        frame(
            {"nonce": server.nonce, "facts": {}},
            body({"y": {"dtype": "F32", "shape": [2], "data_offsets": [8, 16]}}, bytes(16)),
        ),
    ),
)
RunningMean = object
