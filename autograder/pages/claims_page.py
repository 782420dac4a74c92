"""``notebooks/claims.ipynb``: the claims grouped by idea, each with its verdict, and the experiments that decide."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.course import Course
from autograder.editions.build_lesson import write_changed
from autograder.editions.reading_edition import execute as execute_notebook
from autograder.editions.source_edition import write_notebook
from autograder.editions.up_to_date import compare_folders
from autograder.pages.built_page import BuiltPage, anchor, built_from, leaks, metadata, place
from autograder.pages.claims import VERDICTS, Claim, Claims, Idea, read_claims

SIGNS = {"TRUE": "✔", "FALSE": "✘", "DEPENDS": "◐", "OPINION": "◇"}
MEANINGS = {
    "TRUE": "It is so, sometimes within limits, which are told.",
    "FALSE": "It is not so. An experiment on this page shows it.",
    "DEPENDS": "It is so in one case or version and not in another. An experiment on this page shows both.",
    "OPINION": "A judgement, a question or an anecdote: no experiment decides it.",
}


def build_page(course: Course, execute: bool | None = None) -> BuiltPage:
    """Make the page of ``course``, which has one. ``execute``: None executes it when its text changed.

    Raises AuthorFault for faulty claims, and when an experiment fails; nothing was written then.
    """
    claims = read_claims(_folder(course))
    page = page_notebook(course, claims)
    path = place(course, _folder(course))
    built = BuiltPage(path.stem)
    changed = bool(compare_folders(path, lambda: page, built_from(course, _folder(course))))
    if execute or (changed and execute is None):
        with tempfile.TemporaryDirectory() as name:
            aside = Path(name).resolve()
            _execute(page, aside / "run", claims)
            fresh = aside / path.name
            write_notebook(page, fresh)
            built.findings = leaks(course, fresh)
            if not built.findings:
                built.written = write_changed(path, fresh.read_bytes(), course.root)
        built.reading = "executed"
    elif changed:
        built.reading = "outdated"
    return built


def page_differences(course: Course, execute: bool = False) -> list[str]:
    """One sentence when the committed page is not what the claims give; ``execute`` runs it through besides."""
    claims = read_claims(_folder(course))
    page = page_notebook(course, claims)
    path = place(course, _folder(course))
    found = compare_folders(path, lambda: page, built_from(course, _folder(course)))
    if execute:
        with tempfile.TemporaryDirectory() as name:
            _execute(page, Path(name).resolve() / "run", claims)
    return found + [str(finding) for finding in leaks(course, path)]


def page_notebook(course: Course, claims: Claims) -> NotebookNode:
    """The page without outputs."""
    cells = [
        new_markdown_cell(claims.opening, id="opening"),
        new_markdown_cell("\n".join(_guide(claims)), id="guide"),
        new_code_cell(claims.setup, id="setup"),
    ]
    for number, idea in enumerate(claims.ideas, 1):
        cells.append(new_markdown_cell("\n".join(_table(number, idea, claims)), id=f"idea-{idea.id}"))
        for name, code in idea.experiments.items():
            decided = ", ".join(claim.id for claim in claims.claims if claim.experiment == name)
            about = f"#### Experiment: {_words(name)}\n\nIt shows what is so about {decided}."
            cells.append(new_markdown_cell(about, id=f"about-{name}".replace("_", "-")))
            cells.append(new_code_cell(code, id=name.replace("_", "-")))
    made_of = hashlib.sha256("".join(f"{len(cell.source)} {cell.source}" for cell in cells).encode()).hexdigest()
    return new_notebook(cells=cells, metadata=metadata(course, _folder(course), inputs=made_of))


def _guide(claims: Claims) -> Iterator[str]:
    counts = Counter(claim.verdict for claim in claims.claims)
    yield "## How to read it\n"
    yield "A verdict is a sign and a word:\n"
    yield "| verdict | claims | what it says |\n|:--|--:|:--|"
    for verdict in VERDICTS:
        yield f"| {SIGNS[verdict]} {verdict} | {counts[verdict]} | {MEANINGS[verdict]} |"
    yield f"| together | {len(claims.claims)} | |\n"
    yield (
        "Each claim stands in our words, with a number of its own. Where several numbers share a row, the same was said in "
        "several texts. The third column says what is so, names the lesson that shows it, and leads to the experiment. "
        "Experiments print what they observe and end with asserts: if one no longer held, this page could not have been "
        "made.\n"
    )
    yield "### Ideas\n"
    for number, idea in enumerate(claims.ideas, 1):
        heading = f"{number}. {idea.title}"
        yield f"{number}. [{idea.title}](#{anchor(heading)}), {len(idea.claims)} claims"
    yield "\n### What ran this page\n"
    yield "The next cell prints the versions, and defines what several experiments use."


def _table(number: int, idea: Idea, claims: Claims) -> Iterator[str]:
    yield f"## {number}. {idea.title}\n"
    yield f"{idea.about}\n"
    yield "| verdict | what is said | what is so |\n|:--|:--|:--|"
    rows: dict[str, list[Claim]] = {}
    for claim in idea.claims:
        rows.setdefault(claim.repeats or claim.id, []).append(claim)
    for same in rows.values():
        claim = same[0]
        # A space that does not break keeps sign and word on one line.
        verdict = f"{SIGNS[claim.verdict]}\N{NO-BREAK SPACE}**{claim.verdict}**<br>{'<br>'.join(c.id for c in same)}"
        yield f"| {verdict} | {claim.says} | {' '.join(_so(claim, claims))} |"


def _so(claim: Claim, claims: Claims) -> Iterator[str]:
    yield claim.so
    links = []
    if claim.lesson is not None and claim.section is not None:
        plain = claim.section.replace("`", "")
        links.append(f"[Lesson {claim.lesson[:2]}: {plain}]({claim.lesson}.ipynb#{anchor(plain)})")
    if claim.experiment is not None:
        title = f"Experiment: {_words(claim.experiment)}"
        links.append(f"[{title}](#{anchor(title)})")
    if links:
        yield f"<br>→ {' · '.join(links)}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _folder(course: Course) -> Path:
    assert course.claims is not None
    return course.claims


def _execute(page: NotebookNode, folder: Path, claims: Claims) -> None:
    folder.mkdir()
    execute_notebook(page, folder, f"The page {claims.folder.name}")
    page.metadata["language_info"] = {"name": "python"}  # the kernel adds its patch version, which varies
