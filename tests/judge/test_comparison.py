"""Comparison is strict in shape and kind, and patient with rounding alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from autograder.exercise import Raises
from autograder.judge.comparison import arrays_agree, numbers_agree, same_kind, values_agree

floats = st.floats(-1e3, 1e3, allow_nan=False)
some = arrays.arrays(np.float64, arrays.array_shapes(max_dims=3, max_side=4), elements=floats)


@given(some)
def test_float32_rounding_is_never_a_mistake(values):
    assert arrays_agree(values, values.astype(np.float32))


@given(some, st.integers(0, 10_000))
def test_one_entry_off_by_a_thousandth_of_the_largest_is_a_mistake(values, where):
    received = values.copy()
    received.flat[where % values.size] += 1e-3 * max(1.0, np.abs(values).max()) + 1e-3
    assert not arrays_agree(values, received.astype(np.float32))


@pytest.mark.parametrize(
    ("expected", "received"),
    [
        (np.ones((2, 3)), np.ones((3,))),  # broadcasting would call them equal
        (np.ones((2, 1)), np.ones((2, 3))),
        (np.ones(2), np.array([True, True])),
        (np.ones(2), np.array([1.0, np.nan])),
        (np.array([np.inf]), np.array([-np.inf])),
        (np.array([1, 2]), np.array([1, 3])),
    ],
)
def test_arrays_that_differ(expected, received):
    assert not arrays_agree(expected, received)


def test_infinities_and_nans_agree_where_they_stand_in_the_same_places():
    assert arrays_agree(np.array([np.inf, np.nan, 1.0]), np.array([np.inf, np.nan, 1.0], np.float32))


@pytest.mark.parametrize(
    ("expected", "received"),
    [
        ((1, 2), [1, 2]),
        (3, np.asarray(3, np.int64)),
        (0.5, 0.5),
        (0.1, np.asarray(0.1, np.float32)),
        ({"a": 1}, {"a": 1}),
        (None, None),
        ("text", "text"),
        (Raises(("ValueError",), ("2",)), Raises(("Mine", "ValueError"), ("got 2",))),
    ],
)
def test_values_that_are_the_same(expected, received):
    assert values_agree(expected, received)


@pytest.mark.parametrize(
    ("expected", "received"),
    [
        (True, 1),
        (1, True),
        (1, 1.5),
        ((1, 2), (1, 2, 3)),
        ({"a": 1}, {"b": 1}),
        (None, 0),
        ("text", "Text"),
        (Raises(("ValueError",)), None),
        (1, Raises(("ValueError",))),
        (Raises(("ValueError",)), Raises(("TypeError",))),
        (Raises(("ValueError",), ("2",)), Raises(("ValueError",), ("got 3",))),
    ],
)
def test_values_that_are_not(expected, received):
    assert not values_agree(expected, received)


def test_the_kind_may_agree_while_the_number_does_not():
    assert same_kind((1, 2), (3, 4))
    assert not values_agree((1, 2), (3, 4))


def test_sums_are_measured_against_the_size_of_their_terms():
    assert numbers_agree(0.0, 1e-3, size=100.0)
    assert not numbers_agree(0.0, 1e-3, size=1.0)
    assert not numbers_agree(0.0, float("nan"), size=1.0)
