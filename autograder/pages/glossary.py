"""``glossary.toml``: which bold words of the lessons are terms. What they mean is what the lessons say, and so are the
misconceptions that the lessons take apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course, Lesson
from autograder.course.percent_format import read_text, short_path
from autograder.course.toml_file import TomlFile, key_faults
from autograder.faults import AuthorFault

HEADING = re.compile(r"^#{2,4} +(.+?) *$", re.MULTILINE)
REFUTED = re.compile(r"^### (M\d\d) — (.+?) *$", re.MULTILINE)
THOUGHT = re.compile(r"^> \*\*You may think:\*\* (.+?)\n>\n", re.MULTILINE | re.DOTALL)
TRUTH = re.compile(r"^> \*\*That is not so\*\*(.+?)(?:\n>\n|\Z)", re.MULTILINE | re.DOTALL)
BLOCKS = re.compile(r"\n\s*\n|\n(?=(?:- |\d+\. ))")
"""What parts a paragraph, or an item of a list, from the next."""
SENTENCE_END = re.compile(r"(?<=[.!?])\*{0,2}\)?(?= [A-Z(*`$]|$)")
LEANING = 8
"""A sentence of so few words, such as "This is called **tracing**.", is told with the one before."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word, where it is explained, and the words of that place up to the end of its sentence."""

    term: str
    text: str
    lesson: str
    section: str


@dataclass(frozen=True, slots=True)
class Misconception:
    """What one may think, why it is not so, the lesson that shows it, and the exercises whose advice names it."""

    id: str
    title: str
    thought: str
    because: str
    lesson: str
    exercises: tuple[str, ...]

    @property
    def section(self) -> str:
        """The heading that it has in its lesson."""
        return f"{self.id} — {self.title}"


def read_terms(course: Course, path: Path) -> list[Term]:
    """The terms that ``path`` names, by alphabet. Raises AuthorFault for a lesson or a word that is not there."""
    data = TomlFile.parse(
        read_text(path),
        lambda error: AuthorFault(f"{short_path(path)} must be valid TOML. Received: {error}. Mend that line."),
    ).data
    for fault in key_faults(data, dict.fromkeys(course.lessons, list[str])):
        raise AuthorFault(
            f"{short_path(path)} has, for lessons of the course, a list of words each. Received {fault.key} = {fault.value!r}. "
            f"Lessons are: {', '.join(course.lessons)}."
        )
    found: dict[str, Term] = {}
    for name, words in data.items():
        for word in words:
            term = _term(course.lesson(name), word, path)
            if term.term.casefold() in found:
                raise AuthorFault(
                    f"{short_path(path)}: a term is explained in one lesson. Received '{word}' for {name} as well as for "
                    f"{found[term.term.casefold()].lesson}. Take one out."
                )
            found[term.term.casefold()] = term
    return [found[key] for key in sorted(found)]


def _term(lesson: Lesson, word: str, path: Path) -> Term:
    section = lesson.title
    for cell in lesson.cells:
        if cell.kind != "markdown":
            continue
        source = re.sub(r"^> ?", "", cell.source, flags=re.MULTILINE)
        at = source.find(f"**{word}**")
        headings = list(HEADING.finditer(source))
        if at >= 0:
            section = next((h[1] for h in reversed(headings) if h.start() < at), section)
            return Term(word, _sentence(source, at), lesson.name, section)
        section = headings[-1][1] if headings else section
    raise AuthorFault(
        f"{short_path(path)}: a term is in bold where its lesson explains it. Received '{word}', and {lesson.name} has no "
        f"**{word}**. Correct the word, or make it bold."
    )


def _sentence(source: str, at: int) -> str:
    """The sentence around ``at``; where it leans upon the one before in its paragraph or list item, both."""
    start = max([0, *(m.end() for m in BLOCKS.finditer(source) if m.end() <= at)])
    end = next((m.start() for m in BLOCKS.finditer(source) if m.start() > at), len(source))
    block = re.sub(r"^(?:- |\d+\. )", "", source[start:end])
    inside = at - (end - len(block))
    block = block.replace("\n", " ")
    starts = [0, *(m.end() + 1 for m in SENTENCE_END.finditer(block) if m.end() < len(block.rstrip()))]
    number = max(i for i, begin in enumerate(starts) if begin <= inside)
    ends = [*starts[1:], len(block)]
    text = block[starts[number] : ends[number]]
    if len(text.split()) <= LEANING and number > 0:
        text = block[starts[number - 1] : ends[number]]
    text = " ".join(text.split())
    return text[:1].upper() + text[1:]


def misconceptions(course: Course) -> list[Misconception]:
    """All that the lessons refute, by number. Raises AuthorFault for a block of another form, or a number used twice."""
    found: dict[str, Misconception] = {}
    for lesson in map(course.lesson, course.lessons):
        for one in _refuted(course, lesson):
            if one.id in found:
                raise AuthorFault(
                    f"{short_path(lesson.path)}: a misconception is refuted in one lesson. Received {one.id}, which "
                    f"{found[one.id].lesson} has already. Give it a number of its own, or no heading."
                )
            found[one.id] = one
    return [found[key] for key in sorted(found)]


def _refuted(course: Course, lesson: Lesson) -> Iterator[Misconception]:
    for cell in lesson.cells:
        headings = list(REFUTED.finditer(cell.source)) if cell.kind == "markdown" else []
        for heading, following in zip(headings, [*headings[1:], None], strict=False):
            block = cell.source[heading.end() : following.start() if following else None]
            thought, truth = THOUGHT.search(block), TRUTH.search(block)
            if thought is None or truth is None:
                raise AuthorFault(
                    f"{short_path(lesson.path)}, line {cell.line}: under the heading of a misconception there are '> **You may think:** …' and "
                    f"'> **That is not so**, because …', parted by a line '>'. Received another form for {heading[1]}. Write both."
                )
            because = _plain(truth[1]).removeprefix(", because ").removeprefix(", ")
            yield Misconception(
                heading[1],
                heading[2],
                _plain(thought[1]),
                because[:1].upper() + because[1:],
                lesson.name,
                _named(course, heading[1]),
            )


def _plain(text: str) -> str:
    return " ".join(line.lstrip("> ").strip() for line in text.strip().splitlines())


def _named(course: Course, number: str) -> tuple[str, ...]:
    return tuple(
        f"{name}/{files.name}"
        for name in course.lessons
        for files in course.lesson(name).exercises
        if any(mistake.misconception == number for mistake in files.exercise.mistakes)
    )
