"""Variables that a layer reaches and Keras does not list."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace
from typing import Any

import keras
import pytest
import tensorflow as tf

from autograder.probes.untracked_variables import untracked_variables

FAR = tf.Variable([1.0, 2.0], name="far")


class Plain(keras.layers.Layer):
    """A layer with a weight and two sublayers, one of which has random numbers of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.parts = {"dense": keras.layers.Dense(2, activation="relu"), "dropout": keras.layers.Dropout(0.5)}
        self.norms = (keras.layers.BatchNormalization(),)

    def build(self, shape: Any) -> None:
        self.scale = self.add_weight(shape=(shape[-1],))

    def call(self, x: Any) -> Any:
        return self.norms[0](self.parts["dropout"](self.parts["dense"](self.scale * x)))


class Global(Plain):
    """Reads a variable by a global name."""

    def call(self, x: Any) -> Any:
        return FAR * super().call(x)


class OfItsClass(Plain):
    """Holds one in the class."""

    kept = (tf.Variable(1.0),)


class NamedAlike(Plain):
    """Has an attribute with the name of a global variable."""

    def call(self, x: Any) -> Any:
        self.FAR = 1.0
        return self.FAR * super().call(x)


def closed_over() -> Any:
    """A function that encloses a variable."""
    hidden = tf.Variable(1.0)
    return lambda x: hidden * x


PLACES = {
    "an attribute": lambda: tf.Variable(1.0),
    "a nested container": lambda: {"a": [({1: tf.Variable(1.0)},)]},
    "a plain object": lambda: SimpleNamespace(inner=SimpleNamespace(v=tf.Variable(1.0))),
    "a closure": closed_over,
    "a default": lambda: lambda x, v=FAR: v * x,
    "a partial function": lambda: partial(closed_over()),
    "a variable of Keras in a plain object": lambda: SimpleNamespace(v=keras.Variable(1.0)),
}


def built(kind: type[Any] = Plain) -> Any:
    """A layer of that class after one call."""
    layer = kind()
    layer(tf.ones((3, 2)))
    return layer


@pytest.mark.parametrize("kind", [Plain, NamedAlike])
def test_what_keras_tracks_is_not_listed(kind: type[Any]) -> None:
    """Claim: sublayers in containers, their random numbers and their statistics are Keras's; and a name alone is nothing."""
    assert [] == untracked_variables(built(kind))


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_variable_is_found_in_each_place_once(place: Any) -> None:
    """Claim: whether the layer or one of its sublayers holds it."""
    for part in (lambda layer: layer, lambda layer: layer.parts["dense"]):
        layer = built()
        object.__setattr__(part(layer), "hidden", place())
        (found,) = untracked_variables(layer)
        assert ([2] if place is PLACES["a default"] else [], True, False) == (
            found["shape"],
            found["trainable"],
            found["of_layer"],
        )
        assert "hidden" in found["name"]


@pytest.mark.parametrize(("kind", "shape"), [(Global, [2]), (OfItsClass, [])])
def test_a_variable_outside_the_object_is_found(kind: type[Any], shape: list[int]) -> None:
    """Claim: by a global name that a method reads, and in the class."""
    assert [shape] == [found["shape"] for found in untracked_variables(built(kind))]


def test_the_weights_of_a_hidden_layer_are_told_apart() -> None:
    """Claim: "of_layer" is True for each of them."""
    layer = built()
    layer.box = SimpleNamespace(dense=keras.layers.Dense(3))
    assert [] == untracked_variables(layer)
    layer.box.dense(tf.ones((1, 2)))
    assert [(True, [2, 3]), (True, [3])] == [(v["of_layer"], v["shape"]) for v in untracked_variables(layer)]


def test_a_variable_without_a_shape_does_not_stop_the_search() -> None:
    """Claim: unknown sizes count as 0."""
    layer = built()
    layer.one, layer.two = tf.Variable(1.0, shape=tf.TensorShape(None)), tf.Variable([1.0], shape=[None])
    assert [[], [0]] == [found["shape"] for found in untracked_variables(layer)]
