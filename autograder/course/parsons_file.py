"""``parsons.toml``: ordering tasks, whose lines of code are given and whose order is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from autograder.course.percent_format import read_text, short_path
from autograder.course.toml_file import Kind, TomlFile, are_tables, key_faults
from autograder.faults import AuthorFault

TASK_KEYS: dict[str, Kind] = {
    "id": str,
    "title": str,
    "task": str,
    "start": str,
    "end": str,
    "proof": str,
    "piece": list,
}
PIECE_KEYS: dict[str, Kind] = {"name": str, "code": str, "after": list[str], "extra": bool, "why": str}
KINDS: dict[Kind, str] = {str: "text", list: "a list", list[str]: "a list of names", bool: "true or false"}
TASK_NEEDS, PIECE_NEEDS = ("id", "title", "task", "proof", "piece"), ("name", "code")
ID = re.compile(r"[A-Za-z0-9_-]+")
HEADER = re.compile(r"^\s*\[\[\s*(parsons(?:\.piece)?)\s*\]\]")
MOST_PIECES = 26
"""One letter of the alphabet for each."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of code, with their indentation. ``after`` names what must stand before it; ``extra`` belongs nowhere."""

    name: str
    code: str
    after: tuple[str, ...] = ()
    extra: bool = False
    why: str = ""


@dataclass(frozen=True)
class Parsons:
    """One ordering task. ``pieces`` stand as in the file; ``proof`` is code that a right arrangement alone survives."""

    id: str
    title: str
    task: str
    start: str
    end: str
    proof: str
    pieces: tuple[Piece, ...]

    @property
    def wanted(self) -> tuple[Piece, ...]:
        """The pieces that belong into the code."""
        return tuple(piece for piece in self.pieces if not piece.extra)

    @cached_property
    def before(self) -> dict[str, frozenset[str]]:
        """For each wanted piece the names of all that must stand before it, directly or through others.

        Raises CycleError, a ValueError, where pieces wait for each other.
        """
        after = {piece.name: piece.after for piece in self.wanted}
        found: dict[str, frozenset[str]] = {}
        for name in TopologicalSorter(after).static_order():
            found[name] = frozenset(after[name]).union(*(found[earlier] for earlier in after[name]))
        return found

    def orders(self) -> Iterator[tuple[Piece, ...]]:
        """Every order that ``after`` allows, those nearest to the file's first."""

        def grown(begun: tuple[Piece, ...]) -> Iterator[tuple[Piece, ...]]:
            if len(begun) == len(self.wanted):
                yield begun
            for piece in self.next_of(begun):
                yield from grown((*begun, piece))

        return grown(())

    def next_of(self, begun: Sequence[Piece]) -> list[Piece]:
        """What may follow when the pieces ``begun`` stand already."""
        names = {piece.name for piece in begun}
        return [p for p in self.wanted if p.name not in names and names >= self.before[p.name]]

    def allows(self, order: Sequence[Piece]) -> bool:
        """Whether the wanted pieces of ``order``, which may hold extra ones as well, stand as ``after`` asks."""
        kept = [piece for piece in order if not piece.extra]
        return all(piece in self.next_of(kept[:number]) for number, piece in enumerate(kept))

    def assembled(self, order: Sequence[Piece]) -> str:
        """The code with its pieces in this order, between ``start`` and ``end``."""
        parts = (self.start, *(piece.code for piece in order), self.end)
        return "\n".join(part.strip("\n") for part in parts if part.strip())


def read_parsons(path: Path) -> dict[str, Parsons]:
    """Ordering tasks by id; empty when the lesson has no parsons.toml. Raises AuthorFault with the line."""
    if not path.exists():
        return {}
    file = TomlFile.parse(
        read_text(path),
        lambda error: AuthorFault(f"{short_path(path)}: parsons.toml must be valid TOML. Received: {error}."),
    )
    tables = file.data.get("parsons", [])
    other = sorted(set(file.data) - {"parsons"})
    if other or not are_tables(tables):
        wrong = other[0] if other else "parsons"
        raise AuthorFault(
            f"{short_path(path)}, line {file.line_of(wrong)}: ordering tasks stand in [[parsons]]. Received: {wrong}. Write "
            f"[[parsons]] above each task and [[parsons.piece]] above each of its pieces."
        )
    lines = _header_lines(file.text)
    found: dict[str, Parsons] = {}
    for number, table in enumerate(tables):
        own, inner = lines[number] if number < len(lines) else (1, [])
        for at, sentence in _faults(table, found):
            line = inner[at] if at is not None and at < len(inner) else own
            raise AuthorFault(f"{short_path(path)}, line {line}: {sentence}")
        found[table["id"]] = _parsons(table)
    return found


def _parsons(table: dict[str, Any]) -> Parsons:
    pieces = tuple(Piece(**(piece | {"after": tuple(piece.get("after", ()))})) for piece in table["piece"])
    texts = {key: table.get(key, "") for key in TASK_KEYS if key != "piece"}
    return Parsons(**texts, pieces=pieces)


def _faults(table: dict[str, Any], known: dict[str, Parsons]) -> Iterator[tuple[int | None, str]]:
    """What is wrong with one task, each with the number of the piece it concerns; only the first is told."""
    if wrong := _keys(table, TASK_KEYS, TASK_NEEDS, "an ordering task"):
        yield None, wrong
        return
    if not ID.fullmatch(table["id"]):
        yield None, f"an id is letters, digits, '_' and '-', as in \"block\". Received: {table['id']!r}."
    if table["id"] in known:
        yield None, f"ids differ. Received '{table['id']}' twice. Rename one of the two."
    pieces = table["piece"]
    if not are_tables(pieces):
        yield None, "pieces stand in [[parsons.piece]]. Received another kind of value for piece."
        return
    for number, piece in enumerate(pieces):
        if wrong := _keys(piece, PIECE_KEYS, PIECE_NEEDS, "a piece"):
            yield number, wrong
            return
    yield from _pieces(pieces)


def _pieces(pieces: list[dict[str, Any]]) -> Iterator[tuple[int | None, str]]:
    wanted = [piece["name"] for piece in pieces if not piece.get("extra")]
    for number, piece in enumerate(pieces):
        name, after = piece["name"], piece.get("after", [])
        earlier = pieces[:number]
        if name in (other["name"] for other in earlier):
            yield number, f"names of pieces differ within a task. Received '{name}' twice. Rename one of the two."
        code = _bare(piece["code"])
        twin = next((other["name"] for other in earlier if _bare(other["code"]) == code), None)
        if twin is not None:
            yield (
                number,
                f"two pieces never hold the same code, for nobody could tell them apart. Received '{twin}' and '{name}'. "
                f"Put one of them into start or end.",
            )
        if piece.get("extra") and after:
            yield number, f"an extra piece belongs nowhere, so it has no after. Received '{name}' with after = {after}."
        unknown = [one for one in after if one not in wanted or one == name]
        if unknown:
            yield (
                number,
                f"after names other pieces of the task that are not extra. Received {unknown[0]!r} for '{name}'. "
                f"They are: {', '.join(other for other in wanted if other != name) or 'none'}.",
            )
    if len(pieces) > MOST_PIECES:
        yield None, f"a task has at most {MOST_PIECES} pieces, one for each letter. Received {len(pieces)}. Join some."
    if not any(piece.get("after") for piece in pieces):
        yield None, "some piece stands after another, or every order is right. Received no after. Add one."
    circle = _circle({piece["name"]: piece.get("after", []) for piece in pieces})
    if circle:
        at = next(number for number, piece in enumerate(pieces) if piece["name"] == circle[0])
        yield at, f"after makes no circle. Received: {' after '.join([*circle, circle[0]])}. Take one of these out."


def _bare(code: str) -> str:
    return code.strip("\n").rstrip()


def _circle(after: dict[str, list[str]]) -> list[str]:
    """Pieces each of which stands after the next and the last after the first; empty where there is no such circle."""
    try:
        TopologicalSorter(after).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1][
            :0:-1
        ]  # it names each before the one that needs it, and the first again at the end
        first = min(map(list(after).index, circle))
        begin = circle.index(list(after)[first])
        return [*circle[begin:], *circle[:begin]]
    return []


def _keys(table: dict[str, Any], keys: dict[str, Kind], needed: Sequence[str], what: str) -> str | None:
    for key in needed:
        value = table.get(key)
        if value is None or value == [] or (isinstance(value, str) and not value.strip()):
            return f"{what} has the keys {', '.join(needed)}, none of them empty. Received {key} = {value!r}."
    for fault in key_faults(table, keys):
        if fault.what == "unknown":
            return f"{what} has the keys {', '.join(keys)}. Received also: {fault.key}. Take it out."
        return f"{fault.key} of {what} is {KINDS[keys[fault.key]]}. Received {fault.key} = {fault.value!r}."
    return None


def _header_lines(text: str) -> list[tuple[int, list[int]]]:
    """For each [[parsons]] its line and those of its [[parsons.piece]]."""
    found: list[tuple[int, list[int]]] = []
    for line, content in enumerate(text.splitlines(), 1):
        header = HEADER.match(content)
        if header and header[1] == "parsons":
            found.append((line, []))
        elif header and found:
            found[-1][1].append(line)
    return found
