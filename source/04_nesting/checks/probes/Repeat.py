"""Makes inner layers with given numbers, hands their maker to the answer, and tells plain facts of the layer it builds."""

import keras
import tensorflow as tf


class Line(keras.layers.Layer):
    """a·x + b, with two weights of its own."""

    def __init__(self, a, b):
        super().__init__()
        self.first, self.second = float(a), float(b)

    def build(self, shape):
        start = keras.initializers.Constant
        self.a = self.add_weight(shape=(), initializer=start(self.first))
        self.b = self.add_weight(shape=(), initializer=start(self.second))

    def call(self, x):
        return self.a * x + self.b


class Steeper(Line):
    """The same line, and twice of it in training."""

    def call(self, x, training=None):
        line = self.a * x + self.b
        return 2 * line if training else line


def probe(answer, question, n, share, x, a, b):
    """ "outputs": of two calls. "weights": how many Keras lists. "training": an output in training mode."""
    kind = Steeper if question == "training" else Line
    made = []

    def make():
        made.append(kind(a[len(made) % len(a)], b[len(made) % len(b)]))
        return made[-1]

    layer = answer(make, n, share)
    x = tf.constant(x)
    if question == "training":
        return layer(x, training=True)
    first = layer(x)
    return len(layer.trainable_weights) if question == "weights" else [first, layer(x)]
