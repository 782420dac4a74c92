"""Known answers, wrong and right: the proof that a check checks.

They are kept as text, because the judge that reads them never runs a student's libraries.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from autograder.faults import AuthorFault


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer cell: either ``code`` in full, or the model answer with pieces of text exchanged (``change``).

    ``fails`` names the rung that must refuse it, ``mistake`` the one for which it must be taken; both are None for a right
    answer.
    """

    name: str
    code: str | None = None
    change: dict[str, str] = field(default_factory=dict)
    fails: str | None = None
    mistake: str | None = None

    def source(self, solution: str) -> str:
        """The answer's text.

        Raises AuthorFault when a piece to be exchanged does not stand in the model answer exactly once.
        """
        text = self.code if self.code is not None else solution
        for old, new in self.change.items():
            if text.count(old) != 1:
                raise AuthorFault(
                    f"The answer '{self.name}' exchanges a text that must stand once in the model answer. "
                    f"Received: {old!r}, found {text.count(old)} times. Copy the piece from task.py."
                )
            text = text.replace(old, new)
        return text


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A change of the model answer, ``old`` for ``new``, that leaves it right; ``reason`` says why."""

    old: str
    new: str
    reason: str

    def source(self, solution: str) -> str:
        """The answer's text. Raises AuthorFault when ``old`` does not stand in the model answer exactly once."""
        if solution.count(self.old) != 1:
            raise AuthorFault(
                f"An equivalent exchanges a text that must stand once in the model answer. Received: {self.old!r}, found "
                f"{solution.count(self.old)} times. Copy a longer piece from task.py."
            )
        return solution.replace(self.old, self.new)


@dataclass(frozen=True, slots=True)
class KnownAnswers:
    """All known answers of an exercise: those that must be refused, and those that must get full marks."""

    wrongs: tuple[Answer, ...]
    rights: tuple[Answer, ...]
