"""What grading yields, as plain data: whoever records it needs no sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.grading.exams import Exams
from autograder.intake import Job
from autograder.verdicts import SubmissionVerdict


@dataclass(frozen=True, slots=True)
class GradedSubmission:
    """A verdict and the text of each answer that it is about (None where the stub is left)."""

    verdict: SubmissionVerdict
    answers: dict[str, str | None]


@dataclass(slots=True)
class Batch:
    """What grading a folder yielded, by student and lesson. ``kept`` counts verdicts of an earlier run.

    ``unknown`` names folders that are no lessons, ``beside`` archives beside a folder of their name, which counts.
    ``exams`` by lesson are what was asked; they have every lesson of ``results``.
    """

    results: list[tuple[Job, GradedSubmission]] = field(default_factory=list)
    strangers: list[SubmissionVerdict] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    kept: int = 0
    exams: Mapping[str, Exams] = field(default_factory=dict)

    @property
    def verdicts(self) -> list[SubmissionVerdict]:
        """All verdicts; those on folders and archives that lead to no lesson come last."""
        return [graded.verdict for _, graded in self.results] + self.strangers
