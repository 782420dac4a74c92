"""Drawing inputs and weights from a seed: values vary with the course, shapes never do."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np


def generator(seed: bytes, *parts: Any) -> np.random.Generator:
    """A generator for one purpose. Equal seeds and parts give equal draws on every machine (PCG64)."""
    text = "/".join(map(str, parts)).encode()
    return np.random.Generator(np.random.PCG64(int.from_bytes(hashlib.sha256(seed + b"|" + text).digest()[:16])))


def normal(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Standard normal float32 values, none nearer to zero than 0.05, so that no sign hangs on rounding."""
    values = rng.standard_normal(shape)
    return np.where(np.abs(values) < 0.05, np.copysign(0.05, values) + values, values).astype(np.float32)
