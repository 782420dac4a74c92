"""``answers.py``: known answers in full, wrong and right. Grading never reads it; the proof does."""

from __future__ import annotations

from pathlib import Path

from autograder.course.percent_format import PercentCell, read_cells, short_path
from autograder.exercise import Exercise
from autograder.exercise.known_answers import Answer, KnownAnswers
from autograder.faults import AuthorFault

KEYS = {"wrong", "right", "fails", "mistake"}


def read_answers(path: Path, exercise: Exercise) -> KnownAnswers:
    """The known answers of ``exercise``: those that hidden.py states, then the cells of ``path``, where there is one.

    A cell begins with ``# %% right="NAME"`` or ``# %% wrong="NAME"``. A wrong one whose name is a mistake's stands for it;
    others say ``fails="RUNG"``, and ``mistake="NAME"`` where they are to be taken for one. Raises AuthorFault with the line.
    """
    wrongs, rights = list(exercise.wrongs), list(exercise.rights)
    for cell in read_cells(path) if path.exists() else ():
        answer = _answer(path, cell, exercise)
        if answer.name in {known.name for known in (*wrongs, *rights)}:
            raise AuthorFault(
                f"{short_path(path)}, line {cell.line}: names of answers differ within an exercise. Received '{answer.name}' twice. "
                f"Give this one another name."
            )
        (wrongs if answer.fails else rights).append(answer)
    return KnownAnswers(tuple(wrongs), tuple(rights))


def _answer(path: Path, cell: PercentCell, exercise: Exercise) -> Answer:
    said = cell.metadata
    strings = all(isinstance(value, str) for value in said.values())
    if cell.kind != "code" or not strings or set(said) - KEYS or ("wrong" in said) == ("right" in said):
        raise AuthorFault(
            f'{short_path(path)}, line {cell.line}: a known answer is a code cell with right="NAME" or wrong="NAME", the wrong one '
            f"with fails= and mistake= where its name is not a mistake's. Received a {cell.kind} cell with {said or 'nothing'}."
        )
    if "right" in said:
        return Answer(said["right"], cell.source)
    try:
        return exercise.wrong_answer(said["wrong"], said.get("fails"), said.get("mistake"), cell.source)
    except AuthorFault as fault:
        raise AuthorFault(f"{short_path(path)}, line {cell.line}: {fault}") from None
