import time

from tests.attacks.forged_frames import out, patched


patched("PenalisedScale", lambda server, answered: (out(server, b"AGW1"), server.channel.close(), time.sleep(60)))
PenalisedScale = object
