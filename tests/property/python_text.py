"""Cells as strangers write them: Python, nearly Python, IPython, and what is meant to be slow to read."""

from __future__ import annotations

from hypothesis import strategies as st

from autograder.intake.notebook import MOST_SOURCE

_LINES = st.sampled_from(
    ["def double(x):", "    return 2 * x", "class shift:", "  def f(self, y=q): return y", "x = y", "x: int = 1", "a, *b = c",
     "import a.b as c", "from d import *", "for i in n:", "    pass", "lambda: z", "[k for k in ks]", "await go()",
     "nonlocal v", "global w", "return", "yield", "%matplotlib inline", "%%time", "!ls", "x?", "??", "double = 3",
     "# -*- coding: utf-7 -*-", "# coding: rot13", "+AGE-", "'''", '"""', "f'{x!r:{w}}'", "f'{", "b'\\xff'", "'\\N{DASH}'",
     "(", ")", "[", "]", "{", "}", "\\", ":=", "0x", "1_", "9" * 5000, "1e9999", "\0", "\ufeff", "\x0c", "\u2028", "𝓍 = 1",
     "<<<<<<< HEAD", "=======", ">>>>>>> mine", "```python", "```", 'check("double")', "match x:", "  case {**r}:", ""]
)  # fmt: skip
LINES = st.lists(_LINES, max_size=14).map("\n".join)
_PIECES = st.sampled_from(
    ["(", "[", "{", "(a,", "{a:", "{a if b else ", "a", "a.", "a=", "a:=", "-", "not ", "lambda:", "lambda x=", "f(", "f(x=",
     "[x for x in ", "x if y else ", "\n", " \n", "\t\n", "\x0c\n", "\\\n", " ", "a?", "? ", "%\n", "!", "@a\n", "f'{x}'", "{x}",
     "async ", "await ", "*", "**", "elif 1:\n pass\n", "a;", "a,", "9", "9_", "0", ".", "#\n", "'", '"', "\0", "é", "def f():x\n",
     "class a:x\n", "```\n", "<<<<<<< \n", "=======\n", ">>>>>>> \n", " def", "check('"]
)  # fmt: skip
_REPEATED = st.tuples(LINES, _PIECES, st.integers(0, 3), _PIECES, LINES)


def repeated(how: tuple[str, str, int, str, str], most: int) -> str:
    """One piece so often that the cell has ``most`` characters, with something before and after."""
    before, piece, with_other, other, after = how
    unit = piece + other * with_other
    return (before + unit * max(0, (most - len(before) - len(after)) // len(unit)) + after)[:most]


def sources(most: int = MOST_SOURCE) -> st.SearchStrategy[str]:
    """Cells of at most ``most`` characters; one in a few is as long as that."""
    short = st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace").decode().replace("\r", "\n"))
    return LINES | LINES | short | _REPEATED.map(lambda how: repeated(how, most))
