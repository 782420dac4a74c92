"""The numbers in the picture that returns: one pass forward and one backward through a residual block."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class BlockNumbers:
    """The numbers in the picture, worked out by ``block_numbers``. Vectors have one entry for each of two channels.

    ``x``, ``w1``, ``w2``, ``target`` are given; ``hidden`` is x·w1, ``active`` its ReLU, ``residual`` is active·w2,
    ``total`` is x + residual, ``y`` its ReLU, ``loss`` is half the squared distance of y from the target.
    A name with ``d_`` before it is the loss's gradient for that value.
    """

    x: np.ndarray
    w1: np.ndarray
    w2: np.ndarray
    target: np.ndarray
    hidden: np.ndarray
    active: np.ndarray
    residual: np.ndarray
    total: np.ndarray
    y: np.ndarray
    loss: float
    d_y: np.ndarray
    d_total: np.ndarray
    d_active: np.ndarray
    d_hidden: np.ndarray
    d_x: np.ndarray
    d_w1: np.ndarray
    d_w2: np.ndarray


def block_numbers(
    x: np.ndarray | None = None, w1: np.ndarray | None = None, w2: np.ndarray | None = None
) -> BlockNumbers:
    """One forward and one backward pass through a residual block over a single pixel with two channels.

    Over one pixel a 3×3 convolution is the 2×2 matrix of its centre, and batch normalisation at rest (mean 0,
    variance 1, scale 1, shift 0) changes nothing, so NumPy suffices. ``x`` is (2,), ``w1`` and ``w2`` are
    (2, 2), rows are inputs; what is left out keeps the picture's own value.
    """
    x = np.array([1.0, 2.0]) if x is None else x
    w1 = np.array([[1.0, -2.0], [0.5, 0.5]]) if w1 is None else w1
    w2 = np.array([[0.5, -0.5], [1.0, 0.5]]) if w2 is None else w2
    target = np.array([1.0, 2.0])
    hidden = x @ w1
    active = np.maximum(hidden, 0.0)
    residual = active @ w2
    total = x + residual
    y = np.maximum(total, 0.0)
    d_y = y - target
    d_total = d_y * (total > 0)
    d_active = w2 @ d_total
    d_hidden = d_active * (hidden > 0)
    return BlockNumbers(
        x, w1, w2, target, hidden, active, residual, total, y, float(np.sum((y - target) ** 2) / 2),
        d_y, d_total, d_active, d_hidden, d_total + w1 @ d_hidden, np.outer(x, d_hidden), np.outer(active, d_total),
    )  # fmt: skip
