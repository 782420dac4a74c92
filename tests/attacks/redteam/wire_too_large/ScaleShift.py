from tests.attacks.forged_frames import frame, out, patched


patched(
    "ScaleShift",
    lambda server, answered: out(server, frame({"nonce": server.nonce, "facts": {"error": "x" * 3_000_000}})),
)
ScaleShift = object
