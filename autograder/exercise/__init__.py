"""The vocabulary in which an author writes ``hidden.py``. NumPy only: no TensorFlow is imported here."""

from autograder.exercise.exercise import Exercise
from autograder.exercise.function import NOT_SAID, Function, call, raises
from autograder.exercise.layer import Layer
from autograder.exercise.paper import Paper, Raises, Result

__all__ = ["NOT_SAID", "Exercise", "Function", "Layer", "Paper", "Raises", "Result", "call", "raises"]
