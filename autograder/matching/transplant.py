"""Finding a student's answers, so that they can be grafted into our own notebook.

An answer is found by its cell's grade id, then by the names it defines, then by where it stands. Among duplicates
untouched stubs are ignored, and the last of the rest counts. A cell may answer several exercises. Every cell that
carries none of our marks travels along as support, for the names that an answer may need. Nothing else of the submitted
notebook is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from autograder.course.exercise_files import ExerciseFiles
from autograder.course.lesson import Lesson
from autograder.intake import Submitted, SubmittedCell
from autograder.matching.cells_to_read import cells_to_read
from autograder.matching.python_names import defined_names, is_python
from autograder.matching.repair import MOST_PARTS, join_parts, settle_conflict, strip_fences
from autograder.matching.repair import without_trailing_blanks as plain

MOST_SUPPORT = 1_000
CHECK = re.compile(r"\s*check\(\s*(['\"])(?P<name>[^'\"]*)\1\s*\)\s*")


@dataclass(frozen=True, slots=True)
class FoundAnswer:
    """A cell that may run. ``exercise`` names what it answers, or is None for support; ``place`` orders them."""

    place: float
    source: str
    exercise: str | None = None


@dataclass(frozen=True, slots=True)
class Transplant:
    """What was taken over. ``answers`` has every exercise of the lesson; None where no answer was found.

    ``untouched`` names the exercises whose stub came back as it went out.
    """

    answers: dict[str, FoundAnswer | None]
    support: tuple[FoundAnswer, ...]
    untouched: frozenset[str]
    repairs: tuple[str, ...]

    @property
    def texts(self) -> dict[str, str | None]:
        """The text of each answer; None where there is none."""
        return {name: piece.source if piece else None for name, piece in self.answers.items()}


def transplant(lesson: Lesson, submitted: Submitted) -> Transplant:
    """The answers of ``submitted`` to the exercises of ``lesson``. Raises nothing: what is not there is None."""
    return _Search(lesson, submitted).result()


def _checked(source: str) -> str | None:
    """The name in a cell that is nothing but the call of a check."""
    match = CHECK.fullmatch(source)
    return match["name"] if match else None


class _Search:
    def __init__(self, lesson: Lesson, submitted: Submitted) -> None:
        self.lesson, self.exercises = lesson, {files.name: files for files in lesson.exercises}
        self.cells, cut = cells_to_read(submitted.cells, self.exercises)
        self.repairs = [*submitted.repairs, *cut]
        self.taken: dict[int, str] = {}  # place in the submission → exercise
        self.untouched: set[str] = set()
        self.stubs = {plain(files.task.stub): files.name for files in lesson.exercises}
        self.ours = {plain(cell.source) for cell in lesson.cells if cell.kind == "code"} | {plain(lesson.setup)}
        self.mended: dict[int, str] = {}  # place in the submission → what was done to the cell's text
        # Each text is looked at once, however many cells there are: two thousand copies must not cost their square.
        self.plain = cache(plain)
        self.checked = cache(_checked)
        self._mend()
        self.definitions = [defined_names(cell.source) for cell in self.cells]

    def result(self) -> Transplant:
        marked = {name: self._by_grade_id(files) for name, files in self.exercises.items()}
        found = {name: place if self._defines(place, name) else None for name, place in marked.items()}
        # A marked cell without the definition may hold another exercise's answer.
        self.taken = {place: name for place, name in self.taken.items() if found[name] == place}
        for name in self.exercises:
            if found[name] is None:
                found[name] = self._by_names(name)
        for name, place in marked.items():
            if found[name] is None and place is not None and place not in self.taken:
                found[name], self.taken[place] = place, name
        for name in self.exercises:
            if found[name] is None and name not in self.untouched:
                found[name] = self._by_position(name)
        for name, place in found.items():
            if place is None and name not in self.untouched:
                self.repairs.append(f"{name}: no answer was found in the notebook.")
            elif place in self.mended:
                self.repairs.append(f"{name}: {self.mended[place]}")
        answers = {
            name: None if place is None else FoundAnswer(place, self.cells[place].source, name)
            for name, place in found.items()
        }
        return Transplant(
            answers, self._support(), frozenset(n for n in self.untouched if found[n] is None), tuple(self.repairs)
        )

    def _mend(self) -> None:
        """Settle conflicts, take answers out of fences, and put together what was split."""
        for i, cell in enumerate(self.cells):
            if cell.kind != "code":
                self.cells[i] = replace(cell, source=strip_fences(cell.source))
            elif (text := settle_conflict(cell.source)) is not None:
                self.cells[i] = replace(cell, source=text)
                self.mended[i] = "its cell held the marks of a merge conflict; the later side that is Python counts."
        for i, cell in enumerate(self.cells):
            if cell.kind == "code" and (
                cell.grade_id in self.exercises or defined_names(cell.source) & set(self.exercises)
            ):
                self._join(i)

    def _join(self, place: int) -> None:
        cell = self.cells[place]
        parts: list[tuple[str, bool]] = []
        for other in self.cells[place + 1 :]:
            marked = other.grade_id is not None and other.grade_id == cell.grade_id
            ours = other.kind != "code" or self._is_check(other) or self.plain(other.source) in self.ours
            if ours or not (marked or other.grade_id is None) or len(parts) == MOST_PARTS:
                break
            parts.append((other.source, marked))
        text, count = join_parts(cell.source, parts)
        if count:
            self.cells[place] = replace(cell, source=text)
            self.cells[place + 1 : place + 1 + count] = [SubmittedCell("code", "")] * count
            self.mended[place] = f"its answer cell had been split; its {count + 1} parts were joined."

    # -- three ways of finding ------------------------------------------------------------------------------------

    def _by_grade_id(self, files: ExerciseFiles) -> int | None:
        marked = [i for i, cell in enumerate(self.cells) if cell.grade_id == files.name]
        changed = [i for i in marked if not self._is_stub(i)]
        # A tool may have stripped the metadata: then the stub is known by its text.
        if len(changed) < len(marked) or any(
            self.stubs.get(self.plain(cell.source)) == files.name for cell in self.cells
        ):
            self.untouched.add(files.name)
        # A cell that was split keeps its id in both halves: the half with the definition is the answer.
        able = [i for i in changed if self._defines(i, files.name)] or changed
        if not able:
            return None
        place = able[-1]
        if len(changed) > 1:
            which = "the last one counts" if able[-1] == changed[-1] else f"the last that defines {files.name} counts"
            self.repairs.append(f"{files.name}: its answer cell stands there {len(changed)} times; {which}.")
        self._note_kind(files.name, place)
        self.taken[place] = files.name
        return place

    def _note_kind(self, name: str, place: int) -> None:
        if (kind := self.cells[place].kind) != "code":
            self.repairs.append(f"{name}: its answer cell had become a {kind} cell; it was read as code.")

    def _by_names(self, name: str) -> int | None:
        """The last code cell that defines ``name``; else a cell that answers another exercise, or a text that is code."""
        able = [i for i in self._free() if name in self.definitions[i]]
        code = [i for i in able if self.cells[i].kind == "code"]
        texts = [i for i in able if self.cells[i].kind != "code" and is_python(self.cells[i].source)]
        places = code or [i for i in sorted(self.taken) if name in self.definitions[i]] or texts
        if not places:
            return None
        self.taken.setdefault(places[-1], name)
        which = "that cell counts" if len(places) == 1 else f"the last of {len(places)} such cells counts"
        self.repairs.append(f"{name}: its answer cell was not found, but {name} is defined elsewhere; {which}.")
        self._note_kind(name, places[-1])
        return places[-1]

    def _by_position(self, name: str) -> int | None:
        """The last changed cell between this exercise's task and its check, where one of the two is still there."""
        start = next((i for i, c in enumerate(self.cells) if c.grade_id == f"task-{name}"), None)
        end = next((i for i, c in enumerate(self.cells) if self._is_check(c, name)), None)
        if start is None and end is None:
            return None
        first = start + 1 if start is not None else self._anchor_before(end or 0)
        last = end if end is not None else self._anchor_after(first)
        names, free = set(self.exercises) - {name}, set(self._free())
        for place in reversed(range(first, last)):
            cell = self.cells[place]
            elsewhere = self.definitions[place] & names
            if (
                cell.kind == "code"
                and place in free
                and not elsewhere
                and not (start is None and is_python(cell.source))
            ):
                self.taken[place] = name
                self.repairs.append(f"{name}: its answer cell was not found; the changed cell in its place counts.")
                return place
        return None

    # -- what a cell is -------------------------------------------------------------------------------------------

    def _free(self) -> list[int]:
        """Places of cells that are the student's own and not yet an answer: no text, stub, check or cell of ours."""
        return [
            i
            for i, cell in enumerate(self.cells)
            if i not in self.taken
            and cell.source.strip()
            and self.plain(cell.source) not in self.ours
            and not self._is_stub(i)
            and not self._is_check(cell)
        ]

    def _is_stub(self, place: int) -> bool:
        return self.plain(self.cells[place].source) in self.stubs or not self.cells[place].source.strip()

    def _is_check(self, cell: SubmittedCell, name: str | None = None) -> bool:
        checked = self.checked(cell.source)
        if name is not None:
            return cell.grade_id == f"check-{name}" or checked == name
        return checked is not None or (cell.grade_id or "").startswith("check-")

    def _defines(self, place: int | None, name: str) -> bool:
        return place is not None and name in self.definitions[place]

    def _anchor_before(self, place: int) -> int:
        return next((i + 1 for i in reversed(range(place)) if self._is_anchor(i)), 0)

    def _anchor_after(self, place: int) -> int:
        return next((i for i in range(place, len(self.cells)) if self._is_anchor(i)), len(self.cells))

    def _is_anchor(self, place: int) -> bool:
        cell = self.cells[place]
        return self._is_check(cell) or (cell.grade_id or "").startswith("task-") or place in self.taken

    # -- what travels along ---------------------------------------------------------------------------------------

    def _support(self) -> tuple[FoundAnswer, ...]:
        """The other code cells: the student's, in their order, and those of our own that the student has deleted."""
        pieces = []
        for i, cell in enumerate(self.cells):
            skip = i in self.taken or cell.kind != "code" or self._is_stub(i) or self._is_check(cell)
            if not skip and self.plain(cell.source) != plain(self.lesson.setup):
                pieces.append(FoundAnswer(i, cell.source))
        if len(pieces) > MOST_SUPPORT:
            self.repairs.append(f"Of {len(pieces)} further code cells the first {MOST_SUPPORT} were kept.")
            del pieces[MOST_SUPPORT:]
        here = {self.plain(piece.source) for piece in pieces} | {plain(self.lesson.setup)}
        experiments = (cell.source for cell in self.lesson.cells if cell.kind == "code")
        deleted = [source for source in experiments if plain(source) not in here]
        return (*(FoundAnswer(-1 + k / (1 + len(deleted)), source) for k, source in enumerate(deleted)), *pieces)
