"""The one way in which a submission is turned away."""

from __future__ import annotations


class Refused(Exception):
    """The submission cannot be read. The text is for the student: the rule, what was received, one thing to try."""


MOST_SHOWN = 80


def printable(name: object) -> str:
    """A stranger's name as a person may read it: on one line, not long, and nothing in it steers a terminal."""
    text = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in str(name)[: MOST_SHOWN + 1])
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
