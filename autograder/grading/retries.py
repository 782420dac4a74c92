"""Judging an answer once more in other company, where it is not right and another order of cells may be why.

A student runs cells in any order, and each check when its answer is there; grading runs the answers alone, from top to
bottom. So an answer may lack a name that another cell defines, a later answer may take one of its names, and a later
cell may hold what the student wrote in its place. Whatever is tried, the better verdict counts, and both are reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from autograder.grading.fixed_sentences import NOT_REACHED
from autograder.matching.dependencies import CellDependencies
from autograder.matching.transplant import FoundAnswer, Transplant
from autograder.verdicts import Broken, ExerciseVerdict, Mistaken, Right

MOST_NAMES_SHOWN = 5
MOST_LETTERS = 40

Attempt = Callable[[list[str], Sequence[FoundAnswer]], dict[str, ExerciseVerdict]]
"""Judges the exercises named with these cells, in the order of their places."""


class Retries:
    """``notes`` are sentences on what was tried; ``answers`` the texts that the verdicts are about."""

    def __init__(self, graft: Transplant, setup: str, attempt: Attempt) -> None:
        self.graft, self.setup, self.attempt = graft, setup, attempt
        self.needs = CellDependencies(graft, setup)
        self.notes: list[str] = []
        self.answers = graft.texts

    def improve(self, found: dict[str, ExerciseVerdict]) -> None:
        """Put better verdicts into ``found`` where there are such."""
        self._with_what_it_lacks(found)
        self._without_what_came_later(found)
        self._as_it_was_rewritten(found)

    def _with_what_it_lacks(self, found: dict[str, ExerciseVerdict]) -> None:
        lacking = {name: self.needs.lacking(name) for name in _not_right(found)}
        wanted = [name for name, (names, _) in lacking.items() if names]
        if not wanted:
            return
        support = {piece.place: piece for name in wanted for piece in lacking[name][1]}
        again = self.attempt(wanted, [*self.needs.answers, *support.values()])
        for name in wanted:
            first, second = found[name], again[name]
            # All of them, for in one process each can change what another does.
            found[name] = better(first, _taking(second, support.values()))
            self.notes.append(
                f"{name}: it uses names from other cells ({_enumerate(lacking[name][0])}). With those cells it earns "
                f"{second.points:g}, without them {first.points:g}; the better counts."
            )

    def _without_what_came_later(self, found: dict[str, ExerciseVerdict]) -> None:
        for name in _not_right(found):
            first = found[name]
            names = self.needs.retaken(name)
            if _undefined(first) and self.needs.followed(name):
                names = names or {name}  # a later cell may have wiped all names
            if not names:
                continue
            pieces = self.needs.above(name)
            second = _taking(self.attempt([name], pieces)[name], pieces)
            # With equal points the advice on the student's own names is the apter.
            judged = not isinstance(second.outcome, Broken) and not isinstance(first.outcome, Broken)
            found[name] = better(second, first) if judged else better(first, second)
            if better(first, second) is second:
                self.notes.append(
                    f"{name}: later cells give another meaning to names that it uses ({_enumerate(names)}). Without those "
                    f"cells it earns {second.points:g}, with them {first.points:g}; the better counts."
                )

    def _as_it_was_rewritten(self, found: dict[str, ExerciseVerdict]) -> None:
        for name in _not_right(found):
            if (piece := self.needs.rewritten(name)) is None:
                continue
            anew = replace(piece, exercise=name)
            lacking = CellDependencies(
                replace(self.graft, answers=self.graft.answers | {name: anew}), self.setup
            ).lacking(name)[1]
            first = found[name]
            second = _taking(self.attempt([name], [*self.needs.answers, anew, *lacking])[name], lacking)
            if better(first, second) is second:
                found[name], self.answers[name] = second, piece.source
                self.notes.append(
                    f"{name}: a later cell defines it anew. With that cell it earns {second.points:g}, "
                    f"without it {first.points:g}; the better counts."
                )


def _not_right(found: dict[str, ExerciseVerdict]) -> list[str]:
    return [name for name, verdict in found.items() if not isinstance(verdict.outcome, Right)]


def _taking(verdict: ExerciseVerdict, pieces: Iterable[FoundAnswer]) -> ExerciseVerdict:
    """The verdict with the texts of those of ``pieces`` that are the student's and no answers, as they ran."""
    cells = sorted((p for p in pieces if p.exercise is None and p.place >= 0), key=lambda piece: piece.place)
    return replace(verdict, taken=tuple(piece.source for piece in cells))


def _undefined(verdict: ExerciseVerdict) -> bool:
    return isinstance(verdict.outcome, Mistaken) and verdict.outcome.mistake == "undefined"


def _reached(verdict: ExerciseVerdict) -> bool:
    return not (isinstance(verdict.outcome, Mistaken) and verdict.outcome.advice == NOT_REACHED)


def _enumerate(names: Iterable[str]) -> str:
    return ", ".join(
        name if len(name) <= MOST_LETTERS else f"{name[:MOST_LETTERS]}…" for name in sorted(names)[:MOST_NAMES_SHOWN]
    )


def better(first: ExerciseVerdict, second: ExerciseVerdict) -> ExerciseVerdict:
    """The one of more points, then of more rungs, then the one that was reached at all. A broken verdict yields to a right one
    only, and replaces none.
    """
    if isinstance(second.outcome, Broken) or isinstance(first.outcome, Broken):
        return second if isinstance(second.outcome, Right) else first
    return max(first, second, key=lambda verdict: (verdict.points, len(verdict.passed), _reached(verdict)))
