"""Bounds on what an example may cost, and how many of the dear ones are drawn."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import settings

SECONDS = 2.0
MIB = 1 << 20


@contextmanager
def bounded(seconds: float = SECONDS) -> Iterator[None]:
    """Asserts that this thread computed no longer. A clock on the wall would measure whoever else is at work."""
    start = time.thread_time()
    yield
    used = time.thread_time() - start
    assert used < seconds, f"{used:.1f} CPU-seconds"


@contextmanager
def light(most: int) -> Iterator[None]:
    """Asserts that at most so many bytes were held at once by what Python allocates."""
    tracemalloc.start()
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < most, f"{peak / MIB:.1f} MiB"


def share(parts: int) -> settings:
    """Settings for examples that cost more: a part of as many as the profile says."""
    return settings(max_examples=max(settings.default.max_examples // parts, 20))
