"""How near the formulas of a reference come to a kink, where a right answer may take the other side by rounding."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import numpy as np

_margins: ContextVar[list[float] | None] = ContextVar("margins", default=None)


@contextmanager
def kink_margins() -> Iterator[list[float]]:
    """Collect how near the formulas run inside come to a kink: |pre-activation| of a ReLU, gap of a maximum.

    A case drawn too near to one is drawn again.
    """
    found: list[float] = []
    token = _margins.set(found)
    try:
        yield found
    finally:
        _margins.reset(token)


def note_gaps(gaps: np.ndarray) -> None:
    """Tell whoever collects margins the smallest of these distances from a kink."""
    found = _margins.get()
    if found is not None and gaps.size:
        found.append(float(gaps.min()))
