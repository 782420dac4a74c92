"""``notebooks/glossary.ipynb``: the terms and the misconceptions of all lessons, in the lessons' own words."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook

from autograder.course import Course
from autograder.editions.build_lesson import write_changed
from autograder.editions.source_edition import write_notebook
from autograder.editions.up_to_date import compare_folders
from autograder.pages.built_page import BuiltPage, anchor, built_from, leaks, metadata, place
from autograder.pages.glossary import Misconception, misconceptions, read_terms

OPENING = """# Words and misconceptions

What the lessons call things, and which ideas they take apart. Each entry is a sentence of the lesson that it leads to."""


def build_glossary(course: Course) -> BuiltPage:
    """Make the page of ``course``, which has one. Raises AuthorFault for what its author must mend."""
    path = place(course, _origin(course))
    built = BuiltPage(path.stem, reading="text")
    with tempfile.TemporaryDirectory() as name:
        fresh = Path(name).resolve() / path.name
        write_notebook(glossary_notebook(course), fresh)
        built.findings = leaks(course, fresh)
        if not built.findings:
            built.written = write_changed(path, fresh.read_bytes(), course.root)
    return built


def glossary_differences(course: Course) -> list[str]:
    """A sentence when the committed page is not what the lessons give, and for each finding of the guard."""
    path = place(course, _origin(course))
    found = compare_folders(path, lambda: glossary_notebook(course), built_from(course, _origin(course)))
    return found + [str(finding) for finding in leaks(course, path)]


def glossary_notebook(course: Course) -> NotebookNode:
    """The page."""
    cells = [
        new_markdown_cell(OPENING, id="opening"),
        new_markdown_cell("\n".join(_terms(course)), id="terms"),
        new_markdown_cell("\n".join(_index(course)), id="misconceptions"),
    ]
    return new_notebook(cells=cells, metadata=metadata(course, _origin(course)))


def _terms(course: Course) -> Iterator[str]:
    yield "## Words\n"
    yield "| word | what the lesson says | lesson |\n|:--|:--|:--|"
    for term in read_terms(course, _origin(course)):
        meaning = term.text.replace("|", "\\|")
        yield f"| **{term.term}** | {meaning} | {_link(term.lesson, term.section, term.lesson[:2])} |"


def _index(course: Course) -> Iterator[str]:
    yield "## Misconceptions\n"
    yield (
        "The course numbers common misunderstandings. Advice under an exercise, feedback and the class report use the same "
        "numbers.\n"
    )
    yield "| number | you may think | that is not so, because | lesson | told in the exercises |\n|:--|:--|:--|:--|:--|"
    for one in misconceptions(course):
        link = _link(one.lesson, one.section, one.lesson[:2])
        yield f"| **{one.id}** | {one.thought} | {one.because} | {link} | {', '.join(_lessons_of(one)) or '–'} |"


def _lessons_of(one: Misconception) -> Iterator[str]:
    """Exercises of the misconception's own lesson by name, others with their lesson's number."""
    for address in one.exercises:
        lesson, _, name = address.partition("/")
        yield f"`{name}`" if lesson == one.lesson else f"{lesson[:2]}: `{name}`"


def _link(lesson: str, section: str, text: str) -> str:
    return f"[{text}]({lesson}.ipynb#{anchor(section)})"


def _origin(course: Course) -> Path:
    assert course.glossary is not None
    return course.glossary
