"""What all words have in common: they are silent in the sandbox, and they complain in one sentence."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from autograder.faults import UsageFault

Given = ParamSpec("Given")
Gives = TypeVar("Gives")

IN_SANDBOX = "AUTOGRADER_SANDBOX"


class Sentence(UsageFault):
    """A word was given something it cannot use. A notebook shows the sentence alone, without a stack trace."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class NotYet(Sentence):
    """A checked answer is not right yet. It is raised so that nbgrader's Validate sees the cell as failed."""


def command(function: Callable[Given, Gives]) -> Callable[Given, Gives | None]:
    """Make ``function`` a word: None and silence where AUTOGRADER_SANDBOX is 1; else it tells news of the store as well.

    A Fault of the engine becomes a Sentence, whose stack trace a notebook does not show.
    """

    @wraps(function)
    def spoken(*args: Given.args, **kwargs: Given.kwargs) -> Gives | None:
        if os.environ.get(IN_SANDBOX) == "1":
            return None
        from autograder.faults import Fault
        from autograder.student.display_card import show
        from autograder.student.notebook_card import Card, Words
        from autograder.student.progress_db import news

        try:
            return function(*args, **kwargs)
        except Sentence:
            raise
        except Fault as fault:
            raise Sentence(str(fault)) from None
        finally:
            for sentence in news():
                show(Card([Words(sentence)], "note"))

    return spoken


def type_name(value: Any) -> str:
    """The type of a received value, with its article, for a sentence."""
    name = type(value).__name__
    return f"an {name}" if name[0] in "aeiouAEIOU" else f"a {name}"
