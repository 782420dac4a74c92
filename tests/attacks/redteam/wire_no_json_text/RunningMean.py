import json

from tests.attacks.forged_frames import frame, out, patched


patched(
    "RunningMean",
    lambda server, answered: out(server, frame(json.dumps({"nonce": server.nonce, "facts": {}}).encode("utf-16"))),
)
RunningMean = object
