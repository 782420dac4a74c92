import time

from tests.attacks.forged_frames import patched


patched("RunningMean", lambda server, answered: (server.channel.sock.shutdown(1), time.sleep(60)))
RunningMean = object
