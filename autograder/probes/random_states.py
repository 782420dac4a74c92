"""The states of the random numbers that a whole process shares: Python's, NumPy's and TensorFlow's."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from autograder.compat import set_tensorflow_random_state, tensorflow_random_state


class RandomStates:
    """Whether anything that runs inside ``watched`` draws from these random numbers, or sets their seed."""

    def __init__(self) -> None:
        self.moved = False

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Note in ``moved`` whether a state is another afterwards; then each state is what it was before."""
        usual = _states()
        # One number on, so that a seed that was set before gives another state when it is set again.
        random.random(), np.random.random_sample()
        _draw_from_tensorflow()
        before = _states()
        try:
            yield
        finally:
            self.moved = self.moved or _plain(before) != _plain(_states())
            random.setstate(usual[0])
            np.random.set_state(usual[1])
            set_tensorflow_random_state(*usual[2])


def _states() -> tuple[Any, Any, Any]:
    return random.getstate(), np.random.get_state(), tensorflow_random_state()


def _plain(states: tuple[Any, Any, Any]) -> tuple[Any, ...]:
    """As plain numbers, which can be compared."""
    own, (kind, keys, *rest), tensorflow = states
    return own, kind, np.asarray(keys).tobytes(), rest, tensorflow


def _draw_from_tensorflow() -> None:
    seed, drawn = tensorflow_random_state()
    if drawn is not None:
        numbers = random.Random()
        numbers.setstate(drawn)
        numbers.random()
        set_tensorflow_random_state(seed, numbers.getstate())
