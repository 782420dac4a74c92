"""What comes back from an answer that was asked: plain facts and arrays, or the news that it is gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

Loss = Literal["exit", "signal", "cpu", "memory", "wall", "output", "wire"]


@dataclass(frozen=True, slots=True)
class Reply:
    """Facts are JSON values; arrays are little-endian NumPy arrays of an allowed dtype."""

    facts: dict[str, Any] = field(default_factory=dict)
    arrays: dict[str, np.ndarray] = field(default_factory=dict)


class AnswerLost(Exception):
    """The process that held the answer ended, or was ended, while it was asked.

    ``how``: "exit" (it called exit), "signal" (it crashed), "cpu", "memory", "wall", "output" (a limit), "wire"
    (it sent what no probe sends). All of these are the student's; a machine's fault is a MachineFault instead.
    """

    def __init__(self, how: Loss, detail: str = "") -> None:
        super().__init__(f"{how}: {detail}" if detail else how)
        self.how = how
        self.detail = detail


Ask = Callable[[str, dict[str, Any], dict[str, np.ndarray]], Reply]
