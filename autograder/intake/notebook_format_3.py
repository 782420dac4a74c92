"""Notebooks of format 3, which was written until 2015, as format 4: only what intake keeps of a cell.

nbformat's own converter validates and copies all of the file, twice, in a time that a hostile file can stretch to
minutes. Source of the rules: https://nbformat.readthedocs.io/en/latest/changelog.html and nbformat.v4.upgrade.
"""

from __future__ import annotations

from typing import Any

from autograder.intake.refusal import Refused

MOST_LEVEL = 6
INCOMPLETE = (
    "A notebook of format 3 must be complete to be read. This one is not. "
    "Open it in JupyterLab, save it, and hand it in again."
)


def upgrade_cells(notebook: dict[str, Any]) -> list[Any]:
    """The cells of all worksheets, each as format 4 has it or as it was found. Raises Refused where there are none."""
    sheets = notebook.get("worksheets")
    if not isinstance(sheets, list):
        raise Refused(INCOMPLETE)
    found: list[Any] = []
    for sheet in sheets:
        inside = sheet.get("cells") if isinstance(sheet, dict) else None
        if not isinstance(inside, list):
            raise Refused(INCOMPLETE)
        found += inside
    return [_upgraded(cell) if isinstance(cell, dict) else cell for cell in found]


def _upgraded(cell: dict[str, Any]) -> dict[str, Any]:
    kind, metadata = cell.get("cell_type"), cell.get("metadata")
    if kind == "code":
        return {"cell_type": "code", "source": cell.get("input", ""), "metadata": metadata}
    if kind == "heading":
        return {"cell_type": "markdown", "source": _heading(cell), "metadata": metadata}
    kind = "markdown" if kind == "html" else kind
    return {"cell_type": kind, "source": cell.get("source", ""), "metadata": metadata}


def _heading(cell: dict[str, Any]) -> Any:
    """A heading's text with as many hashes as its level says."""
    text, level = cell.get("source", ""), cell.get("level", 1)
    if isinstance(text, list) and all(isinstance(line, str) for line in text):
        text = "".join(text)
    if not isinstance(text, str) or not isinstance(level, int) or not 1 <= level <= MOST_LEVEL:
        return text
    return f"{'#' * level} {' '.join(text.splitlines())}"
