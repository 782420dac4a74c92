"""What every rung has: a climb, an advice, and a mutant."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from autograder.exercise.exam import Exam
from autograder.judge.function_examiner import FunctionExaminer
from autograder.judge.layer_examiner import Failure, LayerExaminer
from autograder.verdicts import Mistaken

__all__ = ["Failure", "FunctionRung", "LayerRung", "spoilt_call", "spoilt_init"]


class LayerRung(ABC):
    """A rung of the ladder for layers."""

    name: ClassVar[str]
    mutant: ClassVar[str] = ""
    """A wrong answer for this rung: the body of a class that inherits from the model answer and breaks this one promise."""
    further_mutants: ClassVar[dict[str, str]] = {}
    """Further ones, by the kind of mistake, where the rung makes several promises."""

    def shown_by(self, kind: str, exam: Exam) -> tuple[int, ...]:
        """The cases by which that further mutant is told, the first by default; none where it is right for this exercise."""
        return (0,)

    @abstractmethod
    def climb(self, layer: LayerExaminer) -> Failure:
        """None when the rung is passed. Raises AnswerLost when the answer's process went away."""

    @abstractmethod
    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        """The sentence for a failure that no named mistake explains: the rule, what was received, one thing to try.

        It holds no hidden value, no hidden shape and no text of the student's. ``exam`` has the roles of the case that failed.
        """


class FunctionRung(ABC):
    """A rung of the ladder for functions. Each case is asked once, by ``runs``; the others look at what came back."""

    name: ClassVar[str]
    mutant: ClassVar[str] = ""
    """The body of a function that has the model answer as ``_model`` and breaks this one promise."""

    @abstractmethod
    def climb(self, function: FunctionExaminer, name: str) -> Mistaken | None:
        """None when the rung is passed; ``name`` is its own or, of an author's rung, the author's."""

    @abstractmethod
    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        """As a layer's."""


CALL = """
def call(self, inputs, training=None):
    mode = {{"training": training}} if "training" in inspect.signature(super().call).parameters else {{}}
    y = super().call(inputs, **mode)
{then}
"""
"""The frame of mutants that spoil what ``call`` returns."""


def spoilt_call(*lines: str) -> str:
    """The body of a mutant whose ``call`` goes on with these lines once it has ``y``, the model answer's output."""
    return CALL.format(then="\n".join(f"    {line}" for line in lines))


INIT = """
def __init__(self, *args, **kwargs):
    super().__init__(*args, **kwargs)
{then}
"""
"""The frame of mutants that add to what the constructor does."""


def spoilt_init(*lines: str) -> str:
    """The body of a mutant whose constructor goes on with these lines."""
    return INIT.format(then="\n".join(f"    {line}" for line in lines))
