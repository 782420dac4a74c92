"""Grading one submission: its answers run in a fork of the warm parent and are examined one by one.

A cell that ends its process costs its own exercise only: the others go on in a fresh fork without it. Cells that are no
answers are left out at first; where an answer lacks a name that they define, a second verdict is made with them, and
the better one counts.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.box.box import Box
from autograder.box.session import Cell, Session
from autograder.course.lesson import Lesson
from autograder.exercise.paper import Paper
from autograder.faults import MachineFault
from autograder.grading.advice import MISSING, NOT_PYTHON, NOT_REACHED, RAISES, UNANSWERED
from autograder.grading.intake import Submitted
from autograder.grading.names import defined, needed, parses
from autograder.grading.transplant import Piece, Transplant, transplant
from autograder.judge import ended, examine, unwritten
from autograder.reply import AnswerLost, Reply
from autograder.verdicts import Broken, Evidence, ExerciseVerdict, Mistaken, Outcome, Right, SubmissionVerdict

MOST_RESTARTS = 3
MOST_NAMES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Graded:
    """A verdict and the text of each answer that it is about (None where the stub stands)."""

    verdict: SubmissionVerdict
    answers: dict[str, str | None]


def grade(box: Box, lesson: Lesson, papers: Mapping[str, Paper], student: str, submitted: Submitted) -> Graded:
    """The verdict on one submission; ``papers`` holds one for each exercise of the lesson.

    Raises MachineFault when the box fails; the submission may then be tried again.
    """
    graft = transplant(lesson, submitted)
    work = _Work(box, lesson, papers, graft)
    verdicts = work.verdicts()
    verdict = SubmissionVerdict(student, lesson.name, box.level, verdicts, (*graft.repairs, *work.notes))
    return Graded(verdict, {name: piece.source if piece else None for name, piece in graft.answers.items()})


def broken(
    lesson: Lesson, papers: Mapping[str, Paper], student: str, level: str, reason: str, repairs: Sequence[str] = ()
) -> SubmissionVerdict:
    """The verdict on a submission that the machine could not judge: no grade for any exercise."""
    exercises = tuple(
        ExerciseVerdict(files.name, Broken(reason), 0.0, papers[files.name].max_points) for files in lesson.exercises
    )
    return SubmissionVerdict(student, lesson.name, level, exercises, tuple(repairs))


class _Work:
    def __init__(self, box: Box, lesson: Lesson, papers: Mapping[str, Paper], graft: Transplant) -> None:
        self.box, self.lesson, self.papers, self.graft = box, lesson, papers, graft
        self.answers = [piece for piece in graft.answers.values() if piece is not None]
        self.probes = {files.name: files.probe_source for files in lesson.exercises}
        self.notes: list[str] = []
        self.cpu, self.started = 0.0, time.monotonic()

    def verdicts(self) -> tuple[ExerciseVerdict, ...]:
        """One verdict an exercise, in the lesson's order."""
        wanted = [name for name, piece in self.graft.answers.items() if piece is not None]
        found = self._attempt(wanted, self.answers)
        self._second(found)
        return tuple(found.get(files.name) or self._nothing(files.name) for files in self.lesson.exercises)

    # -- one way through all exercises ----------------------------------------------------------------------------

    def _attempt(self, wanted: list[str], pieces: Sequence[Piece]) -> dict[str, ExerciseVerdict]:
        found: dict[str, ExerciseVerdict] = {}
        pieces = sorted(pieces, key=lambda piece: piece.place)
        for _ in range(1 + MOST_RESTARTS):
            rest = [name for name in wanted if name not in found]
            if not rest:
                break
            limits = self.box.limits
            # One account for all forks of a submission: restarting must not buy more time.
            waited = time.monotonic() - self.started
            if self.cpu >= limits.total_cpu or waited >= limits.total_wall:
                break
            with self.box.fork(limits.less(self.cpu, waited)) as session:
                culprit = self._one_fork(session, rest, pieces, found)
            self.cpu += session.usage()
            pieces = [piece for piece in pieces if piece is not culprit]
        for name in wanted:
            found.setdefault(name, self._mistaken(name, NOT_REACHED))
        return found

    def _one_fork(
        self, session: Session, rest: list[str], pieces: Sequence[Piece], found: dict[str, ExerciseVerdict]
    ) -> Piece | None:
        """Fill ``found`` as far as this process lives; the piece that ended it and is better left out, if any."""
        self._set_up(session)
        errors: dict[str, str] = {}
        for number, piece in enumerate(pieces):
            try:
                (result,) = session.run_cells([Cell(piece.exercise or f"support-{number}", piece.source)])
            except AnswerLost as lost:
                if piece.exercise in rest:
                    found[piece.exercise] = ended(self.papers[piece.exercise], lost)
                return piece
            if piece.exercise is not None and result.status == "error":
                errors[piece.exercise] = f"{result.ename}: {result.evalue}"
        for place, name in enumerate(rest):
            if name in found:
                continue
            found[name], alive = self._examine(session, name, errors.get(name))
            if not alive:
                return self._to_leave_out(name, rest[place + 1 :], pieces)
        return None

    def _set_up(self, session: Session) -> None:
        try:
            (result,) = session.run_cells([Cell("setup", self.lesson.setup)])
        except AnswerLost as lost:
            raise MachineFault(f"The set-up cell of {self.lesson.name} did not survive in the box ({lost}).") from None
        if result.status == "error":
            raise MachineFault(
                f"The set-up cell of {self.lesson.name} must run in the box. "
                f"It stopped with {result.ename}: {result.evalue}. "
                f"Run it in a fresh kernel of this environment."
            )

    def _examine(self, session: Session, name: str, error: str | None) -> tuple[ExerciseVerdict, bool]:
        """The verdict, and whether the process is still there."""
        paper, gone = self.papers[name], []

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
            verdict = examine(paper, ask)
        except AnswerLost as lost:
            return ended(paper, lost), False
        except MachineFault:
            raise
        except Exception as fault:  # ours, whatever it is: no grade, and the instructor hears of it
            return self._verdict(name, Broken(f"The judge failed on {name}: {type(fault).__name__}: {fault}")), not gone
        return self._with_error(verdict, error), not gone

    def _with_error(self, verdict: ExerciseVerdict, error: str | None) -> ExerciseVerdict:
        """Where the cell's own error is why nothing is defined, that is what the student hears."""
        outcome, name = verdict.outcome, verdict.exercise
        if error is None or not isinstance(outcome, Mistaken) or outcome.mistake != "undefined":
            return verdict
        if error.startswith("NotImplementedError"):
            return unwritten(self.papers[name])
        piece = self.graft.answers[name]
        advice = RAISES.format(name=name) if piece is not None and parses(piece.source) else NOT_PYTHON
        return replace(verdict, outcome=replace(outcome, advice=advice, evidence=Evidence(received=error)))

    def _to_leave_out(self, name: str, rest: list[str], pieces: Sequence[Piece]) -> Piece | None:
        """The answer whose process ended while it was asked, unless a later answer builds on it."""
        culprit = next((piece for piece in pieces if piece.exercise == name), None)
        later = [piece for piece in pieces if piece.exercise in rest]
        if culprit is None or any(needed(piece.source) & defined(culprit.source) for piece in later):
            return None
        return culprit

    # -- with the cells that an answer lacks ----------------------------------------------------------------------

    def _second(self, found: dict[str, ExerciseVerdict]) -> None:
        lacking = {name: self._lacking(name) for name in found if not isinstance(found[name].outcome, Right)}
        wanted = [name for name, (names, _) in lacking.items() if names]
        if not wanted:
            return
        support = {piece.place: piece for name in wanted for piece in lacking[name][1]}
        again = self._attempt(wanted, [*self.answers, *support.values()])
        for name in wanted:
            first, second = found[name], again[name]
            found[name] = better(first, second)
            shown = ", ".join(sorted(lacking[name][0])[:MOST_NAMES_SHOWN])
            self.notes.append(
                f"{name}: it uses names from other cells ({shown}). With those cells it earns {second.points:g}, "
                f"without them {first.points:g}; the better counts."
            )

    def _lacking(self, name: str) -> tuple[set[str], list[Piece]]:
        """Names that the answer needs and only support cells define, and those cells with all that they need."""
        here = defined(self.lesson.setup)
        lacked: set[str] = set()
        chosen: dict[float, Piece] = {}
        seen: set[str] = set()
        piece = self.graft.answers[name]
        todo = set(needed(piece.source)) if piece else set()
        while todo:
            wanted = todo.pop()
            if wanted in seen or wanted in here:
                continue
            seen.add(wanted)
            answers = [p for p in self.answers if wanted in defined(p.source)]
            support = [] if answers else [p for p in self.graft.support if wanted in defined(p.source)]
            if support:
                lacked.add(wanted)
            for provider in (*answers, *support):
                todo |= needed(provider.source)
            chosen |= {p.place: p for p in support}
        return lacked, list(chosen.values())

    # -- fixed outcomes -------------------------------------------------------------------------------------------

    def _nothing(self, name: str) -> ExerciseVerdict:
        if name in self.graft.untouched:
            return self._mistaken(name, UNANSWERED, "unwritten")
        return self._mistaken(name, MISSING, "missing")

    def _mistaken(self, name: str, advice: str, mistake: str | None = None) -> ExerciseVerdict:
        return self._verdict(name, Mistaken(self.papers[name].rungs[0].name, advice, mistake))

    def _verdict(self, name: str, outcome: Outcome) -> ExerciseVerdict:
        return ExerciseVerdict(name, outcome, 0.0, self.papers[name].max_points)


def better(first: ExerciseVerdict, second: ExerciseVerdict) -> ExerciseVerdict:
    """The one of more points, then of more rungs. A broken verdict yields to a right one only, and replaces none."""
    if isinstance(second.outcome, Broken) or isinstance(first.outcome, Broken):
        return second if isinstance(second.outcome, Right) else first
    return max(first, second, key=lambda verdict: (verdict.points, len(verdict.passed)))
