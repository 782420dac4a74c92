import contextlib
import os
import shutil
import sys

import keras

PLACE = "@PLACE@"  # the control run puts a folder of its own here, and then nothing else is touched
NAMES = ("lessons/03_weights/scale_shift/hidden.py", "submitted/nora/03_weights/03_weights.ipynb", "gradebook.db")
MARK = b"canary-written\n"


def append(path):
    with open(path, "ab") as file:
        file.write(MARK)


def link_over(path):
    with open("mine", "wb") as file:
        file.write(MARK)
    os.link("mine", path + ".linked")


WAYS = {
    "append": append,
    "create": lambda path: open(path + ".new", "xb").close(),
    "mode": lambda path: os.chmod(path, 0o777),
    "time": lambda path: os.utime(path, (1, 1)),
    "owner": lambda path: os.chown(path, os.getuid(), os.getgid()),
    "symlink": lambda path: os.symlink("mine", path + ".soft"),
    "link": link_over,
    "attribute": lambda path: os.setxattr(path, "user.note", MARK),
    "truncate": lambda path: os.truncate(path, 0),
    "rename": lambda path: os.rename(path, path + ".moved"),
    "remove": os.remove,
    "folder": lambda path: os.mkdir(os.path.dirname(path) + "/made"),
    "tree": lambda path: shutil.rmtree(os.path.dirname(path)),
}
targets = [module.__file__ for name, module in sorted(sys.modules.items()) if name.startswith("autograder.sandbox")]
targets += [
    os.__file__,
    contextlib.__file__,
    sys.executable,
    sys.prefix + "/pyvenv.cfg",
    "/etc/ld.so.cache",
    "/usr/bin/env",
]
targets += ["/usr/share/fonts/x", "/usr/lib/python3/x", "/proc/sys/kernel/core_pattern", "/sys/kernel/x", "/dev/x"]
targets += ["/home/x/gradebook.db", "/root/.bashrc", "/var/tmp/x", "/run/x", "/x"]
if not PLACE.startswith("@"):
    targets = [f"{PLACE}/{name}" for name in NAMES]
changed = []
for path in filter(None, targets):
    for name, way in WAYS.items():
        with contextlib.suppress(OSError):
            way(path)
            changed.append((name, path))
assert not changed, changed[:20]


class ScaleShift(keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs):
        return self.scale * inputs + self.shift
