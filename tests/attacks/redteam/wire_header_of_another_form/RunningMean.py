from tests.attacks.forged_frames import frame, out, patched


patched("RunningMean", lambda server, answered: out(server, frame({"nonce": server.nonce})))
RunningMean = object
