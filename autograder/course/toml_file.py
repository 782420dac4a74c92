"""TOML files that people write: the keys of a table and the kinds of their values, and the line to be mended."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from types import GenericAlias
from typing import Any, Literal

from autograder.faults import Fault

Kind = type | tuple[type, ...] | GenericAlias
"""What a value may be: a type, one of several, or ``list[str]``."""


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A file's text and what it holds."""

    text: str
    data: dict[str, Any]

    @classmethod
    def parse(cls, text: str, refusal: Callable[[Exception], Fault]) -> TomlFile:
        """What ``text`` holds. Raises what ``refusal`` makes of the error where it is not TOML."""
        try:
            return cls(text, tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise refusal(error) from None

    def line_of(self, part: str) -> int:
        """The number of the first line that holds ``part``; 1 where none does."""
        return next((number for number, line in enumerate(self.text.splitlines(), 1) if part in line), 1)


@dataclass(frozen=True, slots=True)
class KeyFault:
    """A key that is missing, that nobody knows, or whose value is of another kind."""

    what: Literal["missing", "unknown", "kind"]
    key: str
    value: Any = None


def key_faults(table: dict[str, Any], keys: Mapping[str, Kind], needed: Collection[str] = ()) -> Iterator[KeyFault]:
    """What is wrong with the keys of ``table``: first those of ``needed`` that are missing, then the others as they stand."""
    for key in needed:
        if key not in table:
            yield KeyFault("missing", key)
    for key, value in table.items():
        if key not in keys:
            yield KeyFault("unknown", key, value)
        elif not _is(value, keys[key]):
            yield KeyFault("kind", key, value)


def _is(value: Any, kind: Kind) -> bool:
    if isinstance(kind, GenericAlias):
        (part,) = kind.__args__
        return isinstance(value, list) and all(isinstance(one, part) for one in value)
    return isinstance(value, kind)


def are_tables(value: Any) -> bool:
    """Whether ``value`` is a list of tables, as ``[[name]]`` makes it."""
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)
