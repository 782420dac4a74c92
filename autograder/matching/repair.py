"""Texts of cells that an accident has changed, mended where one reading is left. Nothing here runs a student's code."""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.course.task_file import STUB
from autograder.matching.python_names import is_python

OURS, BASE, THEIRS, END = "<<<<<<<", "|||||||", "=======", ">>>>>>>"
"""How version control and notebook mergers mark a conflict, each at the beginning of a line."""

FENCE = "```"
MOST_PARTS = 8
GOES_ON = re.compile(r"\s*^[ \t]+(?:(?:def|async|return)\b|@)", re.MULTILINE)


def settle_conflict(source: str) -> str | None:
    """A cell with merge conflicts, settled: the later side of all of them, or the earlier.

    A side that is not Python does not count, nor one in which the stub is left while the other is written. None
    when there is no conflict, or neither side is Python.
    """
    if OURS not in source or is_python(source):
        return None
    sides = [text for side in (THEIRS, OURS) if (text := _side(source, side)) is not None and is_python(text)]
    return min(sides, key=lambda text: STUB[1] in text, default=None)


def _side(source: str, wanted: str) -> str | None:
    """The text as one side has it; None where the marks do not close."""
    kept: list[str] = []
    side = END
    follows = {OURS: (END,), BASE: (OURS,), THEIRS: (OURS, BASE), END: (THEIRS,)}
    for line in source.split("\n"):
        mark = line[:7]
        if mark in follows and (len(line) == 7 or line[7] == " "):
            if side not in follows[mark]:
                return None
            side = mark
        elif side in (END, wanted):
            kept.append(line)
    return "\n".join(kept) if side == END else None


def strip_fences(source: str) -> str:
    """The code of a text cell that is nothing but one fenced block; any other text as it is."""
    lines = source.strip().split("\n")
    if len(lines) > 2 and lines[0].startswith(FENCE) and lines[-1] == FENCE and FENCE not in "\n".join(lines[1:-1]):
        return "\n".join(lines[1:-1])
    return source


def join_parts(first: str, parts: Sequence[tuple[str, bool]]) -> tuple[str, int]:
    """``first`` with those of the following ``parts`` that were split off from it, and how many these are.

    A part is a text, and whether its cell bears the mark of the first, as after a split in Jupyter. It was split off
    when both together are Python and the first alone is not; or the part alone is not, and is marked or goes on like
    a class. (IPython runs an indented cell as if it were not, so an indented experiment must stay one.)
    """
    text, count = first, 0
    for part, marked in parts[:MOST_PARTS]:
        together = f"{text}\n{part}"
        torn = not is_python(text) or (not is_python(part) and (marked or GOES_ON.match(part) is not None))
        if not torn or not is_python(together):
            break
        text, count = together, count + 1
    return text, count


def without_trailing_blanks(source: str) -> str:
    """A source by which copies are recognised: blank ends of lines and of the text do not count."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines())
