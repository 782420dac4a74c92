"""The states of the random numbers that a whole process shares: Python's, NumPy's and TensorFlow's."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from autograder.compat import tensorflow_random_numbers


class RandomStates:
    """Whether anything that runs inside ``watched`` draws from these random numbers, or sets their seed."""

    def __init__(self) -> None:
        self.moved = False

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Note in ``moved`` whether a state is another afterwards; then each state is what it was before."""
        tensorflow = tensorflow_random_numbers()
        usual = random.getstate(), np.random.get_state(), tensorflow.getstate()
        # One number on, so that a seed that was set before gives another state when it is set again.
        random.random(), np.random.random_sample(), tensorflow.random()
        before = _states()
        try:
            yield
        finally:
            self.moved = self.moved or before != _states()
            random.setstate(usual[0])
            np.random.set_state(usual[1])
            tensorflow_random_numbers().setstate(usual[2])


def _states() -> tuple[Any, ...]:
    kind, keys, *rest = np.random.get_state()
    return random.getstate(), (kind, np.asarray(keys).tobytes(), *rest), tensorflow_random_numbers().getstate()
