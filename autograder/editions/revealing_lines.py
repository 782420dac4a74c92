"""Which lines of code would give something away, and whether a text holds one of them.

Code is compared with whitespace, commas and kinds of quotes taken out, so that a line is found again when it was
indented, wrapped or quoted otherwise.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from bisect import bisect_right
from dataclasses import dataclass, field

from autograder.parsing import parse

SHORTEST = 8
"""Below this many characters, squashed, a line (``x = x+1``) is nobody's secret."""

WHOLE = 16
"""Below this many a line is looked for as a whole line; from here on anywhere, for chance no longer makes it."""


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A logical line of code: ``row`` counts from 1, ``text`` is as written, ``squashed`` as compared."""

    row: int
    text: str
    squashed: str


@dataclass(frozen=True, slots=True)
class SquashedText:
    """A text as it is compared, with the way back to its line numbers."""

    whole: str
    lines: frozenset[str]
    starts: tuple[int, ...] = field(default=())

    @classmethod
    def of(cls, text: str) -> SquashedText:
        lines = [squash(line) for line in text.splitlines()]
        starts, at = [], 0
        for line in lines:
            starts.append(at)
            at += len(line)
        return cls("".join(lines), frozenset(lines), tuple(starts))

    def has(self, line: CodeLine) -> bool:
        """Whether the line stands in the text: short ones as a line of their own, longer ones anywhere."""
        return line.squashed in (self.lines if len(line.squashed) < WHOLE else self.whole)

    def row(self, line: CodeLine) -> int:
        """The number of the text's line in which it begins, from 1."""
        return bisect_right(self.starts, self.whole.find(line.squashed))


def squash(text: str) -> str:
    """``text`` without whitespace, commas and line continuations, its quotes alike."""
    return re.sub(r"[\s,\\]+", "", text).replace("'", '"')


def code_lines(code: str) -> list[CodeLine]:
    """The logical lines of ``code``, without comments; of code that cannot be read, its physical lines."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    except (tokenize.TokenError, SyntaxError):
        return [
            CodeLine(row, line.strip(), squash(line.partition("#")[0]))
            for row, line in enumerate(code.splitlines(), 1)
            if line.strip()
        ]
    found: list[CodeLine] = []
    parts: list[tokenize.TokenInfo] = []
    silent = (tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    for token in tokens:
        if token.type == tokenize.NEWLINE:
            found.append(_line(parts))
            parts = []
        elif token.type not in silent:
            parts.append(token)
    return found


def _line(parts: list[tokenize.TokenInfo]) -> CodeLine:
    pieces: list[str] = []
    at = parts[0].start
    for token in parts:
        gap = " " if pieces and token.start != at else ""
        pieces.append(gap + token.string)
        at = token.end
    text = "".join(pieces)
    return CodeLine(parts[0].start[0], text, squash(text))


def is_telling(line: CodeLine) -> bool:
    """Whether the line gives something away, were it known.

    Not telling are: imports, headers of functions and classes and decorators (the task gives the names), docstrings,
    ``pass`` and its like, ``else:``, ``super()…``, returning, testing or storing a bare name, comparing one with a word,
    and what is very short.
    Any answer holds such lines, so they would accuse every lesson.
    """
    if len(line.squashed) < SHORTEST:
        return False
    statement = _parsed(line.text)
    return statement is None or not _trivial(statement)


def _parsed(text: str) -> ast.stmt | None:
    """The line alone as a statement; a header gets an empty body. None when it makes no sense alone."""
    attempts = (
        text,
        f"{text} pass",
        f"{text} pass\nfinally: pass",
        f"if 1: pass\n{text} pass",
        f"try: pass\n{text} pass",
    )
    for attempt in (*attempts, f"{text}\ndef f(): pass"):
        try:
            return parse(attempt).body[0]
        except SyntaxError:
            continue
    return None


def _trivial(statement: ast.stmt) -> bool:
    match statement:
        case (
            ast.Pass() | ast.Break() | ast.Continue() | ast.Import() | ast.ImportFrom() | ast.Global() | ast.Nonlocal()
        ):
            return True
        case ast.FunctionDef(body=[ast.Pass()]) | ast.ClassDef(body=[ast.Pass()]) | ast.Try(body=[ast.Pass()]):
            return True
        case ast.Expr(value=ast.Constant()) | ast.Return(value=None):
            return True
        case ast.Expr(value=value) if ast.unparse(value).startswith("super()."):
            return True
        case ast.Return(value=value) | ast.Assign(value=value):
            return _bare(value)
        case ast.If(orelse=[ast.If(test=test, body=[ast.Pass()])]):  # an elif
            return _bare(test)
        case ast.If(test=ast.Constant(value=1), orelse=[ast.Pass()]):  # an else
            return True
        case ast.If(test=test, body=[ast.Pass()], orelse=[]):
            return _bare(test)
        case _:
            return False


def _bare(value: ast.expr | None) -> bool:
    match value:
        case ast.UnaryOp(operand=operand):
            return _bare(operand)
        case ast.Tuple(elts=parts):
            return all(_bare(part) for part in parts)
        case ast.Attribute(value=inner):
            return _bare(inner)
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant(value=str())]):
            return _bare(left)
        case None | ast.Name() | ast.Constant():
            return True
        case _:
            return False
