"""The judge: questions out, replies in, a verdict. It runs apart from the student's code and never imports TensorFlow."""

from autograder.exercise.random_values import PUBLIC
from autograder.judge.examine import examine, failed_verdict, lost_verdict, unwritten_verdict
from autograder.judge.frozen_exams import freeze, thaw
from autograder.judge.seed import seed

__all__ = ["PUBLIC", "examine", "failed_verdict", "freeze", "lost_verdict", "seed", "thaw", "unwritten_verdict"]
