"""The questions that follow from a contract."""

from __future__ import annotations

import pytest

from autograder.exercise import Function, call, one_of, raises, whole
from autograder.exercise.contract import AGAIN
from autograder.exercise.ladder import EVERYWHERE
from autograder.exercise.random_values import PUBLIC
from autograder.faults import AuthorFault

SETTINGS = {"title": "steps to the end", "minutes": 2, "difficulty": "easy", "points": {"values": 1}}


def places(**settings):
    exercise = Function(
        "places", **SETTINGS | {"takes": {"n": whole(1), "k": whole(1, 40), "how": one_of("up", "down")}} | settings
    )

    @exercise.reference
    def reference(n, k, how="up"):
        if how == "down" and n % 7 == 0:
            return raises("ValueError")
        return -(-n // k) if how == "up" else n // k

    @exercise.cases
    def cases(rng):
        yield call(7, 2)

    return exercise


def everywhere(exercise, seed=b"seed"):
    return [case for case in exercise.exam(seed).cases if case.rung == EVERYWHERE.name]


def test_each_argument_is_asked_at_its_ends_and_large_with_others():
    asked = everywhere(places(where=lambda n, k, how: k <= n))
    rows = [(*case.args, case.kwargs["how"]) for case in asked]
    assert all(k <= n for n, k, _ in rows)
    assert {1, 2} <= {n for n, _, _ in rows} and max(n for n, _, _ in rows) > 2**31
    assert {1, 2, 40} <= {k for _, k, _ in rows}
    assert {"the least n", "a large n", "the greatest k", "k changed alone", "two arguments together"} <= {
        case.about for case in asked
    }


def test_an_argument_with_a_default_is_given_by_name():
    assert all(len(case.args) == 2 and set(case.kwargs) == {"how"} for case in everywhere(places()))
    assert "how='up'" in " ".join(case.label for case in everywhere(places()))


def test_each_argument_is_changed_alone_where_that_shows():
    rows = [(*case.args, case.kwargs["how"]) for case in everywhere(places())]
    for place in range(3):
        alone = [(a, b) for a in rows for b in rows if a != b and all(a[i] == b[i] for i in range(3) if i != place)]
        assert alone, place


def test_the_first_questions_come_again_at_the_end():
    asked = everywhere(places())
    assert asked[:AGAIN] == asked[-AGAIN:]
    assert len(asked) - AGAIN == len({case.label for case in asked})


def test_another_seed_draws_other_questions_in_another_order_and_the_release_keeps_its_own():
    one, other = places().exam(b"one"), places().exam(b"other")
    assert {c.label for c in one.cases} != {c.label for c in other.cases}
    assert one.order != other.order and sorted(one.order) == list(range(len(one.cases)))
    assert places().exam(PUBLIC).order == tuple(range(len(places().exam(PUBLIC).cases)))


def test_usual_examples_go_to_the_rung_of_the_values_unless_a_later_mistake_shows_there():
    exercise = places(points={"values": 1, "everywhere": 1})
    exercise.mistake(
        "odd",
        "An odd n is right as well.",
        fails="everywhere",
        formula=lambda n, k, how="up": -1 if n % 2 else -(-n // k),
    )
    drawn = [case for case in exercise.exam(b"seed").cases if case.rung == "values" and case.about]
    assert drawn and all(case.args[0] % 2 == 0 and case.expected is not None for case in drawn)
    assert any("odd" in case.mistaken for case in everywhere(exercise))


def test_results_that_no_reply_can_hold_are_not_asked():
    exercise = places()
    exercise.reference(lambda n, k, how="up": n**3)
    assert 0 < max(case.expected for case in everywhere(exercise)) < 2**63


def test_arguments_that_never_go_together_are_the_authors_fault():
    with pytest.raises(AuthorFault) as caught:
        places(where=lambda n, k, how: False).exam(b"seed")
    assert str(caught.value) == (
        "Arguments that where= allows are drawn within 60 tries. Received none of n, k, how. Mark a function of rng with "
        "@exercise.together that returns some."
    )


def test_together_draws_what_rarely_meets():
    exercise = places(where=lambda n, k, how: n == 3 * k)
    exercise.together(lambda rng: (3 * (k := int(rng.integers(1, 40))), k, "up"))
    assert all(case.args[0] == 3 * case.args[1] for case in everywhere(exercise))
