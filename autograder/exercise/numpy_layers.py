"""The layers of the course once more, in NumPy and float64: what a reference is written with.

They share no line with Keras, so they share no bug with it; a test compares the two. Shapes use the letters of the course:
b batch, h height, w width, c channels, k the side of a kernel, f filters. Images have their channels last.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from autograder.exercise.kinks import note_gaps

Padding = Literal["same", "valid"]
EPSILON, MOMENTUM = 1e-3, 0.99
"""Keras's defaults of batch normalisation: https://keras.io/api/layers/normalization_layers/batch_normalization/"""


def relu(x: np.ndarray) -> np.ndarray:
    """max(x, 0), entry by entry. Source: https://keras.io/api/layers/activations/#relu-function"""
    note_gaps(np.abs(x))
    return np.asarray(np.maximum(x, 0.0))


def dense(x: np.ndarray, kernel: np.ndarray, bias: np.ndarray | float = 0.0) -> np.ndarray:
    """x · kernel + bias over the last axis: (…, n) and (n, units) give (…, units)."""
    return np.asarray(x @ kernel + bias)


def output_size(size: int, k: int, stride: int, padding: Padding) -> int:
    """Length of an axis after a window of side ``k``: ⌈n/s⌉ for "same", ⌊(n − k)/s⌋ + 1 for "valid".

    Source: Dumoulin and Visin (2016), "A guide to convolution arithmetic for deep learning", section 2; "same" as
    TensorFlow defines it: https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
    """
    return math.ceil(size / stride) if padding == "same" else (size - k) // stride + 1


def padded(x: np.ndarray, k: int, stride: int, padding: Padding, value: float = 0.0) -> np.ndarray:
    """(b, h, w, c) with what "same" adds; an odd number of added rows has its surplus below, of columns on the right."""
    if padding == "valid":
        return x
    before_after = []
    for size in x.shape[1:3]:
        total = max((output_size(size, k, stride, padding) - 1) * stride + k - size, 0)
        before_after.append((total // 2, total - total // 2))
    return np.pad(x, ((0, 0), *before_after, (0, 0)), constant_values=value)


def windows(x: np.ndarray, k: int, stride: int) -> np.ndarray:
    """(b, h, w, c) as the patches that a window of side k sees: (b, h', w', c, k, k)."""
    every = np.lib.stride_tricks.sliding_window_view(x, (k, k), axis=(1, 2))
    return np.asarray(every[:, ::stride, ::stride])


def conv2d(
    x: np.ndarray, kernel: np.ndarray, bias: np.ndarray | float = 0.0, strides: int = 1, padding: Padding = "same"
) -> np.ndarray:
    """Convolution as networks mean it (no flip): (b, h, w, c) and (k, k, c, f) give (b, h', w', f).

    Source: Goodfellow, Bengio and Courville (2016), "Deep Learning", section 9.1, equation 9.6;
    https://keras.io/api/layers/convolution_layers/convolution2d/
    """
    k = kernel.shape[0]
    patches = windows(padded(x, k, strides, padding), k, strides)
    return np.asarray(np.einsum("bhwcij,ijcf->bhwf", patches, kernel, optimize=True) + bias)


def batch_norm(
    x: np.ndarray,
    gamma: np.ndarray | float,
    beta: np.ndarray | float,
    mean: np.ndarray,
    variance: np.ndarray,
    training: bool,
    *,
    epsilon: float = EPSILON,
    momentum: float = MOMENTUM,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Batch normalisation over all axes but the last: (output, moving mean, moving variance) after the call.

    In training the batch's own mean and (biased) variance are used, and the moving ones take a step of 1 − momentum
    towards them; at inference the moving ones are used and stay. Source: Ioffe and Szegedy (2015), algorithms 1 and 2;
    Keras's moving variance takes the biased one: https://keras.io/api/layers/normalization_layers/batch_normalization/
    """
    used_mean, used_variance = mean, variance
    if training:
        axes = tuple(range(x.ndim - 1))
        used_mean, used_variance = x.mean(axes), x.var(axes)
        mean = momentum * mean + (1 - momentum) * used_mean
        variance = momentum * variance + (1 - momentum) * used_variance
    y = gamma * (x - used_mean) / np.sqrt(used_variance + epsilon) + beta
    return y, mean, variance


def max_pool(x: np.ndarray, k: int, strides: int | None = None, padding: Padding = "valid") -> np.ndarray:
    """The largest entry of each window: (b, h, w, c) gives (b, h', w', c). ``strides`` None means k, as in Keras."""
    strides = strides or k
    patches = windows(padded(x, k, strides, padding, -np.inf), k, strides)
    if k > 1:
        first, second = np.moveaxis(np.sort(patches.reshape(*patches.shape[:-2], -1), axis=-1)[..., -2:], -1, 0)
        note_gaps(second - first)
    return np.asarray(patches.max(axis=(-2, -1)))


def average_pool(x: np.ndarray, k: int, strides: int | None = None, padding: Padding = "valid") -> np.ndarray:
    """The mean of each window; what padding added is not counted. ``strides`` None means k, as in Keras."""
    strides = strides or k
    patches = windows(padded(x, k, strides, padding), k, strides).sum(axis=(-2, -1))
    counted = windows(padded(np.ones_like(x), k, strides, padding), k, strides).sum(axis=(-2, -1))
    return np.asarray(patches / counted)


def global_average_pool(x: np.ndarray) -> np.ndarray:
    """The mean over height and width: (b, h, w, c) gives (b, c)."""
    return np.asarray(x.mean(axis=(1, 2)))
