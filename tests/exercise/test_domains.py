"""What each domain gives: its ends, large values, and nothing outside."""

from __future__ import annotations

import math

import pytest

from autograder.exercise import drawn, flag, one_of, real, shape, whole
from autograder.exercise.domains import LARGE, Domain
from autograder.exercise.random_values import generator

RNG = generator(b"domains")
DOMAINS: list[tuple[Domain, object]] = [
    (whole(1), lambda v: type(v) is int and v >= 1),
    (whole(0, 20), lambda v: type(v) is int and 0 <= v <= 20),
    (real(0), lambda v: type(v) is float and 0 <= v < math.inf),
    (real(0, 1), lambda v: type(v) is float and 0 <= v <= 1),
    (one_of("same", "valid"), lambda v: v in ("same", "valid")),
    (flag(), lambda v: v in (True, False)),
    (shape(0, 2, 3), lambda v: type(v) is tuple and len(v) in (0, 2, 3) and all(type(n) is int and n >= 1 for n in v)),
    (drawn(lambda rng: [int(rng.integers(5))]), lambda v: type(v) is list),
]


@pytest.mark.parametrize(("domain", "inside"), DOMAINS)
def test_all_that_a_domain_gives_is_in_it(domain, inside):
    given = [
        *(domain.usual(RNG) for _ in range(50)),
        *(domain.wide(RNG) for _ in range(50)),
        *domain.levels(RNG),
        *(value for _, value in domain.special("n", RNG)),
    ]
    assert all(inside(value) for value in given), given
    assert domain.levels(RNG)


def test_whole_numbers_are_asked_at_their_ends_and_large():
    special = dict(whole(1).special("n", RNG))
    assert (1, 2) == (special["the least n"], special["n one above the least"])
    large = [value for about, value in whole(1).special("n", RNG) if about == "a large n"]
    assert len(LARGE) == len(large) and all(a >= b for a, b in zip(large, LARGE, strict=True))
    assert 300 == dict(whole(1, 300).special("n", RNG))["the greatest n"]
    assert [3] == [value for _, value in whole(3, 3).special("n", RNG)[:1]] and whole(3, 3).levels(RNG) == [3]


def test_floats_meet_one_rounding_apart():
    levels = real(0).levels(RNG)
    assert levels[0] < levels[1] == math.nextafter(levels[0], math.inf)
    assert {"the least p", "p close to its least value", "the greatest p"} == dict(real(0, 1).special("p", RNG)).keys()


def test_each_axis_of_a_shape_is_asked_at_the_ends():
    special = shape(1, 3).special("in_shape", RNG)
    least = [value for about, value in special if about == "the least size in in_shape"]
    assert [1, 1, 1] == [value[axis] for axis, value in enumerate(least)]
    assert {1, 3} == {len(value) for about, value in special if "axes" in about}


def test_values_are_brought_together_with_a_number():
    assert [7, 8, 6] == whole(1).tied(3, 7, RNG)
    assert [1, 2] == whole(1).tied(3, 1, RNG)
    assert [] == whole(1).tied(3, "same", RNG) == whole(1).tied(3, True, RNG)
    assert [(5, 7), (7, 2)] == shape(2).tied((5, 2), 7, RNG)
    assert 3 == len(real(0).tied(0.5, 2.0, RNG)) and [0.999, 1.0] == real(0, 1).tied(0.5, 1.0, RNG)
    assert [] == one_of(1, 2).tied(1, 2, RNG)
