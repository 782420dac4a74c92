"""Makes a layer from a short description, in the box, and hands it to the answer."""

import keras
import tensorflow as tf


class Plain(keras.layers.Layer):
    """A layer with nothing of its own; what it owns is hung onto it."""

    def call(self, x):
        return x


def thing(layer, kind):
    """One owned thing: a weight, a variable, a container of them, or a sublayer."""
    if kind == "weight":
        return layer.add_weight(shape=(2,), name="w")
    if kind == "counter":
        return layer.add_weight(shape=(2,), trainable=False, name="c")
    if kind == "keras_variable":
        return keras.Variable([1.0, 2.0])
    if kind == "raw":
        return tf.Variable([1.0, 2.0])
    if kind == "dense":
        sub = keras.layers.Dense(3)
        sub.build((None, 2))
        return sub
    if kind == "norm":
        sub = keras.layers.BatchNormalization()
        sub.build((None, 2))
        return sub
    raise ValueError(kind)


def made(kind):
    """The layer of one description: [attribute kind, …], nested lists as in ``describe``."""
    layer = Plain()
    shared = tf.Variable([3.0])
    for i, part in enumerate(kind):
        head, inner = part if isinstance(part, list) else (part, None)
        if head == "list":
            value = [thing(layer, k) for k in inner]
        elif head == "tuple":
            value = tuple(thing(layer, k) for k in inner)
        elif head == "dict":
            value = {f"k{j}": thing(layer, k) for j, k in enumerate(inner)}
        elif head == "layer":
            value = made(inner)
        elif head == "layers":
            value = [made(k) for k in inner]
        elif head == "shared":
            value = shared
        elif head == "frozen":
            value = made(inner)
            value.trainable = False
        else:
            value = thing(layer, head)
        setattr(layer, f"part{i}", value)
    return layer


def probe(answer, kind):
    return answer(made(kind))
