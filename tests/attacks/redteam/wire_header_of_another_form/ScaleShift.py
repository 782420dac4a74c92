from tests.attacks.forged_frames import frame, out, patched


patched(
    "ScaleShift",
    lambda server, answered: out(server, frame({"nonce": server.nonce, "facts": {}, "points": 4, "verdict": "right"})),
)
ScaleShift = object
