"""What an answer changes of its arguments is seen, and what it only looks at is not."""

from __future__ import annotations

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")
import keras  # noqa: E402

from autograder.probes.argument_watch import ArgumentWatch  # noqa: E402


def changed(answer, *args, **kwargs):
    watch = ArgumentWatch(answer)
    watch(*args, **kwargs)
    return watch.changed


def built(layer):
    layer(tf.ones((2, 3)))
    return layer


def freeze(layer):
    layer.trainable = False


def freeze_a_part(layer):
    layer.layers[0].trainable = False


def name_it(layer):
    layer.note = 1


@pytest.mark.parametrize(
    ("answer", "make"),
    [
        (lambda x: x.append(1), list),
        (lambda x: x.sort(), lambda: [2, 1]),
        (lambda x: x.update(a=1), dict),
        (lambda x: x[0].append(1), lambda: [[]]),
        (lambda x: x.__setitem__(0, x[1]), lambda: [[], []]),
        (lambda x: x.fill(1), lambda: np.zeros(2)),
        (lambda x: x.assign(x + 1), lambda: tf.Variable(1.0)),
        (lambda x: x[0].assign([2.0]), lambda: [keras.Variable([1.0])]),
        (freeze, lambda: built(keras.layers.Dense(2))),
        (freeze, lambda: keras.layers.Dense(2)),
        (freeze_a_part, lambda: built(keras.Sequential([keras.layers.Dense(2)]))),
        (name_it, lambda: built(keras.layers.Dense(2))),
        (lambda x: x(tf.ones((2, 3)), training=True), lambda: built(keras.layers.BatchNormalization())),
        (lambda x: x.set_weights([w + 1 for w in x.get_weights()]), lambda: built(keras.layers.Dense(2))),
    ],
)
def test_a_change_is_seen(answer, make):
    assert {0} == changed(answer, make())


@pytest.mark.parametrize(
    ("answer", "make"),
    [
        (lambda x: [*x, 1], lambda: [1]),
        (lambda x: x + 1, lambda: tf.Variable(1.0)),
        (lambda x: x(tf.ones((2, 3))), lambda: keras.layers.Dense(2)),
        (lambda x: x(tf.ones((2, 3))), lambda: built(keras.layers.BatchNormalization())),
        (lambda x: len(x.weights), lambda: built(keras.Sequential([keras.layers.Dense(2)]))),
        (lambda x: sum(x), lambda: (1, 2.0)),
    ],
)
def test_looking_is_no_change(answer, make):
    assert set() == changed(answer, make())


def test_places_are_those_of_the_call_and_an_error_does_not_hide_a_change():
    def answer(a, b, c=None):
        c.append(1)
        raise ValueError("late")

    watch = ArgumentWatch(answer)
    with pytest.raises(ValueError, match="late"):
        watch([], [], c=[])
    assert {2} == watch.changed and "answer" == watch.__name__


def test_a_traced_function_may_be_watched():
    variable = tf.Variable(1.0)
    watch = ArgumentWatch(lambda v, x: v * x)
    assert 3.0 == float(tf.function(watch, autograph=False)(variable, tf.constant(3.0)))
    assert set() == watch.changed
