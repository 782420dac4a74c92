"""Which cases make the round trip through a file."""

from __future__ import annotations

from autograder.exercise.saved_cases import saved_cases


def test_the_first_case_is_always_saved() -> None:
    """Claim: also where there is no argument."""
    assert ((0,), ()) == saved_cases([{}, {}], [True, True])


def test_each_argument_takes_two_values_among_the_saved_cases() -> None:
    """Claim: as few cases as may be, the traced ones first."""
    made = [{"a": 1, "b": 1}, {"a": 1, "b": 2}, {"a": 2, "b": 2}, {"a": 3, "b": 3}]
    assert ((0, 2), ()) == saved_cases(made, [True, True, True, False])
    assert ((0, 3), ()) == saved_cases(made, [True, True, False, True])


def test_a_value_left_out_may_be_the_one_that_another_case_gives() -> None:
    """Claim: where two values are given, both are saved, for the one left out is the default."""
    made = [{"kind": "B"}, {}, {"kind": "A"}]
    assert ((0, 2), ()) == saved_cases(made, [True] * 3)
    assert ((0, 1, 2), ()) == saved_cases([{}, {"kind": "B"}, {"kind": "A"}], [True] * 3)
    assert ((0, 1), ()) == saved_cases([{}, {"kind": "B"}], [True] * 2)


def test_an_argument_of_one_value_is_named() -> None:
    """Claim: one that saving loses would not be missed."""
    assert ((0, 1), ("depth",)) == saved_cases([{"depth": 3, "width": 1}, {"depth": 3, "width": 2}], [True, True])
