"""The directions along which slopes are asked: none may hide that a gradient lacks a part."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.exercise import Layer, Result
from autograder.judge.comparison import gradient_agrees

REACH = 1e-2
"""That of the training step, the widest."""


@pytest.fixture(scope="module")
def penalised() -> Layer:
    """y = scale · x, with a penalty of a quarter of the squares."""
    layer = Layer("Penalised", title="an example", minutes=1, difficulty="easy", points={"values": 1})
    layer.weight("scale", lambda shape: (shape[-1],), start=1.0)
    layer.case(7, 3)
    layer.reference(lambda x, w, training: Result(w.scale * x, loss=float(0.25 * np.sum(w.scale**2))))
    return layer


def test_no_draw_hides_a_penalty_without_a_gradient(penalised: Layer) -> None:
    """Along one random direction, 5 of 100 draws would."""
    hidden = 0
    for number in range(400):
        (case,) = penalised.exam(b"%d" % number).cases
        without = np.sum(case.cotangent * case.x, axis=0)
        whole = case.slopes["scale"] + case.loss_slopes["scale"]
        assert gradient_agrees(without + 0.5 * case.weights["scale"], case.directions["scale"], whole, REACH)
        hidden += gradient_agrees(without, case.directions["scale"], whole, REACH)
    assert hidden == 0
