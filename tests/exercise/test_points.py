"""How the points of an exercise lie on its rungs."""

from __future__ import annotations

import pytest

from autograder.course.course import Course
from autograder.exercise import Exercise
from autograder.exercise.ladder import shared_with_the_top
from tests.support.little_declarations import layer
from tests.support.paths import ROOT


def test_the_ladder_scales_its_points_and_an_extra_earns_none() -> None:
    """Claim: max_points rescales; core=False is worth nothing unless the instructor says otherwise."""
    exercise: Exercise = layer(points={"builds": 1, "values": 3})
    # The highest rung, graph, has half of what the highest paid one would have: nobody who fails there has all.
    assert {"builds": 2, "values": 3, "graph": 3} == {
        rung.name: rung.points for rung in exercise.rungs(8) if rung.points
    }
    extra = layer(core=False)
    assert [0, 5] == [sum(rung.points for rung in extra.rungs(points)) for points in (None, 5)]


@pytest.mark.parametrize(
    ("points", "lie"),
    [
        ({"b": 4}, {"b": 2, "d": 2}),
        ({"a": 1, "c": 2}, {"a": 1, "c": 1, "d": 1}),
        ({"a": 1, "d": 2}, {"a": 1, "d": 2}),
        ({}, {}),
    ],
)
def test_the_highest_rung_takes_half_of_the_highest_paid_one(points: dict[str, float], lie: dict[str, float]) -> None:
    assert lie == shared_with_the_top("abcd", points)


def test_what_the_task_leaves_to_the_learner_costs_no_point() -> None:
    """An optional rung is passed over, wherever it lies."""
    exercise = layer(points={"builds": 1, "values": 3}, optional=("graph",))
    assert "everywhere" == [rung.name for rung in exercise.rungs(4) if rung.points][-1]
    assert [0.0] == [rung.points for rung in exercise.rungs(4) if rung.name == "graph"]


def test_the_extra_kinds_of_the_variance_profile_cost_nothing() -> None:
    """As its task and its advice say: all points are earned without them."""
    _, files = Course.open(ROOT).exercise("07_degradation/variance_profile")
    *core, others = files.exercise.exam(b"seed").rungs
    assert ("others", 0.0) == (others.name, others.points)
    assert 5 == sum(rung.points for rung in core)
