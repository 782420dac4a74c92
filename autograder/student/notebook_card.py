"""A card: what a word says, as parts that read the same in HTML and in plain text.

Colours stand on badges and borders only, each badge with its own ground (contrast at least 4.5 to 1); all other text
takes the colour of JupyterLab's theme, so a card is readable in light and in dark.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Literal, Protocol

Tone = Literal["good", "unmet", "note"]

# White on these grounds reaches 5.5 to 1 and more; as borders they reach 3 to 1 on white and on JupyterLab's dark.
GROUNDS: dict[Tone, str] = {"good": "#1e7a3e", "unmet": "#b4431f", "note": "#35679a"}
CELL = "text-align:left;padding:0.25em 0.9em;vertical-align:top"


class Part(Protocol):
    """A piece of a card. Both forms hold the same words."""

    def text(self) -> str: ...

    def html(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Title:
    """The first line: a badge (symbol and word) and what it is about."""

    words: str
    badge: str = ""
    tone: Tone = "note"

    def text(self) -> str:
        return f"{self.badge}: {self.words}" if self.badge else self.words

    def html(self) -> str:
        badge = ""
        if self.badge:
            look = f"background-color:{GROUNDS[self.tone]};color:#ffffff;padding:0.1em 0.6em;border-radius:0.8em;margin-right:0.5em"
            badge = f'<span style="{look}">{escape(self.badge)}</span> '
        return f'<p style="margin:0.2em 0">{badge}<strong>{inline(self.words)}</strong></p>'


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence or a few; `backticks` mark code. Nothing else in it is markup. ``large`` is for the one to read first."""

    words: str
    large: bool = False

    def text(self) -> str:
        return self.words

    def html(self) -> str:
        size = ";font-size:1.15em;line-height:1.5" if self.large else ""
        return f'<p style="margin:0.4em 0{size}">{inline(self.words)}</p>'


@dataclass(frozen=True, slots=True)
class Prose:
    """An author's Markdown; raw HTML in it is shown, not obeyed."""

    markdown: str

    def text(self) -> str:
        return self.markdown.strip()

    def html(self) -> str:
        return _markdown(self.markdown)


@dataclass(frozen=True, slots=True)
class Options:
    """What a question offers: letters with an author's Markdown of one line each."""

    options: Sequence[tuple[str, str]]

    def text(self) -> str:
        return "\n".join(f"  {letter})  {markdown.strip()}" for letter, markdown in self.options)

    def html(self) -> str:
        rows = "".join(
            f"<li><strong>{letter})</strong> {_markdown(line, inline_only=True)}</li>" for letter, line in self.options
        )
        return f'<ul style="list-style-type:none;padding-left:0.5em;margin:0.2em 0 0.8em">{rows}</ul>'


@dataclass(frozen=True, slots=True)
class Code:
    """Source text as it is."""

    source: str

    def text(self) -> str:
        return "\n".join(f"    {line}".rstrip() for line in self.source.strip("\n").splitlines())

    def html(self) -> str:
        return f"<pre><code>{escape(self.source.strip(chr(10)))}</code></pre>"


@dataclass(frozen=True, slots=True)
class Steps:
    """A ladder: each step with a symbol, the word for it, its name and what it asks."""

    steps: Sequence[tuple[str, str, str, str]]

    def text(self) -> str:
        width = max((len(f"{symbol} {word}") for symbol, word, _, _ in self.steps), default=0)
        name_width = max((len(name) for _, _, name, _ in self.steps), default=0)
        return "\n".join(
            f"  {f'{symbol} {word}':<{width}}  {name:<{name_width}}  {note}".rstrip()
            for symbol, word, name, note in self.steps
        )

    def html(self) -> str:
        rows = "".join(
            f'<li style="margin:0.1em 0{";font-weight:bold" if word == "failed" else ""}">'
            f'<span style="display:inline-block;min-width:8em">{escape(symbol)} {escape(word)}</span> '
            f"<code>{escape(name)}</code> {inline(note)}</li>"
            for symbol, word, name, note in self.steps
        )
        return f'<ol style="list-style-type:none;padding-left:0.5em;margin:0.4em 0">{rows}</ol>'


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels with values; values are plain text and may hold anything."""

    pairs: Sequence[tuple[str, str]]

    def text(self) -> str:
        width = max((len(label) for label, _ in self.pairs), default=0) + 1
        gap = "\n" + " " * (width + 3)
        return "\n".join(f"  {label + ':':<{width}} {value.replace(chr(10), gap)}" for label, value in self.pairs)

    def html(self) -> str:
        rows = "".join(
            f'<tr><th scope="row" style="{CELL}">{escape(label)}</th>'
            f'<td style="{CELL};white-space:pre-wrap">{escape(value)}</td></tr>'
            for label, value in self.pairs
        )
        return f'<table style="margin:0.4em 0">{rows}</table>'


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column headings, with a caption."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""

    def text(self) -> str:
        lines = [list(self.columns), *[list(row) for row in self.rows]]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.columns))]
        drawn = [
            "  " + "  ".join(f"{cell:<{w}}" for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines
        ]
        drawn.insert(1, "  " + "  ".join("-" * w for w in widths))
        return "\n".join([self.caption, *drawn] if self.caption else drawn)

    def html(self) -> str:
        caption = f'<caption style="text-align:left">{inline(self.caption)}</caption>' if self.caption else ""
        head = "".join(f'<th scope="col" style="{CELL}">{escape(c)}</th>' for c in self.columns)
        rows = "".join(
            "<tr>" + "".join(f'<td style="{CELL}">{escape(c)}</td>' for c in row) + "</tr>" for row in self.rows
        )
        return f'<table style="margin:0.4em 0">{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG with its text alternative, which is also what a terminal shows."""

    png: bytes = field(repr=False)
    alt: str

    def text(self) -> str:
        return f"[Picture] {self.alt}"

    def html(self) -> str:
        data = base64.b64encode(self.png).decode("ascii")
        return (
            f'<img src="data:image/png;base64,{data}" alt="{escape(self.alt)}" '
            f'style="max-width:100%;height:auto;background-color:#ffffff">'
        )


@dataclass(frozen=True, slots=True)
class Fold:
    """Parts that open at a press of a key in a notebook and simply follow in plain text."""

    summary: str
    parts: Sequence[Part]

    def text(self) -> str:
        return "\n".join([f"{self.summary}:", *(part.text() for part in self.parts)])

    def html(self) -> str:
        inner = "".join(part.html() for part in self.parts)
        return f"<details><summary>{escape(self.summary)}</summary>{inner}</details>"


@dataclass(frozen=True, slots=True)
class Card:
    """Parts under one coloured edge. ``display(card)`` gives HTML and plain text; ``str(card)`` the latter."""

    parts: Sequence[Part]
    tone: Tone = "note"

    def __str__(self) -> str:
        lines = [
            ("\n" if number and isinstance(part, Title) else "") + part.text() for number, part in enumerate(self.parts)
        ]
        return "\n".join(lines)

    __repr__ = __str__

    def html(self) -> str:
        look = f"border-left:4px solid {GROUNDS[self.tone]};padding:0.1em 0 0.1em 1em;margin:0.3em 0"
        return f'<div style="{look}">{"".join(part.html() for part in self.parts)}</div>'

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": str(self)}


def _markdown(source: str, inline_only: bool = False) -> str:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    return str(reader.renderInline(source.strip()) if inline_only else reader.render(source.strip()))


def inline(words: str) -> str:
    """Escaped HTML in which `backticks` are code."""
    pieces = re.split(r"`([^`]+)`", words)
    return "".join(f"<code>{escape(p)}</code>" if i % 2 else escape(p) for i, p in enumerate(pieces))
