from tests.attacks.forged_frames import frame, out, patched


patched("ScaleShift", lambda server, answered: out(server, frame({"nonce": "0" * 32, "facts": {}})))
ScaleShift = object
