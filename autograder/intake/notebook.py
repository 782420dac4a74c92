"""Reading what a student handed in, as the untrusted file that it is.

Nothing is followed or believed: no link, no metadata but a cell's grade id, no outputs. What cannot be read is refused
with a sentence that the student may see, and nobody else's submission notices.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from autograder.intake import notebook_format_3
from autograder.intake.notebook_json import decode_notebook
from autograder.intake.plain_file import NotPlain, open_folder, open_plain_file
from autograder.intake.refusal import Refused

MOST_BYTES = 20_000_000
MOST_CELLS = 2_000
MOST_SOURCE = 100_000
MOST_SOURCES = 4_000_000
MOST_ENTRIES = 1_000
# Browsers and mail programs add an ending of their own, and some systems write all in capitals.
NOTEBOOK = re.compile(r"(?!\.).*\.ipynb(\.txt|\.json)?", re.IGNORECASE | re.DOTALL)

Kind = Literal["code", "markdown", "raw"]


@dataclass(frozen=True, slots=True)
class SubmittedCell:
    """All that is kept of a submitted cell. Line ends are ``\\n``."""

    kind: Kind
    source: str
    grade_id: str | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """A submitted notebook. ``digest`` is the SHA-256 of the file; ``repairs`` are sentences."""

    cells: tuple[SubmittedCell, ...]
    digest: str
    repairs: tuple[str, ...] = ()


def read_notebook(folder: Path, lesson: str) -> Submitted:
    """The notebook ``LESSON.ipynb`` of ``folder``, or the only other one that lies there.

    ``folder`` is opened without following a link in its last part. Raises Refused.
    """
    raw, repairs = _bytes(folder, lesson)
    notebook, mended = decode_notebook(raw)
    cells, more = _cells(notebook)
    return Submitted(cells, hashlib.sha256(raw).hexdigest(), tuple(repairs + mended + more))


# -- the file -------------------------------------------------------------------------------------------------------


def _bytes(folder: Path, lesson: str) -> tuple[bytes, list[str]]:
    try:
        with open_folder(folder) as handle:
            name, repairs = _choose(handle, lesson)
            return _read(handle, name, lesson), repairs
    except OSError:
        raise Refused(
            f"A submission is a folder named {lesson}. A link or a file was found instead. Hand it in again."
        ) from None


def _choose(handle: int, lesson: str) -> tuple[str, list[str]]:
    names = os.listdir(handle)
    wanted = f"{lesson}.ipynb"
    if wanted in names:
        return wanted, []
    if len(names) > MOST_ENTRIES:
        raise Refused(
            f"A submission holds one notebook. More than {MOST_ENTRIES} files were found. Hand in {wanted} only."
        )
    others = [name for name in names if NOTEBOOK.fullmatch(name)]
    if not others:
        raise Refused(f"A submission holds the notebook {wanted}. No notebook was found. Hand in that file.")
    if len(others) > 1:
        raise Refused(
            f"A submission holds the notebook {wanted}. {len(others)} notebooks with other names were found. "
            f"Give yours that name and hand in only it."
        )
    return others[0], [f"The notebook had another name; it was read as {wanted}."]


def _read(folder: int, name: str, lesson: str) -> bytes:
    try:
        with open_plain_file(folder, name) as file:
            raw = file.read(MOST_BYTES + 1)
            size = os.fstat(file.fileno()).st_size
    except NotPlain:
        raise Refused(
            f"{lesson}.ipynb must be a plain file. A folder, device, pipe or hard link was found. "
            f"Hand in the file itself."
        ) from None
    except OSError:
        raise Refused(
            f"{lesson}.ipynb must be a file that can be read. A link or a closed file was found. Hand it in again."
        ) from None
    if len(raw) <= MOST_BYTES:
        return raw
    raise Refused(
        f"A notebook may have at most 20 MB. This one has {size / 1e6:.0f} MB. "
        f"Clear its outputs (Kernel > Restart Kernel and Clear Outputs) and hand it in again."
    )


# -- its cells ------------------------------------------------------------------------------------------------------


def _cells(notebook: dict[str, Any]) -> tuple[tuple[SubmittedCell, ...], list[str]]:
    major = notebook.get("nbformat")
    if major == 3:
        notebook, major = {"cells": notebook_format_3.upgrade_cells(notebook)}, 4
    if major != 4 or isinstance(major, bool):
        raise Refused(
            "A notebook has format 4. This file names another. Open it in JupyterLab, save it, and hand it in again."
        )
    found = notebook.get("cells")
    if not isinstance(found, list):
        raise Refused(
            "A notebook holds a list of cells. This file has none. Open it in JupyterLab, save it, hand it in again."
        )
    if len(found) > MOST_CELLS:
        raise Refused(
            f"A notebook may have at most {MOST_CELLS} cells. This one has {len(found)}. Delete the superfluous ones."
        )
    cells: list[SubmittedCell] = []
    unreadable = overlong = 0
    for raw in found:
        cell = _cell(raw)
        if cell is None:
            unreadable += 1
        elif len(cell.source) > MOST_SOURCE:
            overlong += 1
        else:
            cells.append(cell)
    if sum(len(cell.source) for cell in cells) > MOST_SOURCES:
        raise Refused(
            f"The cells of a notebook may hold at most {MOST_SOURCES:,} characters together. This one holds more. "
            f"Delete what is not yours."
        )
    repairs = []
    if unreadable:
        repairs.append(f"{_count(unreadable)} could not be read and {_was(unreadable)} left out.")
    if overlong:
        repairs.append(f"{_count(overlong)} had more than {MOST_SOURCE:,} characters and {_was(overlong)} left out.")
    return tuple(cells), repairs


def _count(number: int) -> str:
    return "1 cell" if number == 1 else f"{number} cells"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _cell(raw: Any) -> SubmittedCell | None:
    if not isinstance(raw, dict) or raw.get("cell_type") not in ("code", "markdown", "raw"):
        return None
    source = raw.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        return None
    # A lone surrogate can be written in JSON and nowhere else.
    source = source.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    return SubmittedCell(raw["cell_type"], source, _grade_id(raw.get("metadata")))


def _grade_id(metadata: Any) -> str | None:
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    found = marks.get("grade_id") if isinstance(marks, dict) else None
    return found if isinstance(found, str) and len(found) <= 128 else None
