from tests.attacks.forged_frames import out, patched


patched("ScaleShift", lambda server, answered: out(server, b"junk" * 999))
ScaleShift = object
