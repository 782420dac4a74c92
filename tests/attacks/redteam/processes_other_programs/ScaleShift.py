import contextlib
import glob
import os
import pty
import subprocess
import sys

import keras

SETUID = [path for path in glob.glob("/usr/bin/*") if os.stat(path, follow_symlinks=True).st_mode & 0o6000]
started = []
for path in [*SETUID, "/bin/true", "/bin/sh", sys.executable]:
    with contextlib.suppress(OSError):
        started.append((path, subprocess.call([path, "--version"], stdin=subprocess.DEVNULL)))
    with contextlib.suppress(OSError):
        started.append((path, os.posix_spawn(path, [path, "--version"], {})))
    if os.fork() == 0:
        with contextlib.suppress(OSError):
            os.execv(path, [path, "--version"])
        os._exit(77)
    ended = os.wait()[1] >> 8
    started += [] if ended == 77 else [(path, "exec", ended)]
with contextlib.suppress(OSError):
    started += [("popen", os.popen("echo canary").read())] * (os.system("exit 7") >> 8 == 7)
loader = next(iter(glob.glob("/lib*/ld-linux*")), "/lib/ld.so")
with contextlib.suppress(OSError):
    started.append((loader, subprocess.call([loader, "/bin/true"])))
with open("/tmp/own", "w") as file:
    file.write("#!/bin/sh\nexit 0\n")
os.chmod("/tmp/own", 0o4755)
with contextlib.suppress(OSError):
    started.append(("own", subprocess.call(["/tmp/own"])))
assert not started and callable(pty.spawn), started


class ScaleShift(keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs):
        return self.scale * inputs + self.shift
