"""A covering array holds all pairs that go together, in few rows."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.exercise.covering_array import covering_array
from autograder.exercise.random_values import generator


def pairs(rows):
    return {(i, row[i], j, row[j]) for row in rows for i, j in combinations(range(len(row)), 2)}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=2, max_size=5), st.integers(0, 5))
def test_all_pairs_are_held(sizes, seed):
    factors = [list(range(size)) for size in sizes]
    rows = covering_array(factors, lambda row: True, generator(b"rows", seed))
    assert pairs(product(*factors)) == pairs(rows)
    assert len(rows) <= 2.5 * max(a * b for a, b in combinations(sizes, 2)) + 4


def test_rows_that_do_not_go_together_are_left_out():
    factors = [[1, 2, 3], [1, 2, 3], ["same", "valid"]]
    rows = covering_array(factors, lambda row: row[2] == "same" or row[1] <= row[0], generator(b"rows"))
    assert all(row[2] == "same" or row[1] <= row[0] for row in rows)
    # A window of 3 meets "valid" in the one row that may hold both.
    assert (3, 3, "valid") in rows and (1, 3, "same") in rows


def test_one_factor_gives_each_value_once():
    assert [1, 2, 3] == sorted(row[0] for row in covering_array([[1, 2, 3]], lambda row: True, generator(b"rows")))
    assert [] == covering_array([], lambda row: True, generator(b"rows"))
