from tests.attacks.forged_frames import body, frame, out, patched


patched(
    "RunningMean",
    lambda server, answered: out(
        server,
        frame(
            {"nonce": server.nonce, "facts": {}},
            body({"y": {"dtype": "C64", "shape": [1], "data_offsets": [0, 8]}}, bytes(8)),
        ),
    ),
)
RunningMean = object
