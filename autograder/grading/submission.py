"""Grading one submission: its answers run in a fork of the fork server and are examined one by one.

A cell that ends its process costs its own exercise only: the others go on in a fresh fork without it. Cells that are no
answers are left out at first; what is not right is tried once more with them, where they may be why.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import numpy as np

from autograder.course.lesson import Lesson
from autograder.exercise.exam import Exam
from autograder.faults import MachineFault
from autograder.grading.fixed_sentences import MISSING, NOT_PYTHON, NOT_REACHED, RAISES, UNANSWERED
from autograder.grading.graded_batch import GradedSubmission
from autograder.grading.retries import Retries
from autograder.intake import Submitted
from autograder.judge import examine, failed_verdict, lost_verdict, unwritten_verdict
from autograder.matching.python_names import defined_names, is_python, needed_names
from autograder.matching.transplant import FoundAnswer, Transplant, transplant
from autograder.reply import AnswerLost, Reply
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.session import Cell, Session
from autograder.verdicts import Broken, Evidence, ExerciseVerdict, Mistaken, Outcome, SubmissionVerdict

MOST_RESTARTS = 3


def grade_submission(
    sandbox: Sandbox, lesson: Lesson, exams: Mapping[str, Exam], student: str, submitted: Submitted
) -> GradedSubmission:
    """The verdict on one submission; ``exams`` holds one for each exercise of the lesson.

    Raises MachineFault when the sandbox fails; the submission may then be tried again.
    """
    graft = transplant(lesson, submitted)
    work = _Work(sandbox, lesson, exams, graft)
    verdicts = work.verdicts()
    repairs = (*graft.repairs, *work.retries.notes)
    return GradedSubmission(
        SubmissionVerdict(student, lesson.name, sandbox.level, verdicts, repairs), work.retries.answers
    )


def broken_verdict(
    lesson: Lesson, exams: Mapping[str, Exam], student: str, level: str, reason: str, repairs: Sequence[str] = ()
) -> SubmissionVerdict:
    """The verdict on a submission that the machine could not judge: no grade for any exercise."""
    exercises = tuple(
        ExerciseVerdict(files.name, Broken(reason), 0.0, exams[files.name].max_points) for files in lesson.exercises
    )
    return SubmissionVerdict(student, lesson.name, level, exercises, tuple(repairs))


class _Work:
    def __init__(self, sandbox: Sandbox, lesson: Lesson, exams: Mapping[str, Exam], graft: Transplant) -> None:
        self.sandbox, self.lesson, self.exams, self.graft = sandbox, lesson, exams, graft
        self.answers = [piece for piece in graft.answers.values() if piece is not None]
        self.probes = {files.name: files.probe_source for files in lesson.exercises}
        self.retries = Retries(graft, lesson.setup, self._attempt)
        self.cpu, self.idle, self.started = 0.0, 0.0, time.monotonic()

    def verdicts(self) -> tuple[ExerciseVerdict, ...]:
        """One verdict an exercise, in the lesson's order."""
        wanted = [name for name, piece in self.graft.answers.items() if piece is not None]
        found = self._attempt(wanted, self.answers)
        self.retries.improve(found)
        return tuple(found.get(files.name) or self._nothing(files.name) for files in self.lesson.exercises)

    # -- one way through all exercises ----------------------------------------------------------------------------

    def _attempt(self, wanted: list[str], pieces: Sequence[FoundAnswer]) -> dict[str, ExerciseVerdict]:
        found: dict[str, ExerciseVerdict] = {}
        pieces = sorted(pieces, key=lambda piece: piece.place)
        for _ in range(1 + MOST_RESTARTS):
            rest = [name for name in wanted if name not in found]
            if not rest:
                break
            limits = self.sandbox.limits
            # One account for all forks of a submission: restarting must not buy more time.
            waited = time.monotonic() - self.started
            if self.cpu >= limits.total_cpu or waited >= limits.total_wall or self.idle >= limits.total_idle:
                break
            with self.sandbox.fork(limits.less(self.cpu, waited, self.idle)) as session:
                culprit = self._one_fork(session, rest, pieces, found)
            self.cpu += session.usage()
            self.idle += session.idle()
            pieces = [piece for piece in pieces if culprit is None or piece.place != culprit.place]
        for name in wanted:
            found.setdefault(name, self._mistaken(name, NOT_REACHED))
        return found

    def _one_fork(
        self, session: Session, rest: list[str], pieces: Sequence[FoundAnswer], found: dict[str, ExerciseVerdict]
    ) -> FoundAnswer | None:
        """Fill ``found`` as far as this process lives; the piece that ended it and is better left out, if any."""
        self._set_up(session)
        errors: dict[str, str] = {}
        for place, same in groupby(pieces, lambda piece: piece.place):
            piece, *others = same
            names = [name for each in (piece, *others) if (name := each.exercise)]  # one cell may answer several
            try:
                (result,) = session.run_cells([Cell(names[0] if names else f"support-{place:g}", piece.source)])
            except AnswerLost as lost:
                found |= {name: lost_verdict(self.exams[name], lost) for name in names if name in rest}
                return piece
            if result.status == "error":
                errors |= dict.fromkeys(names, f"{result.ename}: {result.evalue}")
        for number, name in enumerate(rest):
            if name in found:
                continue
            found[name], alive = self._examine(session, name, errors.get(name))
            if not alive:
                return self._to_leave_out(name, rest[number + 1 :], pieces)
        return None

    def _set_up(self, session: Session) -> None:
        try:
            (result,) = session.run_cells([Cell("setup", self.lesson.setup)])
        except AnswerLost as lost:
            raise MachineFault(
                f"The set-up cell of {self.lesson.name} did not survive in the sandbox ({lost})."
            ) from None
        if result.status == "error":
            raise MachineFault(
                f"The set-up cell of {self.lesson.name} must run in the sandbox. "
                f"It stopped with {result.ename}: {result.evalue}. "
                f"Run it in a fresh kernel of this environment."
            )

    def _examine(self, session: Session, name: str, error: str | None) -> tuple[ExerciseVerdict, bool]:
        """The verdict, and whether the process is still there."""
        exam, gone = self.exams[name], []

        def ask(op: str, facts: dict[str, Any], arrays: dict[str, np.ndarray]) -> Reply:
            try:
                return session.ask(op, facts, arrays)
            except AnswerLost as lost:
                gone.append(lost)
                raise

        session.exercise()
        try:
            probe = self.probes[name]
            if probe is not None:
                session.load_probe(name, probe)
            verdict = examine(exam, ask)
        except AnswerLost as lost:
            return lost_verdict(exam, lost), False
        except MachineFault:
            raise
        except Exception as fault:  # ours, whatever it is: no grade, and the instructor hears of it
            return failed_verdict(exam, fault), not gone
        return self._with_error(verdict, error), not gone

    def _with_error(self, verdict: ExerciseVerdict, error: str | None) -> ExerciseVerdict:
        """Where the cell's own error is why nothing is defined, that is what the student hears."""
        outcome, name = verdict.outcome, verdict.exercise
        if error is None or not isinstance(outcome, Mistaken) or outcome.mistake != "undefined":
            return verdict
        if error.startswith("NotImplementedError"):
            return unwritten_verdict(self.exams[name])
        piece = self.graft.answers[name]
        advice = RAISES.format(name=name) if piece is not None and is_python(piece.source) else NOT_PYTHON
        return replace(verdict, outcome=replace(outcome, advice=advice, evidence=Evidence(received=error)))

    def _to_leave_out(self, name: str, rest: list[str], pieces: Sequence[FoundAnswer]) -> FoundAnswer | None:
        """The answer whose process ended while it was asked, unless a later answer builds on it."""
        culprit = next((piece for piece in pieces if piece.exercise == name), None)
        later = [piece for piece in pieces if piece.exercise in rest]
        if culprit is None or any(
            piece.place == culprit.place or needed_names(piece.source) & defined_names(culprit.source)
            for piece in later
        ):
            return None
        return culprit

    # -- fixed outcomes -------------------------------------------------------------------------------------------

    def _nothing(self, name: str) -> ExerciseVerdict:
        if name in self.graft.untouched:
            return self._mistaken(name, UNANSWERED, "unwritten")
        return self._mistaken(name, MISSING, "missing")

    def _mistaken(self, name: str, advice: str, mistake: str | None = None) -> ExerciseVerdict:
        return self._verdict(name, Mistaken(self.exams[name].rungs[0].name, advice, mistake))

    def _verdict(self, name: str, outcome: Outcome) -> ExerciseVerdict:
        return ExerciseVerdict(name, outcome, 0.0, self.exams[name].max_points)
