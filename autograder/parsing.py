"""Python's parser, one thread at a time."""

from __future__ import annotations

import ast
import threading

_ALONE = threading.RLock()


def parse(text: str, filename: str = "<unknown>") -> ast.Module:
    """The syntax tree of ``text``, as from ``ast.parse``, with its errors.

    Sandboxes are driven by threads. Up to Python 3.12 one depth counter serves all threads that build trees, and where the
    garbage collector lets another thread in between, the parser raises SystemError ("AST constructor recursion depth
    mismatch") for a text without fault.
    """
    with _ALONE:
        return ast.parse(text, filename)
