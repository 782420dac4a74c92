"""The types of a result, told as a tree of names."""

from __future__ import annotations

from collections import Counter, namedtuple

import numpy as np
import pytest

from autograder.probes.value_types import MOST_DEPTH, describe_types

Point = namedtuple("Point", "x y")


@pytest.mark.parametrize(
    ("value", "types"),
    [
        (1, "int"),
        (True, "bool"),
        (None, "NoneType"),
        (np.int64(1), "numpy.int64"),
        (np.float32(1), "numpy.float32"),
        (np.ones(2), "ndarray"),
        ((1, 2.0), ["tuple", "int", "float"]),
        ([1, 2, 3], ["list", "*", "int"]),
        ((), ["tuple"]),
        (Point(1, 2), ["tuple", "*", "int"]),
        (Counter(a=1), ["dict", "int"]),
        ([(1, 2), (3, 4)], ["list", "*", ["tuple", "*", "int"]]),
        ({"a": 1, "b": "c"}, ["dict", "int", "str"]),
    ],
)
def test_a_tree_of_names(value, types):
    assert types == describe_types(value)


def test_it_ends_in_a_list_that_holds_itself():
    endless: list[object] = []
    endless.append(endless)
    tree, depth = describe_types(endless), 0
    while isinstance(tree, list):
        tree, depth = tree[1], depth + 1
    assert ("list", MOST_DEPTH) == (tree, depth)
