"""A text in py:percent form: cells between ``# %%`` lines, prose as r\"\"\"…\"\"\" strings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.faults import AuthorFault
from autograder.parsing import parse

MARKER = re.compile(r"^# %%")


@dataclass(frozen=True, slots=True)
class PercentCell:
    """A cell as it is in the file; ``line`` is the number of its ``# %%`` line."""

    kind: str
    source: str
    metadata: dict[str, Any] = field(default_factory=dict)
    line: int = 1


def read_cells(path: Path) -> list[PercentCell]:
    """All cells of ``path``, in order.

    Raises AuthorFault when the file is absent, no UTF-8, no valid Python as a whole, or begins before its first marker.
    """
    text = read_text(path)
    check_python(text, path)
    import jupytext  # here, for it takes half a second, and a student's environment has none

    lines = [number for number, line in enumerate(text.splitlines(), 1) if MARKER.match(line)]
    cells = jupytext.reads(text, fmt="py:percent").cells
    if len(cells) != len(lines):
        raise AuthorFault(
            f"{short_path(path)}, line 1: each cell begins with a line '# %%'. Received {len(lines)} such lines and {len(cells)} cells. "
            "Move the text before the first of them into a cell, and keep '# %%' out of strings."
        )
    return [
        PercentCell(
            cell.cell_type,
            cell.source,
            {k: v for k, v in cell.metadata.items() if k not in ("cell_marker", "lines_to_next_cell")},
            line,
        )
        for cell, line in zip(cells, lines, strict=True)
    ]


def short_path(path: Path) -> str:
    """``path`` as a person at this place would write it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def read_text(path: Path) -> str:
    """The text of an author's file. Raises AuthorFault when it cannot be read as UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise AuthorFault(
            f"{short_path(path)} is missing. {path.parent.name} needs a file of that name: add it."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise AuthorFault(
            f"{short_path(path)} must be readable UTF-8 text. Received: {error}. Save it as UTF-8."
        ) from None


def check_python(text: str, path: Path) -> None:
    """Raise AuthorFault with the line when ``text`` is no valid Python."""
    try:
        parse(text, str(path))
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise AuthorFault(
            f"{short_path(path)}, line {line}: the file as a whole must be valid Python. Received: {getattr(error, 'msg', error)}. "
            'Keep prose within r"""…""" and magics (%, !) out of it.'
        ) from None
