"""Built files as pieces of text: every string that somebody who opens the file can read."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A text within a file. ``cell`` says where: a cell's id and part, a place in a JSON file, or nothing."""

    cell: str
    text: str


def strings_of(path: Path) -> Iterator[TextPiece]:
    """All pieces of a file: notebooks by cell, JSON by value, the rest as a whole (bytes as Latin-1)."""
    raw = path.read_bytes()
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        yield TextPiece("", raw.decode("latin-1"))
        return
    if path.suffix not in (".ipynb", ".json"):
        yield TextPiece("", text)
        return
    try:
        content = json.loads(text)
    except ValueError:
        yield TextPiece("", text)
        return
    if path.suffix == ".ipynb" and isinstance(content, dict) and isinstance(content.get("cells"), list):
        yield from _notebook(content)
    else:
        yield from _values(content, "")


def _notebook(notebook: dict[str, Any]) -> Iterator[TextPiece]:
    for number, cell in enumerate(notebook["cells"], 1):
        name = f"{number} ({cell.get('id', 'no id')})"
        yield TextPiece(name, _joined(cell.get("source", "")))
        for output in cell.get("outputs", []):
            for place, text in _strings(output, "output"):
                yield TextPiece(f"{name} {place}", html.unescape(text) if "html" in place else text)
        rest = {key: part for key, part in cell.items() if key not in ("source", "outputs")}
        yield from (TextPiece(f"{name} {place}", text) for place, text in _strings(rest, ""))
    rest = {key: part for key, part in notebook.items() if key != "cells"}
    yield from (TextPiece(place, text) for place, text in _strings(rest, ""))


def _values(content: Any, place: str) -> Iterator[TextPiece]:
    yield from (TextPiece(where, text) for where, text in _strings(content, place))


def _strings(content: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every string in a JSON value with its place; a list of strings (lines, in a notebook) is also read as one."""
    if isinstance(content, str):
        yield place, content
    elif isinstance(content, list) and content and all(isinstance(part, str) for part in content):
        yield place, _joined(content)
    elif isinstance(content, list):
        for number, part in enumerate(content):
            yield from _strings(part, f"{place}[{number}]")
    elif isinstance(content, dict):
        for key, part in content.items():
            yield place, str(key)
            yield from _strings(part, f"{place}.{key}".lstrip("."))


def _joined(source: Any) -> str:
    """A notebook's multi-line string; lists whose parts carry no line ends are joined with them."""
    if isinstance(source, str):
        return source
    return "".join(part if part.endswith("\n") else f"{part}\n" for part in source)
