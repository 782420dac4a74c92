"""The sentences that belong to no rung: nothing is defined, the stub is unwritten, the process went away."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Protocol

from autograder.exercise.exam import Exam

DEFINE = (
    "{name} is not defined: its cell was not run, or stops with an error, or gives it another name. Run that cell by "
    "itself and read the last line of its output."
)
UNWRITTEN = "{name} has not been written yet. Replace `raise NotImplementedError()` with your own lines."
STAGES = {"define": "undefined", "stub": "unwritten"}
"""The names under which these two are counted in reports; they are told before any formula is asked."""

LOST = {
    "exit": "Your code ended the Python process. Leave out exit(), quit() and os._exit(), and run the check again.",
    "signal": "Your code crashed the Python process. Look for very deep recursion or very large arrays.",
    "cpu": "Your code computed longer than the limit. Look for a loop that never ends.",
    "memory": "Your code took more memory than the limit. Look for a list or tensor that grows in a loop.",
    "wall": "Your code did not come back in time. Look for a loop that never ends, a sleep, or a wait for input.",
    "output": "Your code printed more than the limit. Remove the print from the loop.",
    "wire": "Your code disturbed the channel to the grader. Leave open files and sockets that are not yours alone.",
}


FRAME = re.compile(r"\AException encountered when calling [^\n]*|Arguments received by .*\Z", re.DOTALL)
"""What Keras puts around the text of an error that `call` raises."""


def is_stub(facts: dict[str, Any]) -> bool:
    """True for the stub's own error, which has no text. TensorFlow and Keras use the same class, and say what they lack."""
    if facts.get("error") != "NotImplementedError" or facts.get("stage") == "symbolic":
        return False
    return not FRAME.sub("", facts.get("message", "")).strip()


class Advises(Protocol):
    """A rung, as far as an examiner needs it to say what failed."""

    name: ClassVar[str]

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        """The rung's sentence, chosen by plain facts."""
