# %% [markdown]
r"""
# What people say

Texts about `+`, Add, Concatenate, `tf.Variable` and `add_weight` say many things. This page
collects 140 of them, grouped by idea, and holds each against an experiment that ran when the page
was made. No lesson needs it. Come here when you have read something somewhere and want to know.
"""

# %% tags=["setup"]
import os
import re
import tempfile
import warnings

import numpy as np
import tensorflow as tf

tf.get_logger().setLevel("ERROR")  # TensorFlow's notes for engineers stay silent
warnings.simplefilter("ignore")  # where a warning is the point, an experiment catches it
import keras
import tf_keras  # Keras 2, on the same TensorFlow

# Two processors out of one, for the experiments on devices
tf.config.set_logical_device_configuration(
    tf.config.list_physical_devices("CPU")[0], [tf.config.LogicalDeviceConfiguration()] * 2
)
BOTH = {"Keras 3": keras, "Keras 2": tf_keras}


def seed(number=0):
    keras.utils.set_random_seed(number)  # Python, NumPy and TensorFlow: Keras 2 takes it too


def refusal(action):
    """What the error says that `action` raises, on one line; nothing when it raises none."""
    try:
        action()
    except Exception as error:
        text = re.sub(r"\{\{.*?\}\} ", "", " ".join(str(error).split()))
        text = text.rpartition("Error: ")[2]  # the innermost error, where one tells another
        return f"{type(error).__name__}: {text[:120]}{'' if len(text) <= 120 else ' …'}"
    return ""


def moved(before, after):
    return max(float(np.max(np.abs(a - b))) for a, b in zip(before, after, strict=True))


def make_line(k, how):
    """y = w[0]·x + w[1], with w made in one of three ways, in Keras 3 or 2 (k)."""

    class Line(k.layers.Layer):
        def build(self, input_shape):
            if how == "add_weight":
                self.w = self.add_weight(name="w", shape=(2,), initializer="ones")
            elif how == "tf.Variable":
                self.w = tf.Variable([1.0, 1.0])
            else:
                self.w = keras.Variable(np.ones(2, "float32"))
            super().build(input_shape)

        def call(self, x):
            return x * self.w[0] + self.w[1]

    return Line()


def line_model(k, how):
    model = k.Sequential([k.layers.Input((1,)), make_line(k, how)])
    model.compile(optimizer=k.optimizers.SGD(0.1), loss="mse")
    return model


X = np.linspace(-2, 2, 64, dtype="float32")[:, None]
Y = 3 * X - 1
print(
    f"Keras {keras.__version__} | TensorFlow {tf.__version__} | Keras 2 is {tf_keras.__version__}"
)
