"""Draws under which a mistake is nearly right."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.exercise import Function, call
from autograder.exercise.tolerance import is_hard_to_tell

ROW = np.array([1.0, 2.0])


@pytest.mark.parametrize(
    ("expected", "mistaken", "near"),
    [
        (ROW, ROW + 1e-5, True),
        (ROW, ROW, False),
        (ROW, ROW + 1e-12, False),
        (ROW, ROW + 0.1, False),
        (ROW, np.array([1.0, 2.0, 3.0]), False),
        ([ROW, 2.0], [ROW, 2.00001], True),
        ({"a": ROW, "n": 3}, {"a": ROW + 1e-5, "n": 3}, True),
        ({"a": ROW, "n": 3}, {"a": ROW + 1e-5, "n": 4}, False),
        ((ROW, "x"), (ROW + 1e-5, "y"), False),
        (3, 3, False),
        (None, ROW, False),
    ],
)
def test_two_results_are_near_where_only_the_tolerance_parts_them(expected, mistaken, near):
    """Claim: what is told by a whole number, a text or a shape, and what is equal, is not near."""
    assert near == is_hard_to_tell(expected, mistaken)


def test_a_draw_under_which_a_mistake_is_nearly_right_is_drawn_again():
    """Claim: each named mistake is far from the reference, whatever the secret, where another draw makes it so."""
    exercise = Function("shifted", title="an example", minutes=1, difficulty="easy", points={"values": 1})
    drawn = []

    @exercise.cases
    def cases(rng):
        drawn.append(float(rng.choice([1e-5, 1.0])))
        yield call(drawn[-1])

    exercise.reference(lambda shift: ROW)

    @exercise.mistake("moved", "Do not shift.")
    def moved(shift):
        return ROW + shift

    exams = [exercise.exam(bytes([n])) for n in range(20)]
    assert {1.0} == {exam.cases[0].args[0] for exam in exams}
    assert 1e-5 in drawn
    assert exams[0].cases[0].args == exercise.exam(bytes([0])).cases[0].args


def test_a_mistake_that_is_near_under_every_draw_does_not_stop_the_exercise():
    """Claim: then the author's cases are taken as they are."""
    exercise = Function("tiny", title="an example", minutes=1, difficulty="easy", points={"values": 1})
    exercise.cases(lambda rng: [call(1.0)])
    exercise.reference(lambda x: ROW)
    exercise.mistake("tiny_part", "Leave out the tiny part.", formula=lambda x: ROW + 1e-6)
    assert 1 == len(exercise.exam(b"seed").cases)
