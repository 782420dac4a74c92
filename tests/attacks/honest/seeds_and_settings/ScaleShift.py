import os
import random

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "0"
os.environ["PYTHONHASHSEED"] = "42"
random.seed(42)
np.random.seed(42)
tf.random.set_seed(42)
keras.utils.set_random_seed(42)
keras.backend.clear_session()
np.set_printoptions(precision=2, suppress=True)
gpus = tf.config.list_physical_devices("GPU")
for gpu in gpus:
    tf.config.experimental.set_memory_growth(gpu, True)
print(tf.__version__, gpus, tf.test.is_gpu_available() if gpus else None)
tf.config.experimental.enable_op_determinism()


class ScaleShift(keras.layers.Layer):
    """y = scale * x + shift, with one scale and one shift for each channel (the last axis)."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def build(self, input_shape):
        channels = input_shape[-1]
        self.scale = self.add_weight(name="scale", shape=(channels,), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(channels,), initializer="zeros")

    def call(self, inputs):
        return self.scale * inputs + self.shift
