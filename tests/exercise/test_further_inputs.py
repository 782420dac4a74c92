"""Further inputs to a layer: which axes may change, and what is asked of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.exercise import Result
from autograder.exercise.further_inputs import further_inputs, open_axes
from autograder.exercise.random_values import generator


def inputs(shape: tuple[int, ...], axes: tuple[int, ...], reference: Any, smallest: int = 1) -> list[Any]:
    """Those for a layer with this reference."""
    return list(further_inputs(generator(b"seed", "x"), shape, axes, smallest, reference))


def test_an_axis_is_open_where_no_weight_depends_on_it() -> None:
    """Claim: batch and channels never are."""
    assert (1, 2) == open_axes((2, 5, 4, 3), 1, lambda shape: {"kernel": (3, 3, shape[-1])})
    assert (2,) == open_axes((2, 5, 4, 3), 1, lambda shape: {"kernel": (shape[1], shape[-1])})
    assert () == open_axes((7, 3), 1, lambda shape: {"kernel": (shape[-1],)})


def test_a_weight_that_is_there_for_some_sizes_only_closes_the_axis() -> None:
    """Claim: ``smallest`` is the least size that is asked."""
    weights = lambda shape: {"kernel": (3,) if shape[1] > 1 else None}  # noqa: E731
    assert () == open_axes((2, 5, 3), 1, weights)
    assert (1,) == open_axes((2, 5, 3), 2, weights)


def test_scales_batches_and_sizes_are_asked() -> None:
    """Claim: thousands, zeros and thousandths; other batches and sizes; one pixel; and a batch of one in training."""
    found = inputs((3, 5, 4, 2), (1, 2), lambda x, training: Result(2 * x))
    assert [(3, 5, 4, 2), (5, 6, 6, 2), (1, 1, 1, 2), (1, 6, 6, 2)] == [f.x.shape for f in found]
    assert [False, False, False, True] == [f.training for f in found]
    large, zero, small = found[0].x
    assert (np.abs(large).min() > 10, np.abs(zero).max(), np.abs(small).max() < 0.01) == (True, 0, True)
    assert all(np.array_equal(f.result.output, 2 * f.x) for f in found)


def test_the_words_name_what_is_different() -> None:
    """Claim: sizes are named only where they change."""
    flat = [f.what for f in inputs((3, 2), (), lambda x, training: Result(x))]
    assert [
        "large, small and zero numbers",
        "another batch size",
        "a batch of one",
        "a batch of one, in training",
    ] == flat
    assert "a batch of one of the least size" == inputs((3, 5, 2), (1,), lambda x, training: Result(x))[2].what


def test_the_layers_of_later_cases_are_asked_less() -> None:
    """Claim: scales, and the least sizes."""
    asked = further_inputs(generator(b"seed", "x"), (3, 5, 2), (1,), 1, lambda x, training: Result(x), first=False)
    assert ["large, small and zero numbers", "a batch of one of the least size"] == [f.what for f in asked]


@pytest.mark.filterwarnings("error")
def test_where_the_reference_has_no_answer_nothing_is_asked() -> None:
    """Claim: it raises, gives nothing, or gives no finite number."""

    def valid(x: np.ndarray, training: bool) -> Result:
        if x.shape[1] < 3:
            raise ValueError("the window does not fit")
        return Result(x[:, :0] if training else x / x if x.shape[0] == 3 else x)

    assert ["another batch size and other sizes"] == [f.what for f in inputs((3, 5, 2), (1,), valid)]
