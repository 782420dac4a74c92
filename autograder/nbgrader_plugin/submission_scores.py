"""The scores of one submission of another course, as nbgrader's gradebook has them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from autograder.nbgrader_plugin.inline_tests import NOT_TAMPER_PROOF


@dataclass(frozen=True, slots=True)
class CellScore:
    """What one graded cell got. ``auto_score`` is None where no test gave points."""

    notebook: str
    cell: str
    auto_score: float | None
    max_score: float
    needs_manual_grade: bool


@dataclass(frozen=True, slots=True)
class SubmissionScores:
    """A student's result for one assignment.

    ``level`` is the sandbox's; ``points`` and ``max_points`` are nbgrader's sums; ``notes`` are sentences on what happened.
    ``refused`` says why nothing was graded; ``broken`` is True where that was the machine's fault. In both cases no score was
    written. ``trust`` is the sentence that the scores are not tamper-proof.
    """

    student: str
    assignment: str
    level: str
    points: float = 0.0
    max_points: float = 0.0
    scores: tuple[CellScore, ...] = ()
    notes: tuple[str, ...] = ()
    refused: str | None = None
    broken: bool = False
    trust: str = NOT_TAMPER_PROOF

    def to_json(self) -> dict[str, Any]:
        """A plain dictionary under the fields' own names."""
        return asdict(self)
