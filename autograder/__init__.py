"""The learner's words and the judge behind them.

Importing this package costs milliseconds: each word is fetched when it is first named (PEP 562).
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

# Before TensorFlow is imported, or they come too late: its start-up lines on stderr would fail nbgrader's Validate,
# and oneDNN's reordered sums give other last digits on other processors. A value that is already set is respected.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

if TYPE_CHECKING:
    from autograder.student.check import check
    from autograder.student.figure import figure
    from autograder.student.hint import hint
    from autograder.student.open_lesson import open_lesson
    from autograder.student.parsons import parsons
    from autograder.student.prediction import predict, reveal
    from autograder.student.progress import progress
    from autograder.student.quiz import quiz
    from autograder.student.solution import solution

__all__ = ["check", "figure", "hint", "open_lesson", "parsons", "predict", "progress", "quiz", "reveal", "solution"]

_HOMES = {word: word for word in __all__} | {"predict": "prediction", "reveal": "prediction"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'autograder' has no attribute '{name}'")
    word = getattr(import_module(f"autograder.student.{_HOMES[name]}"), name)
    globals()[name] = word
    return word


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
