"""Makes a layer from a short description, in the box, and hands it to the answer."""

import keras
import tensorflow as tf


class Plain(keras.layers.Layer):
    """A layer with nothing of its own; what it owns is attached to it."""

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
    if kind == "other":
        return tf.Variable([4.0, 5.0])
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
    """The layer of one description: [attribute kind, …], or [container or layer, [kind, …]]."""
    layer = Plain()
    shared = tf.Variable([3.0])
    for i, item in enumerate(kind):
        word, owned = item if isinstance(item, list) else (item, None)
        if word == "list":
            value = [thing(layer, k) for k in owned]
        elif word == "tuple":
            value = tuple(thing(layer, k) for k in owned)
        elif word == "dict":
            value = {f"k{j}": thing(layer, k) for j, k in enumerate(owned)}
        elif word == "deep":
            value = [{"k": tuple(thing(layer, k) for k in owned)}]
        elif word == "layer":
            value = made(owned)
        elif word == "layers":
            value = [made(k) for k in owned]
        elif word == "shared":
            value = shared
        elif word == "frozen":
            value = made(owned)
            value.trainable = False
        else:
            value = thing(layer, word)
        setattr(layer, f"part{i}", value)
    return layer


def probe(answer, kind):
    return answer(made(kind))
