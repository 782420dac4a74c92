"""Layers of several kinds, made where the answer is; one question asks for several of them."""

import keras
import tensorflow as tf


class Centre(keras.layers.Layer):
    """Takes the mean over the batch away, in either mode."""

    def call(self, x):
        return x - keras.ops.mean(x, axis=0)


class Pairs(keras.layers.Layer):
    """Samples 0 and 1 know of each other, samples 2 and 3, and so on."""

    def call(self, x):
        pairs = keras.ops.reshape(x, (-1, 2, x.shape[-1]))
        both = keras.ops.sum(pairs, axis=1, keepdims=True)
        return keras.ops.reshape(pairs + both, (-1, x.shape[-1]))


class Running(keras.layers.Layer):
    """A running sum over the batch, from its beginning or from its end: one sample knows no other."""

    def __init__(self, backwards):
        super().__init__()
        self.backwards = backwards

    def call(self, x):
        return tf.cumsum(x, axis=0, reverse=self.backwards)


class OnePair(keras.layers.Layer):
    """Sample 2 is told of sample 4; all the others are left alone."""

    def call(self, x):
        return keras.ops.concatenate([x[:2], x[2:3] * x[4:5], x[3:]], axis=0)


class Reordered(keras.layers.Layer):
    """Samples change places, so each answer is that of another one. Its gradient comes as slices."""

    def call(self, x):
        return tf.gather(x, [1, 0, 3, 2, 5, 4])


class Mirrored(keras.layers.Layer):
    """Each channel and its negative: what comes out for a sample adds up to 0, to the last digit."""

    def call(self, x):
        return keras.ops.concatenate([x, -x], axis=-1)


class Diary(keras.layers.Layer):
    """Keeps a mean of what it has seen, and changes nothing."""

    def build(self, shape):
        self.mean = self.add_weight(shape=(shape[-1],), initializer="zeros", trainable=False)

    def call(self, x):
        self.mean.assign(0.5 * self.mean + 0.5 * keras.ops.mean(x, axis=0))
        return x


class Wrapped(keras.layers.Layer):
    """A batch normalisation in a layer: the mode is handed on, or overruled."""

    def __init__(self, **mode):
        super().__init__()
        self.norm, self.mode = keras.layers.BatchNormalization(), mode

    def call(self, x):
        return self.norm(x, **self.mode)


def frozen():
    norm = keras.layers.BatchNormalization()
    norm.trainable = False
    return norm


KINDS = {
    "dense": lambda: keras.layers.Dense(4),
    "norm": keras.layers.BatchNormalization,
    "dropout": lambda: keras.layers.Dropout(0.5, seed=1),
    "diary": Diary,
    "centre": Centre,
    "pairs": Pairs,
    "running": lambda: Running(False),
    "running back": lambda: Running(True),
    "one pair": OnePair,
    "reordered": Reordered,
    "mirrored": lambda: keras.Sequential([keras.layers.BatchNormalization(), Mirrored()]),
    "inherits": Wrapped,
    "none": lambda: Wrapped(training=None),
    "always": lambda: Wrapped(training=True),
    "frozen": frozen,
}


def probe(answer, questions, x):
    """The answer for each [kind, mode]; mode is true, false, or None where the argument is left out."""
    found = []
    for kind, mode in questions:
        kw = {} if mode is None else {"training": mode}
        found.append(answer(KINDS[kind](), tf.constant(x), **kw))
    return found
