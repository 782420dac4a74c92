from tests.attacks.forged_frames import frame, out, patched


WRONG = {"stage": "call", "error": "E", "message": ""}
patched("ScaleShift", lambda server, answered: out(server, 2 * frame({"nonce": server.nonce, "facts": WRONG})))
ScaleShift = object
