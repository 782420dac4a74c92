"""An exception of the student's code as plain facts."""

from __future__ import annotations

import re
from typing import Any

Facts = dict[str, Any]

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
"""Keras prints parts of its messages in bold for terminals."""


def describe_failure(error: BaseException, stage: str = "ask") -> Facts:
    """An exception as facts. Its text reaches the instructor's page and the student's own screen, nobody else."""
    try:
        message = COLOURS.sub("", str(error))[:2_000]
    except Exception:  # an exception whose __str__ raises is still an exception
        message = ""
    return {"stage": stage, "error": type(error).__name__, "bases": _names(error), "message": message}


def _names(error: BaseException) -> list[str]:
    return [c.__name__ for c in type(error).__mro__ if issubclass(c, BaseException)][:8]
