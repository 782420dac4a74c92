"""``parsons``: lines of code are given, their order is asked, and letters typed into a cell answer it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from string import ascii_uppercase
from types import EllipsisType
from typing import Any

from autograder.student.command import Sentence, command, type_name
from autograder.student.display_card import show
from autograder.student.lesson_checks import OpenLesson, current
from autograder.student.notebook_card import Card, Code, Fold, Part, Prose, Title, Words
from autograder.student.progress_db import store

SEPARATORS = re.compile(r"[\s,;]+")


@command
def parsons(address: str, order: str | Sequence[str] | EllipsisType | None = ...) -> None:
    """Show the ordering task ``address`` ("08.block"), or the code in the given ``order`` of its letters with a verdict.

    ``order`` is "C A F B", spaces, commas and case as one likes, or a list of letters; "", None or ... only shows the
    task. Raises Sentence for an unknown address, and for an order that is neither text nor a list of it.
    """
    lesson, name = _addressed(address)
    task = lesson.parsons[name]
    pieces = dict(zip(ascii_uppercase, task["pieces"], strict=False))
    letters = _letters(order)
    if not letters:
        show(Card(_asked(address, task, pieces)))
        return
    wrong = _first_wrong(letters, pieces)
    store().add(lesson.name, "parsons", name, order=letters, right=wrong is None)
    if wrong is None:
        show(Card([Title(task["title"], "✓ in order", "good"), Code(_assembled(task, letters, pieces))], "good"))
        return
    parts: list[Part] = [
        Title(wrong.rule, "✗ not in order yet", "unmet"),
        Prose(wrong.why),
        Words(f"Your order is {' '.join(letters)}. It gives this code, with the letter of its piece before each line:"),
        Code(_with_letters(task, letters, pieces, wrong.at)),
        *_choice(pieces),
        Words("Change the letters and run the cell again, as often as you like."),
        Fold("The task again", [Title(task["title"]), Prose(task["task"])]),
    ]
    show(Card(parts, "unmet"))


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of code under their letters. In HTML long lines wrap, so that nothing must be scrolled to be read."""

    pieces: Sequence[tuple[str, str]]

    def text(self) -> str:
        return "\n".join(
            "\n".join(
                f"  {f'{letter})' if number == 0 else '':<2}  {line}".rstrip() for number, line in enumerate(lines)
            )
            for letter, lines in ((letter, code.splitlines()) for letter, code in self.pieces)
        )

    def html(self) -> str:
        rows = "".join(
            f'<li style="display:flex;margin:0.3em 0"><strong style="min-width:2em">{escape(letter)})</strong> '
            f'<pre style="margin:0;white-space:pre-wrap"><code>{escape(code)}</code></pre></li>'
            for letter, code in self.pieces
        )
        return f'<ul style="list-style-type:none;padding-left:0.5em;margin:0.2em 0 0.8em">{rows}</ul>'


@dataclass(frozen=True, slots=True)
class _Wrong:
    """The first thing in an order that is not right: the rule, the reason, and the place of its letter if it has one."""

    rule: str
    why: str
    at: int | None = None


def _first_wrong(letters: str, pieces: dict[str, dict[str, Any]]) -> _Wrong | None:
    last = list(pieces)[-1]
    for at, letter in enumerate(letters):
        if letter not in pieces:
            advice = f"The pieces have the letters A to {last}. Write one of these in the place of `{letter}`."
            return _Wrong(f"there is no piece {letter}", advice, at)
        if letter in letters[:at]:
            return _Wrong(f"{letter} comes twice", "A piece is used once at most. Take one of the two out.", at)
        if pieces[letter]["extra"]:
            return _Wrong(f"{letter} does not belong into this code", pieces[letter]["why"], at)
        later = {pieces[other]["name"] for other in letters[at + 1 :] if other in pieces}
        if later & _before(pieces[letter], pieces):
            return _Wrong(f"{letter} comes too early", pieces[letter]["why"], at)
    missing = sum(not piece["extra"] and letter not in letters for letter, piece in pieces.items())
    if missing:
        advice = "What you have is in a right order so far. Look for what the code does not do yet."
        return _Wrong(f"{missing} piece{'s are' if missing > 1 else ' is'} missing", advice)
    return None


def _before(piece: dict[str, Any], pieces: dict[str, dict[str, Any]]) -> set[str]:
    """The names of all that must stand before ``piece``, directly or through others."""
    after = {other["name"]: other["after"] for other in pieces.values()}
    found: set[str] = set()
    new = set(piece["after"])
    while new:
        found |= new
        new = {name for one in new for name in after[one]} - found
    return found


def _asked(address: str, task: dict[str, Any], pieces: dict[str, dict[str, Any]]) -> list[Part]:
    parts: list[Part] = [Title(task["title"], "ordering task"), Prose(task["task"])]
    if task["start"].strip():
        parts += [Words("The code begins with:"), Code(task["start"])]
    parts += _choice(pieces)
    if task["end"].strip():
        parts += [Words("The code ends with:"), Code(task["end"])]
    example = f'`parsons("{address.strip()}", order="B A")`'
    parts.append(
        Words(
            f"Write the letters of the pieces, first to last, and run the cell again. For B before A that is {example}. "
            f"It carries no points."
        )
    )
    return parts


def _choice(pieces: dict[str, dict[str, Any]]) -> list[Part]:
    """The pieces by letter, less the indentation that all of them share."""
    extra = any(piece["extra"] for piece in pieces.values())
    needed = "Not all of them are needed." if extra else "All of them are needed."
    codes = [piece["code"].strip("\n") for piece in pieces.values()]
    filled = [line for code in codes for line in code.splitlines() if line.strip()]
    shared = min(len(line) - len(line.lstrip()) for line in filled)
    cut = ["\n".join(line[shared:] for line in code.splitlines()) for code in codes]
    return [
        Words(f"The pieces, in no order. {needed} Each brings its indentation along."),
        Pieces([*zip(pieces, cut, strict=True)]),
    ]


def _assembled(task: dict[str, Any], letters: str, pieces: dict[str, dict[str, Any]]) -> str:
    parts = (task["start"], *(pieces[letter]["code"] for letter in letters), task["end"])
    return "\n".join(part.strip("\n") for part in parts if part.strip())


def _with_letters(task: dict[str, Any], letters: str, pieces: dict[str, dict[str, Any]], at: int | None) -> str:
    """The code as assembled; before each line its letter, and ✗ where the order first goes wrong."""
    marked = [("", task["start"])]
    for number, letter in enumerate(letters):
        code = pieces[letter]["code"] if letter in pieces else "?"
        marked.append((f"{'✗ ' if number == at else ''}{letter}", code))
    marked.append(("", task["end"]))
    rows = [(mark, line) for mark, code in marked if code.strip() for line in code.strip("\n").splitlines()]
    return "\n".join(f"{mark:>3} | {line}".rstrip() for mark, line in rows)


def _addressed(address: Any) -> tuple[OpenLesson, str]:
    lesson = current()
    known = ", ".join(f'"{lesson.number}.{name}"' for name in lesson.parsons) or "none"
    if not isinstance(address, str):
        raise Sentence(
            f"An ordering task is addressed by text; those of this lesson are {known}. Received {type_name(address)}. Use quotation "
            f"marks."
        )
    number, _, name = address.strip().rpartition(".")
    if number != lesson.number or name not in lesson.parsons:
        raise Sentence(f'The ordering tasks of this lesson are {known}. Received "{address}". Copy one of these.')
    return lesson, name


def _letters(order: Any) -> str:
    if order is None or order is ...:
        return ""
    given = [order] if isinstance(order, str) else order
    letters = isinstance(given, list | tuple)
    other = [part for part in given if not isinstance(part, str)] if letters else []
    if not letters or other:
        what = f"{type_name(given)} that holds {type_name(other[0])}" if other else type_name(given)
        raise Sentence(
            f'The order is text with the letters of the pieces, or a list of letters. Received {what}. Try order="B A".'
        )
    return SEPARATORS.sub("", "".join(given)).upper()
