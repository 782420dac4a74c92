"""When a result is of another type than the task promises, and in which words."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.judge.result_types import type_fault
from autograder.probes.value_types import describe_types


@pytest.mark.parametrize(
    ("expected", "value", "returns"),
    [
        (3, 3, ()),
        (3, np.int64(3), ()),
        (3, 3, ("int",)),
        (True, np.bool_(True), ()),
        (1.0, np.float64(1), ("float",)),
        (1.0, 1, ()),
        ((1, 2), [1, 2], ()),
        ((1, 2), (np.int32(1), 2), ("tuple",)),
        (np.ones(2), [1.0, 1.0], ()),
        ({"a": 1}, {"a": np.int64(1)}, ()),
        ((1, 2), (1, 2, 3.0), ()),  # another length is for others to tell
    ],
)
def test_what_is_of_the_promised_type(expected, value, returns):
    assert type_fault(expected, describe_types(value), returns) is None


@pytest.mark.parametrize(
    ("expected", "value", "returns", "words"),
    [
        (3, 3.0, (), "float, not int"),
        (3, True, (), "bool, not int"),
        (3, np.float64(3), (), "numpy.float64, not int"),
        (3, np.ones(()), (), "ndarray, not int"),
        (3, np.int64(3), ("int",), "numpy.int64, not int"),
        (True, 1, (), "int, not bool"),
        (True, np.bool_(True), ("bool",), "numpy.bool, not bool"),
        ((1, 2), [1, 2], ("tuple",), "list of int, not tuple"),
        ((1, 2), [], ("tuple",), "an empty list, not tuple"),
        ((1, 2), (1, 2.0), ("tuple",), "float, not int"),
        ([(1, 2), (1, 2)], [(1, 2.0), (1, 2.0)], (), "float, not int"),
        ({"a": 1}, {"a": 1.0}, (), "float, not int"),
        (1, [1, "a"], ("int",), "list of int, str, not int"),
        (1, 1.0, ("int", "str"), "float, not int or str"),
    ],
)
def test_what_is_of_another(expected, value, returns, words):
    assert words == type_fault(expected, describe_types(value), returns).replace("numpy.bool_", "numpy.bool")


def test_a_reply_without_types_is_not_held_against_anyone():
    assert type_fault(3, None, ("int",)) is None
