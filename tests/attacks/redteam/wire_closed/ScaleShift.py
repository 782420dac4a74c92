import time

from tests.attacks.forged_frames import patched


patched("ScaleShift", lambda server, answered: (server.channel.close(), time.sleep(60)))
ScaleShift = object
