"""What a cell of Python defines and what it needs from elsewhere, told by reading it: no student's code runs here."""

from __future__ import annotations

import ast
import builtins
import re
import symtable

# Hostile text makes the parser raise these; below intake's cap on a cell's length it was never seen to crash.
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
MAGIC = re.compile(r"^(\s*)[%!].*$|^(\s*)\S.*\?\s*$", re.MULTILINE)
BY_SIGHT = re.compile(r"^(?:async\s+def|def|class)\s+(\w+)|^(\w+)\s*(?::[^=\n]+)?=(?!=)", re.MULTILINE)
BUILTINS = frozenset(dir(builtins)) | {"get_ipython", "display", "__name__"}


def defined(source: str) -> frozenset[str]:
    """The names that the cell's top level binds. A cell that does not parse is read by the look of its lines."""
    try:
        table = symtable.symtable(_without_magics(source), "cell", "exec")
    except UNREADABLE:
        return frozenset(a or b for a, b in BY_SIGHT.findall(source))
    return frozenset(
        s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported() or s.is_namespace()
    )


def needed(source: str) -> frozenset[str]:
    """The names that the cell reads and neither binds nor finds among Python's own. Empty if it does not parse."""
    try:
        top = symtable.symtable(_without_magics(source), "cell", "exec")
    except UNREADABLE:
        return frozenset()
    read: set[str] = set()
    tables = [top]
    while tables:
        table = tables.pop()
        tables.extend(table.get_children())
        inner = table.get_type() != "module"
        read |= {s.get_name() for s in table.get_symbols() if s.is_referenced() and (s.is_global() or not inner)}
    return frozenset(read) - defined(source) - BUILTINS


def parses(source: str) -> bool:
    """True when the cell is Python, magics aside."""
    try:
        ast.parse(_without_magics(source))
    except UNREADABLE:
        return False
    return True


def _without_magics(source: str) -> str:
    """Lines of IPython's own become ``pass``, so that the rest can be parsed."""
    try:
        ast.parse(source)
    except UNREADABLE:
        return MAGIC.sub(lambda m: f"{m[1] or m[2] or ''}pass", source)
    return source
