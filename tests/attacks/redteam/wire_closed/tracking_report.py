import time

import autograder.sandbox.fork_loop as serve

from tests.attacks.forged_frames import patched


reply = serve.Server._reply
patched("tracking_report", lambda server, answered: (reply(server, answered), server.channel.close(), time.sleep(60)))


def tracking_report(layer):
    return {}
