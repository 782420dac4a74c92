"""``task.py``: what a student gets for one exercise, with its model answer and hints."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from autograder.course.percent_format import PercentCell, check_python, read_cells, short_path
from autograder.faults import AuthorFault
from autograder.parsing import parse

BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"
STUB = ("# YOUR CODE HERE", "raise NotImplementedError()")
"""What nbgrader's ClearSolutions puts in place of a solution when it is not configured. A test compares the two."""

HINTS = ("nudge", "locate", "show")


@dataclass(frozen=True, slots=True)
class Task:
    """The text of one exercise.

    ``answer`` holds the model answer with nbgrader's markers, ``solution`` the same without the marker lines, ``stub``
    what the student finds. ``hints`` has the keys nudge, locate, show; one that is not written yet is empty.
    """

    prose: str
    answer: str
    hints: dict[str, str]
    path: Path
    line: int = 1

    @property
    def solution(self) -> str:
        """The model answer in full, without marker lines."""
        return "\n".join(text for text in self.answer.split("\n") if BEGIN not in text and END not in text)

    @property
    def stub(self) -> str:
        """What nbgrader leaves of the answer: a stub for each marked region, indented as its BEGIN line."""
        kept: list[str] = []
        inside = False
        for text in self.answer.split("\n"):
            if BEGIN in text:
                inside = True
                kept += [text[: len(text) - len(text.lstrip())] + stub for stub in STUB]
            elif END in text:
                inside = False
            elif not inside:
                kept.append(text)
        return "\n".join(kept)

    @property
    def regions(self) -> list[tuple[int, int]]:
        """The marked regions as (line of BEGIN, line of END) in ``answer``, counted from 1."""
        begins = [i for i, text in enumerate(self.answer.split("\n"), 1) if BEGIN in text]
        ends = [i for i, text in enumerate(self.answer.split("\n"), 1) if END in text]
        return list(zip(begins, ends, strict=True))

    def defines(self, name: str) -> bool:
        """Whether the answer defines a class or function of that name at its top level."""
        kinds = (ast.ClassDef, ast.FunctionDef)
        return any(isinstance(node, kinds) and node.name == name for node in parse(self.answer).body)


def read_task(path: Path) -> Task:
    """The task in ``path``. Raises AuthorFault, with the line, when it does not have the form of a task."""
    cells = read_cells(path)
    if len(cells) < 2 or cells[0].kind != "markdown" or cells[1].kind != "code":
        found = ", ".join(cell.kind for cell in cells) or "nothing"
        raise AuthorFault(
            f"{short_path(path)}, line 1: a task is a markdown cell, a code cell with the answer, then cells with hints. "
            f"Received: {found}."
        )
    prose, answer, *rest = cells
    _check_markers(answer, path)
    task = Task(prose.source, answer.source, _hints(rest, path), path, answer.line)
    check_python(task.stub, path)
    return task


def _hints(cells: list[PercentCell], path: Path) -> dict[str, str]:
    hints = dict.fromkeys(HINTS, "")
    for cell in cells:
        kind = cell.metadata.get("hint")
        if cell.kind != "markdown" or kind not in HINTS or hints[kind]:
            raise AuthorFault(
                f'{short_path(path)}, line {cell.line}: after the answer come markdown cells with hint="nudge", "locate" and '
                f'"show", each once. Received a {cell.kind} cell with hint={kind!r}.'
            )
        hints[kind] = cell.source
    return hints


def _check_markers(cell: PercentCell, path: Path) -> None:
    """nbgrader forgives an END without a BEGIN, and so would release the solution above it: we do not."""
    inside = 0
    regions = 0
    for line, text in enumerate(cell.source.split("\n"), cell.line + 1):
        if BEGIN in text or END in text:
            if (BEGIN in text) == bool(inside) or not text.strip().startswith("#"):
                raise AuthorFault(
                    f"{short_path(path)}, line {line}: solutions stand between '### {BEGIN}' and '### {END}', not nested. "
                    f"Received here: {text.strip()!r}."
                )
            inside = 0 if inside else line
            regions += 1
    if inside:
        raise AuthorFault(
            f"{short_path(path)}, line {inside}: this '### {BEGIN}' has no '### {END}'. Add it after the solution."
        )
    if not regions:
        raise AuthorFault(
            f"{short_path(path)}, line {cell.line}: an answer has at least one solution between '### {BEGIN}' and '### {END}'. "
            "Received none, so the student would be given all of it."
        )
