"""What a cell of Python defines and what it needs from elsewhere, told by reading it: no student's code runs here.

Hostile text must not cost the grader more than the reading: a cell is parsed once, whoever asks, and only up to a length
that no answer has, because Python's own parser takes quadratic time on some texts (an f-string of many parts).
"""

from __future__ import annotations

import builtins
import re
import symtable
from dataclasses import dataclass
from functools import lru_cache

from autograder.parsing import parse

MOST_PARSED = 20_000
"""Characters of a cell that is parsed; a longer one is read by the look of its lines."""
KEPT = 1_200
"""Cells whose names are kept: more than one submission has, so that asking again costs nothing."""

# Hostile text makes the parser raise these; below intake's cap on a cell's length it was never seen to crash.
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
# Blanks within the line only: one that may cross lines takes quadratic time on a cell of empty lines.
MAGIC = re.compile(r"^([^\S\n]*)[%!].*$|^([^\S\n]*)\S.*\?[^\S\n]*$", re.MULTILINE)
WRITES_A_FILE = re.compile(r"\s*%%(?:writefile|file)\s+(?:-a\s+)?['\"]?([^\s'\"]+)['\"]?[^\S\n]*\n?")
"""A cell whose text goes to a file; nothing in it is run here."""
BY_SIGHT = re.compile(r"^(?:async\s+def|def|class)\s+(\w+)|^(\w+)[^\S\n]*(?::[^=\n]+)?=(?!=)", re.MULTILINE)
BUILTINS = frozenset(dir(builtins)) | {"get_ipython", "display", "__name__"}


NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Names:
    defined: frozenset[str]
    needed: frozenset[str]
    late: frozenset[str]
    parses: bool


def defined_names(source: str) -> frozenset[str]:
    """The names that the cell's top level binds. A cell that does not parse is read by the look of its lines."""
    return _names(source).defined


def needed_names(source: str) -> frozenset[str]:
    """The names that the cell reads and neither binds nor finds among Python's own. Empty if it does not parse."""
    return _names(source).needed


def late(source: str) -> frozenset[str]:
    """The names that the cell's functions look up outside themselves, when they are called. Empty if it does not parse."""
    return _names(source).late


def is_python(source: str) -> bool:
    """True when the cell is Python, magics aside, of a length that is parsed at all."""
    return _names(source).parses


@lru_cache(maxsize=KEPT)
def _names(source: str) -> _Names:
    if len(source) > MOST_PARSED:
        return _Names(_by_sight(source), NONE, NONE, False)
    if WRITES_A_FILE.match(source):
        return _Names(NONE, NONE, NONE, True)
    for text in (source, without_magics(source)):
        table, parsed = _table(text)
        if table is not None:
            binds, (now, late) = _bound(table), _read(table)
            return _Names(binds, (now | late) - binds - BUILTINS, late - BUILTINS, True)
        if parsed:
            break
    return _Names(_by_sight(source), NONE, NONE, parsed)


def _table(text: str) -> tuple[symtable.SymbolTable | None, bool]:
    """Python's own table of names, and whether the text parses: some texts parse and have no table (``nonlocal x``)."""
    try:
        return symtable.symtable(text, "cell", "exec"), True
    except UNREADABLE:
        pass
    try:
        parse(text)
    except UNREADABLE:
        return None, False
    return None, True


def _bound(table: symtable.SymbolTable) -> frozenset[str]:
    return frozenset(
        s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported() or s.is_namespace()
    )


def _read(top: symtable.SymbolTable) -> tuple[frozenset[str], frozenset[str]]:
    """The names that are looked up outside functions, and those that functions look up outside themselves."""
    now: set[str] = set()
    late: set[str] = set()
    tables = [top]
    while tables:
        table = tables.pop()
        tables.extend(table.get_children())
        inner = table.get_type() != "module"
        (late if inner else now).update(
            s.get_name() for s in table.get_symbols() if s.is_referenced() and (s.is_global() or not inner)
        )
    return frozenset(now), frozenset(late)


def _by_sight(source: str) -> frozenset[str]:
    return frozenset(a or b for a, b in BY_SIGHT.findall(source))


def without_magics(source: str) -> str:
    """Lines of IPython's own become ``pass``, so that the rest can be parsed."""
    return MAGIC.sub(lambda m: f"{m[1] or m[2] or ''}pass", source)
