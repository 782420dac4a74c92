"""The vocabulary in which an author writes ``hidden.py``. NumPy only: no TensorFlow is imported here."""

from autograder.exercise.domains import drawn, flag, one_of, real, shape, whole
from autograder.exercise.exam import Exam, Raises, Result
from autograder.exercise.exercise import Exercise
from autograder.exercise.function_exercise import NOT_SAID, Function, call, raises
from autograder.exercise.layer_exercise import Layer

__all__ = [
    "NOT_SAID",
    "Exam",
    "Exercise",
    "Function",
    "Layer",
    "Raises",
    "Result",
    "call",
    "drawn",
    "flag",
    "one_of",
    "raises",
    "real",
    "shape",
    "whole",
]
