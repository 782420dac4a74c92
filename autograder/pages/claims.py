"""``claims.toml`` and the experiments beside it: what people say, and what decides it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course.percent_format import PercentCell, read_cells, read_text, short_path
from autograder.course.toml_file import TomlFile, key_faults
from autograder.faults import AuthorFault

VERDICTS = ("TRUE", "FALSE", "DEPENDS", "OPINION")
DECIDED = ("FALSE", "DEPENDS")
"""Who is contradicted is owed an experiment."""
PAGE = "page.py"
IDEA_KEYS = {"id", "title", "about"}
CLAIM_KEYS = {"id", "idea", "says", "verdict", "so", "experiment", "lesson", "section", "repeats"}
HEADING = re.compile(r"^#{2,4} +(.+?) *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence that somebody wrote, in our words. ``repeats`` names the claim that says the same."""

    id: str
    idea: str
    says: str
    verdict: str
    so: str
    experiment: str | None = None
    lesson: str | None = None
    section: str | None = None
    repeats: str | None = None


@dataclass(frozen=True, slots=True)
class Idea:
    """A group of claims; ``experiments`` are the cells of its file by name, in order."""

    id: str
    title: str
    about: str
    claims: tuple[Claim, ...]
    experiments: dict[str, str]


@dataclass(frozen=True, slots=True)
class Claims:
    """The page's material. ``opening`` is its first prose, ``setup`` the code that each experiment builds upon."""

    folder: Path
    opening: str
    setup: str
    ideas: tuple[Idea, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, in the page's order."""
        return tuple(claim for idea in self.ideas for claim in idea.claims)

    @property
    def experiments(self) -> dict[str, str]:
        """All experiments by name, in the page's order."""
        return {name: code for idea in self.ideas for name, code in idea.experiments.items()}

    def idea_of(self, claim: Claim) -> Idea:
        """The group that ``claim`` belongs to."""
        return next(idea for idea in self.ideas if idea.id == claim.idea)


def read_claims(folder: Path) -> Claims:
    """The claims in ``folder``, whose lessons lie beside it. Raises AuthorFault for what its author must mend."""
    path = folder / "claims.toml"
    data = TomlFile.parse(
        read_text(path),
        lambda error: AuthorFault(f"{short_path(path)} must be valid TOML. Received: {error}. Mend that line."),
    ).data
    opening, setup = _page(folder / PAGE)
    groups, entries = data.get("idea", []), data.get("claim", [])
    for entry, keys in [(g, IDEA_KEYS) for g in groups] + [(c, CLAIM_KEYS) for c in entries]:
        _refuse_keys(entry, keys, path)
    claims = _claims(entries, [str(group["id"]) for group in groups], path)
    ideas = tuple(_idea(group, claims, folder, path) for group in groups)
    found = Claims(folder, opening, setup, ideas)
    _refuse_doubles(ideas, path)
    headings = {claim.lesson: lesson_headings(folder, claim, path) for claim in _first_links(claims)}
    for claim in claims:
        _prove(claim, found, headings, path)
    unused = sorted(set(found.experiments) - {claim.experiment for claim in claims})
    if unused:
        raise AuthorFault(
            f"{short_path(path)}: each experiment decides a claim. Received the experiment '{unused[0]}', which no claim names. "
            "Name it in a claim, or take the cell out."
        )
    return found


def _page(path: Path) -> tuple[str, str]:
    cells = read_cells(path)
    if [cell.kind for cell in cells] != ["markdown", "code"] or cells[1].metadata != {"tags": ["setup"]}:
        raise AuthorFault(
            f'{short_path(path)}, line 1: the page opens with one cell of prose and one of code, tags=["setup"]. Received '
            f"{len(cells)} cells. Put experiments into the file of their idea."
        )
    return cells[0].source, cells[1].source


def _refuse_keys(entry: dict[str, Any], keys: set[str], path: Path) -> None:
    faults = list(key_faults(entry, dict.fromkeys(keys, str), needed=("id",)))
    if faults:
        wrong = [fault.key for fault in faults if fault.what != "missing"]
        raise AuthorFault(
            f"{short_path(path)}: {entry.get('id', 'an entry')} has texts for {', '.join(sorted(keys))}. "
            f"Received: {', '.join(wrong) or 'no id'}. Correct the key."
        )


def _claims(entries: list[dict[str, str]], ideas: list[str], path: Path) -> list[Claim]:
    found: dict[str, Claim] = {}
    for entry in entries:
        name = entry["id"]
        if name in found:
            raise AuthorFault(
                f"{short_path(path)}: each id stands once. Received {name} twice. Give the second a number of its own."
            )
        fields = dict(entry)
        if "repeats" in entry:
            if entry["repeats"] not in found:
                raise AuthorFault(
                    f"{short_path(path)}: {name} repeats a claim that stands above it. Received '{entry['repeats']}'. "
                    "Name an id from above."
                )
            first = found[entry["repeats"]]
            fields = {key: getattr(first, key) for key in CLAIM_KEYS} | entry
        missing = [key for key in ("idea", "says", "verdict", "so") if key not in fields]
        if missing or fields["idea"] not in ideas:
            received = f"no {missing[0]}" if missing else f"the idea '{fields['idea']}'"
            raise AuthorFault(
                f"{short_path(path)}: {name} has says, verdict, so, and an idea of this file. Received {received}. "
                f"Ideas are: {', '.join(ideas)}."
            )
        found[name] = Claim(**fields)
    return list(found.values())


def _idea(group: dict[str, str], claims: list[Claim], folder: Path, path: Path) -> Idea:
    mine = tuple(claim for claim in claims if claim.idea == group["id"])
    if not mine:
        raise AuthorFault(
            f"{short_path(path)}: an idea has claims. Received none for '{group['id']}'. Add one, or take the idea out."
        )
    file = folder / f"{group['id']}.py"
    cells = read_cells(file) if file.exists() else []
    return Idea(group["id"], group["title"], group.get("about", ""), mine, dict(_named(cells, file)))


def _named(cells: list[PercentCell], file: Path) -> Iterator[tuple[str, str]]:
    known: set[str] = set()
    for cell in cells:
        name = cell.metadata.get("experiment")
        if cell.kind != "code" or not isinstance(name, str) or set(cell.metadata) != {"experiment"} or name in known:
            raise AuthorFault(
                f'{short_path(file)}, line {cell.line}: each cell is code with a name of its own, experiment="…". Received '
                f"{cell.metadata or 'none'}. Name it in its '# %%' line."
            )
        known.add(name)
        yield name, cell.source


def _refuse_doubles(ideas: tuple[Idea, ...], path: Path) -> None:
    known: dict[str, str] = {}
    for idea in ideas:
        for name in idea.experiments:
            if name in known:
                raise AuthorFault(
                    f"{short_path(path)}: experiments have different names. Received '{name}' in {known[name]}.py and "
                    f"{idea.id}.py. Rename one."
                )
            known[name] = idea.id


def _prove(claim: Claim, claims: Claims, headings: dict[str | None, list[str]], path: Path) -> None:
    where = f"{short_path(path)}: {claim.id}"
    if claim.verdict not in VERDICTS:
        raise AuthorFault(
            f"{where}: a verdict is one of {', '.join(VERDICTS)}. Received '{claim.verdict}'. Take the nearest."
        )
    if claim.experiment is None and claim.verdict in DECIDED:
        raise AuthorFault(
            f"{where}: a claim told as {' or '.join(DECIDED)} names the experiment that shows it. Received none. Write one "
            f"in {claim.idea}.py."
        )
    if claim.experiment is not None and claim.experiment not in claims.experiments:
        raise AuthorFault(
            f"{where}: an experiment is a cell of an idea's file. Received '{claim.experiment}', and there is none of that "
            f"name. There are: {', '.join(claims.experiments)}."
        )
    if (claim.lesson is None) != (claim.section is None):
        raise AuthorFault(
            f"{where}: lesson and section go together. Received one of them. Add the other, or take it out."
        )
    if claim.lesson is not None and claim.section not in headings[claim.lesson]:
        raise AuthorFault(
            f"{where}: a section is a heading of its lesson. Received '{claim.section}', which {claim.lesson}/lesson.py "
            f"does not have. It has: {'; '.join(headings[claim.lesson])}."
        )


def _first_links(claims: list[Claim]) -> list[Claim]:
    """For each lesson that is named, the first claim that names it."""
    return list({claim.lesson: claim for claim in reversed(claims) if claim.lesson is not None}.values())


def lesson_headings(folder: Path, claim: Claim, path: Path) -> list[str]:
    """The headings of the lesson that ``claim`` names. Raises AuthorFault when there is no such lesson beside ``folder``."""
    lesson = folder.parent / str(claim.lesson) / "lesson.py"
    if not lesson.is_file():
        there = ", ".join(sorted(p.parent.name for p in folder.parent.glob("*/lesson.py"))) or "none"
        raise AuthorFault(
            f"{short_path(path)}: {claim.id} names a lesson, a folder beside {folder.name}/. Received '{claim.lesson}', and there "
            f"is none of that name. There are: {there}."
        )
    return [
        heading for cell in read_cells(lesson) if cell.kind == "markdown" for heading in HEADING.findall(cell.source)
    ]
