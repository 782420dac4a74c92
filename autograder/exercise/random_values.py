"""Drawing inputs and weights from a seed: values vary with the course, shapes never do."""

from __future__ import annotations

import hashlib
import math
from typing import Any

import numpy as np

PUBLIC = b"public cases"
"""The seed of the frozen cases that travel with a release."""


def generator(seed: bytes, *parts: Any) -> np.random.Generator:
    """A generator for one purpose. Equal seeds and parts give equal draws on every machine (PCG64)."""
    text = "/".join(map(str, parts)).encode()
    return np.random.Generator(np.random.PCG64(int.from_bytes(hashlib.sha256(seed + b"|" + text).digest()[:16])))


def normal(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Standard normal float32 values, none nearer to zero than 0.05, so that no sign depends on rounding."""
    values = rng.standard_normal(shape)
    return np.where(np.abs(values) < 0.05, np.copysign(0.05, values) + values, values).astype(np.float32)


def he_normal(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Values for a kernel (…, inputs, outputs): normal with variance 2 / fan-in, so that ReLUs keep the scale of what
    flows through. Source: He et al. (2015), "Delving deep into rectifiers", section 2.2, equation 10.
    """
    return (normal(rng, shape) * math.sqrt(2 / math.prod(shape[:-1]))).astype(np.float32)


def positive(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Float32 values in 0.5…1.5: what a scale or a variance may be without hiding or blowing up what it multiplies."""
    return (0.5 + rng.random(shape)).astype(np.float32)
