"""What a judge says: Right, Mistaken or Broken, and the score that follows.

``Broken`` is nobody's mistake but ours or the machine's: it never becomes a grade.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

Word = Literal["right", "mistaken", "broken"]

MOST_EVIDENCE = 4_000


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen, for the pages that may show it (public cases, self-study, the instructor).

    ``received`` and ``expected`` are sentences' parts, cut to ``MOST_EVIDENCE`` characters, for they may hold what the
    student's code wrote; ``arrays`` may hold "expected" and "received" of one shape.
    """

    case: str = ""
    received: str = ""
    expected: str = ""
    arrays: dict[str, np.ndarray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("received", "expected"):
            text = getattr(self, name)
            if len(text) > MOST_EVIDENCE:
                object.__setattr__(self, name, f"{text[:MOST_EVIDENCE]} …")


@dataclass(frozen=True, slots=True)
class Right:
    """Every rung was passed."""

    word: Word = field(default="right", init=False)


@dataclass(frozen=True, slots=True)
class Mistaken:
    """The first rung that failed, with the advice meant for the mistake.

    ``mistake`` is the name of the recognised mistake, or None when only the rung is known; ``misconception`` its
    id in the course ("M07"). ``advice`` holds no hidden value and may be shown to the student as it is.
    """

    rung: str
    advice: str
    mistake: str | None = None
    misconception: str | None = None
    evidence: Evidence = Evidence()
    word: Word = field(default="mistaken", init=False)


@dataclass(frozen=True, slots=True)
class Broken:
    """No verdict could be reached, and that is not the student's fault."""

    reason: str
    word: Word = field(default="broken", init=False)


Outcome = Right | Mistaken | Broken


@dataclass(frozen=True, slots=True)
class ExerciseVerdict:
    """The outcome of one exercise and its points. ``passed`` lists the rungs passed, lowest first.

    ``taken`` has the texts of the student's other cells that ran with the answer, where the answer needs them.
    """

    exercise: str
    outcome: Outcome
    points: float
    max_points: float
    passed: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A plain dictionary without hidden values, times, paths or code; equal verdicts give equal dictionaries."""
        o = self.outcome
        return {
            "exercise": self.exercise,
            "verdict": o.word,
            "points": self.points,
            "max_points": self.max_points,
            "rung": o.rung if isinstance(o, Mistaken) else None,
            "mistake": o.mistake if isinstance(o, Mistaken) else None,
            "misconception": o.misconception if isinstance(o, Mistaken) else None,
            "advice": o.advice if isinstance(o, Mistaken) else o.reason if isinstance(o, Broken) else "",
            "passed": list(self.passed),
        }


@dataclass(frozen=True, slots=True)
class SubmissionVerdict:
    """All that grading one submission of one lesson yielded; the unit of work and of storage.

    ``level`` is the sandbox's: "protected", "limited" or "unprotected". ``repairs`` tells what intake had to mend, one
    sentence each. ``refused`` is set, and ``exercises`` empty, when the submission could not be read at all.
    """

    student: str
    lesson: str
    level: str
    exercises: tuple[ExerciseVerdict, ...] = ()
    repairs: tuple[str, ...] = ()
    refused: str | None = None

    @property
    def points(self) -> float:
        return sum(e.points for e in self.exercises)

    @property
    def max_points(self) -> float:
        return sum(e.max_points for e in self.exercises)

    @property
    def broken(self) -> bool:
        """True when no grade may be written for at least one exercise."""
        return any(isinstance(e.outcome, Broken) for e in self.exercises)

    def to_json(self) -> dict[str, Any]:
        return {
            "schema": 1,
            "student": self.student,
            "lesson": self.lesson,
            "level": self.level,
            "points": self.points,
            "max_points": self.max_points,
            "exercises": [e.to_json() for e in self.exercises],
            "repairs": list(self.repairs),
            "refused": self.refused,
        }
