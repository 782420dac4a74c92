"""Whether a piece of code draws from the random numbers of the process, or sets their seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from autograder.compat import set_tensorflow_random_state, tensorflow_random_state
from autograder.probes.random_states import RandomStates


@pytest.fixture(autouse=True)
def seeded() -> None:
    """TensorFlow draws from a state that can be seen once a seed is set, as for an exam in the sandbox."""
    keras.utils.set_random_seed(1)


USES: dict[str, Callable[[], Any]] = {
    "Python draws": random.random,
    "Python's seed": lambda: random.seed(3),
    "NumPy draws": lambda: np.random.normal(),
    "NumPy's seed": lambda: np.random.seed(3),
    "TensorFlow draws": lambda: tf.random.normal([2]),
    "TensorFlow's seed": lambda: tf.random.set_seed(3),
    "Keras's seed": lambda: keras.utils.set_random_seed(3),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_each_use_is_noticed_however_often_it_is_repeated(use: Callable[[], Any]) -> None:
    """Claim: setting one seed again and again leads to the same state, and is noticed all the same."""
    for _ in range(2):
        states = RandomStates()
        with states.watched():
            use()
        assert states.moved


def test_what_draws_nothing_is_not_noticed() -> None:
    """Claim: a generator of one's own, and the making of a layer, touch none of the states."""
    states = RandomStates()
    with states.watched():
        np.random.default_rng(3).normal()
        keras.layers.Add()([tf.ones(2), tf.zeros(2)])
    assert not states.moved


def test_afterwards_the_numbers_go_on_as_if_nothing_had_been_asked() -> None:
    """Claim: a learner's own experiment draws the same numbers with a check in between and without."""
    drawn = []
    for asked in (False, True):
        random.seed(1), np.random.seed(1), tf.random.set_seed(1)
        if asked:
            with RandomStates().watched():
                np.random.normal()
        drawn.append((random.random(), np.random.normal(), float(tf.random.uniform([]))))
    assert drawn[0] == drawn[1]


def test_where_no_seed_was_set_there_is_none_afterwards_either() -> None:
    """Claim: as in a learner's kernel; and a seed set in between is noticed."""
    set_tensorflow_random_state(None, None)
    for use, moved in ((lambda: tf.random.normal([2]), False), (lambda: tf.random.set_seed(3), True)):
        states = RandomStates()
        with states.watched():
            use()
        assert (moved, (None, None)) == (states.moved, tensorflow_random_state())
