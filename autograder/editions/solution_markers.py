"""nbgrader's markers, exact or misspelt: one that is misspelt removes nothing, and nothing warns of it."""

from __future__ import annotations

import re

WORDS = tuple(
    pair
    for what in ("solution", "hiddentests", "markscheme", "markingscheme")
    for pair in (f"begin{what}", f"end{what}", f"{what}begin", f"{what}end")
)
EXACT = re.compile(r"\b(begin|end)[\W_]*(solution|hidden[\W_]*tests?|mark(ing)?[\W_]*scheme)s?\b", re.IGNORECASE)
SLIPS = 2
"""Letters that may be wrong, missing, doubled; one exchange of neighbours counts as two."""


def marker_lines(text: str) -> list[tuple[int, str]]:
    """Lines (from 1) of ``text`` that hold a marker, however spaced, cased or misspelt.

    A misspelt one counts only where it has a line to itself, as markers have; prose may say "and solutions".
    """
    return [(row, line.strip()) for row, line in enumerate(text.splitlines(), 1) if is_marker(line)]


def is_marker(line: str) -> bool:
    """Whether the line is or holds a marker."""
    if EXACT.search(line):
        return True
    letters = "".join(re.findall(r"[a-z]", line.lower()))
    return any(abs(len(letters) - len(word)) <= SLIPS and distance(letters, word) <= SLIPS for word in WORDS)


def distance(one: str, other: str) -> int:
    """Levenshtein's: how many letters must be put in, taken out or exchanged."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]
