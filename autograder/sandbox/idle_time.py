"""How long a fork was waited for while it slept."""

from __future__ import annotations

import time

from autograder.sandbox.usage import UsageMeter

SPAN = 0.5
"""Seconds between two looks: much more than the kernel's ticks, in which it counts the use of a processor."""
LEAST = 0.1
"""A wait that is shorter is not worth a look."""


class IdleTime:
    """Adds up the seconds of waiting in which no thread of a fork's tree ran or was ready to run.

    Looked at span by span, so that many threads that are ready at once pay for no other span. ``seconds`` is the sum.
    """

    def __init__(self, meter: UsageMeter) -> None:
        self._meter = meter
        self.seconds = 0.0
        self._last = (0.0, 0.0, 0.0)

    def begin(self) -> None:
        """From now on the fork is waited for."""
        self._last = self._state()

    def look(self, *, end: bool = False) -> None:
        """Count up to now, where there is a whole span to count, or at the ``end`` of waiting what is left of one."""
        if time.monotonic() - self._last[0] < (LEAST if end else SPAN):
            return
        before, self._last = self._last, self._state()
        clock, cpu, waiting = (now - then for now, then in zip(self._last, before, strict=True))
        # What has ended meanwhile takes its figures with it.
        self.seconds += max(0.0, clock - max(0.0, cpu) - max(0.0, waiting))

    def _state(self) -> tuple[float, float, float]:
        return time.monotonic(), self._meter.cpu(), self._meter.waiting()
