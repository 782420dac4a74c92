from tests.attacks.forged_frames import frame, out, patched


WRONG = {"stage": "call", "error": "E", "message": ""}
patched(
    "RunningMean",
    lambda server, answered: out(
        server, frame({"nonce": "", "facts": {}}) + frame({"nonce": server.nonce, "facts": WRONG})
    ),
)
RunningMean = object
