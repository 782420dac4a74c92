"""The judge: questions out, replies in, a verdict. It runs apart from the student's code and never imports TensorFlow."""

from autograder.judge.examine import ended, examine, unwritten
from autograder.judge.freeze import freeze, thaw
from autograder.judge.seed import PUBLIC, seed

__all__ = ["PUBLIC", "ended", "examine", "freeze", "seed", "thaw", "unwritten"]
