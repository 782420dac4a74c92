"""Wrong answers for each rung that need no author: the model answer with one promise of the ladder broken.

They prove that a rung can fail. What the exercise itself is about its author shows by wrong answers of its own.
"""

from __future__ import annotations

import textwrap

from autograder.exercise import Exam

_LAYER = """

import inspect

import keras
import tensorflow as tf


class _Model({name}):
    pass


class {name}(_Model):
{body}
"""

_CALL = """
def call(self, inputs, training=None):
    mode = {{"training": training}} if "training" in inspect.signature(super().call).parameters else {{}}
    y = super().call(inputs, **mode)
{then}
"""

# The call inside "starts" makes the sublayers build theirs; "inputs" returns a copy, lest a layer that hands its input on
# be refused for its output.
_BODIES = {
    "shapes": _CALL.format(then="    return keras.ops.expand_dims(y, -1)"),
    "weights": """
def build(self, shape):
    self.one_more = self.add_weight(shape=(), initializer="zeros")
    super().build(shape)
""",
    "starts": """
def build(self, shape):
    super().build(shape)
    super().call(keras.ops.zeros([size or 1 for size in shape]))
    for weight in self.weights:
        weight.assign(weight + 2.0)
""",
    "values": _CALL.format(then="    return 1.25 * y if training else y"),
    "losses": _CALL.format(then="    self.add_loss(keras.ops.sum(0.0 * y) + 1.0)\n    return y"),
    "gradients": _CALL.format(then="    return keras.ops.stop_gradient(y)"),
    "state": _CALL.format(
        then="    for weight in self.non_trainable_weights if training else []:\n        weight.assign(weight + 1.0)\n    return y"
    ),
    "saves": """
def get_config(self):
    raise RuntimeError("this layer is not to be saved")
""",
    "trains": _CALL.format(
        then="    return y if tf.executing_eagerly() else keras.ops.stop_gradient(y) + 0.0 * y",
    ),
    "graph": _CALL.format(then="    return y if tf.executing_eagerly() else y + 1.0"),
    "inputs": _CALL.format(
        then="    y = 1.0 * y\n    if training and tf.executing_eagerly():\n"
        "        tf.raw_ops.InplaceAdd(x=inputs, i=[0], v=tf.ones_like(inputs[:1]))\n    return y"
    ),
}
_BUILDS = {
    "layer": "\n\nclass {name}(keras.layers.Layer):\n    def call(self, inputs):\n        raise ValueError('not today')\n",
    "function": "\n\ndef {name}(*args, **kwargs):\n    raise ValueError('not today')\n",
}
_FUNCTION = """

_model = {name}


def {name}(*args, **kwargs):
{body}
"""
_FUNCTION_BODIES = {
    "shapes": "_model(*args, **kwargs)\nreturn [[0]]",
    "inputs": """
result = _model(*args, **kwargs)
for value in (*args, *kwargs.values()):
    if isinstance(value, list):
        value.append(0)
    elif isinstance(value, dict):
        value["one more"] = 0
return result
""",
}


def rung_mutants(exam: Exam, solution: str) -> dict[str, str]:
    """Answers by the rung that must refuse them; a rung that only the exercise can explain has none."""
    found = {exam.rungs[0].name: solution + _BUILDS[exam.kind].format(name=exam.name)}
    frame, bodies = (_LAYER, _BODIES) if exam.kind == "layer" else (_FUNCTION, _FUNCTION_BODIES)
    for rung in exam.rungs:
        if rung.name in bodies:
            body = textwrap.indent(bodies[rung.name].strip("\n"), "    ")
            found[rung.name] = solution + frame.format(name=exam.name, body=body)
    return found
