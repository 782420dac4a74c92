from tests.attacks.forged_frames import frame, out, patched


patched(
    "RunningMean",
    lambda server, answered: out(
        server,
        frame(
            {"nonce": server.nonce, "facts": {}},
            b"\x93NUMPY\x01\x00v\x00{'descr': '|O', 'fortran_order': False, 'shape': (1,), }".ljust(128)
            + b"\x80\x04N.",
        ),
    ),
)
RunningMean = object
