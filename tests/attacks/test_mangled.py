"""Broken notebooks: what can be read in one way only is judged, the rest refused with a sentence, and nobody else notices.

An entry of tests/attacks/mangled says ``refused``, a text that must stand in the sentence; or ``points`` by exercise (those that
it does not name have theirs in full) and ``repairs``, texts of which each must stand in one of the verdict's repairs.
All of them are one class, graded in one run by two sandboxes, between two honest neighbours.
"""

from __future__ import annotations

import ast
import html
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.intake import notebook, notebook_format_3, notebook_json
from autograder.matching import transplant
from autograder.sandbox.sandbox import Sandbox
from autograder.verdicts import Right, SubmissionVerdict
from tests.support import corpus
from tests.support.corpus import LESSON, NEIGHBOUR, ROOT, Entry
from tests.support.lanes import LANES

pytestmark = pytest.mark.timeout(1200)  # one fixture grades them all, on a machine that may have much else to do

ENTRIES = corpus.entries("mangled")
LAST = "zzz"
"""A second neighbour, judged after all the others."""

BY_CONSOLE = ("conflict_in_the_json", "empty_file", "file_in_place_of_the_folder", "retyped_cells", "utf_16")
ELSEWHERE = {
    "A submission holds one notebook. More than ": "tests/intake/test_notebook.py and tests/attacks/redteam/files_crowd",
    "A link or a closed file was found.": "tests/intake/test_notebook.py and the links of tests/attacks/redteam",
}
"""Sentences that no mangled notebook can bring about, and where they are brought about."""


@dataclass(frozen=True)
class School:
    """The class: verdicts by student, and the neighbour's when she is alone."""

    verdicts: dict[str, SubmissionVerdict]
    alone: SubmissionVerdict

    def texts(self) -> str:
        """All refusals and repairs."""
        found = [text for verdict in self.verdicts.values() for text in (verdict.refused or "", *verdict.repairs)]
        return "\n".join(found)


@pytest.fixture(scope="module")
def school(warm_sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> School:
    folder = tmp_path_factory.mktemp("school")
    corpus.neighbour(folder / "alone")
    alone = corpus.grade(warm_sandbox, folder / "alone", folder / "out-alone")
    submitted = folder / "submitted"
    for entry in ENTRIES:
        entry.hand_in(submitted, entry.name)
    for name in (NEIGHBOUR, LAST):
        Entry(ROOT / "tests" / "none", {"base": "right"}).hand_in(submitted, name)
    with corpus.unchanged(submitted, ROOT / "source" / LESSON, ROOT / "release" / LESSON):
        batch = corpus.grade(warm_sandbox, submitted, folder / "out", workers=LANES)
    return School({v.student: v for v in batch.verdicts}, corpus.verdict_of(alone, NEIGHBOUR))


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.name) for entry in ENTRIES])
def test_a_broken_notebook_is_read_or_refused_as_its_entry_says(school: School, entry: Entry) -> None:
    """Points, repairs and refusals; an entry without repairs must have none."""
    verdict = school.verdicts[entry.name]
    assert not verdict.broken
    if "refused" in entry.facts:
        assert entry.facts["refused"] in (verdict.refused or "")
        assert () == verdict.exercises
        return
    assert verdict.refused is None
    lost = entry.facts.get("points", {})
    wanted = {e.exercise: lost.get(e.exercise, e.max_points) for e in verdict.exercises}
    assert wanted == corpus.points(verdict), verdict.to_json()
    assert [] == [e for e in verdict.exercises if e.exercise not in lost and not isinstance(e.outcome, Right)]
    repairs = entry.facts["repairs"]
    assert [] == [text for text in repairs if not any(text in repair for repair in verdict.repairs)], verdict.repairs
    assert repairs or () == verdict.repairs


def test_a_refusal_says_the_rule_what_was_received_and_what_to_try(school: School) -> None:
    """Three sentences at least, on one line, and never an exception's text."""
    refusals = [verdict.refused for verdict in school.verdicts.values() if verdict.refused]
    assert len(refusals) > 20
    for text in refusals:
        assert 3 <= len(re.findall(r"[.)](?= [A-Z0-9]|$)", text)), text
        assert text.endswith(".")
        assert not re.search(r"\n|Traceback|Error|line \d+, in ", text), text


def test_the_neighbours_notice_nothing(school: School) -> None:
    """What an honest student gets is the same alone, in the midst of broken notebooks, and after them."""
    alone = school.alone.to_json()
    assert school.alone.points == school.alone.max_points
    for name in (NEIGHBOUR, LAST):
        assert alone | {"student": name} == school.verdicts[name].to_json()


def test_the_corpus_is_large_and_each_entry_says_what_it_is() -> None:
    """A folder without a sentence, or without its expectations, tests nothing."""
    assert len(ENTRIES) >= 24
    for entry in ENTRIES:
        assert re.fullmatch(r"[A-Z].{20,}[.?]", entry.facts["says"]), entry.name
        assert ("refused" in entry.facts) != ("repairs" in entry.facts), entry.name
        assert (entry.folder / "patch.py").exists(), entry.name


@pytest.mark.parametrize("module", [notebook_format_3, notebook, notebook_json, transplant])
def test_every_sentence_of_the_reader_appears(school: School, module: Any) -> None:
    """No refusal and no repair is written that nothing brings about."""
    assert module.__file__ is not None
    everything = school.texts()
    missing = [text for text in sentences(Path(module.__file__)) if text not in everything]
    assert [] == [text for text in missing if not any(known in text for known in ELSEWHERE)]


def sentences(path: Path) -> Iterator[str]:
    """The longest literal piece of each sentence in the module, docstrings and messages of errors of ours aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # A text that is a statement documents something.
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        parts = node.values if isinstance(node, ast.JoinedStr) else [node] if isinstance(node, ast.Constant) else []
        texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if texts and id(node) not in notes | inside and texts[-1].endswith(".") and " " in "".join(texts):
            yield max(texts, key=len)


def test_the_console_shows_refusals_and_keeps_repairs(tmp_path: Path) -> None:
    """Through the real command: exit code 0, each refusal in one line, each repair in the file and the report."""
    chosen = [entry for entry in ENTRIES if entry.name in BY_CONSOLE]
    assert len(BY_CONSOLE) == len(chosen)
    for entry in chosen:
        entry.hand_in(tmp_path / "in", entry.name)
    corpus.neighbour(tmp_path / "in")
    out, file = tmp_path / "out", tmp_path / "all.json"
    command = [str(Path(sys.executable).with_name("autograder")), "grade", str(tmp_path / "in")]
    done = subprocess.run(
        [*command, "--out", str(out), "--json", str(file), "--jobs", "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    verdicts = {v["student"]: v for v in json.loads(file.read_text(encoding="utf-8"))}
    assert {*BY_CONSOLE, NEIGHBOUR} == set(verdicts)
    for entry in chosen:
        verdict = verdicts[entry.name]
        if "refused" in entry.facts:
            assert entry.facts["refused"] in verdict["refused"]
            assert f"Could not be read: {entry.name}, {LESSON}. {verdict['refused']}" in done.stdout
        for text in entry.facts.get("repairs", []):
            assert any(text in repair for repair in verdict["repairs"])
    report = html.unescape((out / "report.html").read_text(encoding="utf-8"))
    for verdict in verdicts.values():
        assert all(text in report for text in [*verdict["repairs"], verdict["refused"] or ""])
    page = (out / "feedback" / "retyped_cells" / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")
    assert all(text in html.unescape(page) for text in verdicts["retyped_cells"]["repairs"])
    full = verdicts[NEIGHBOUR]["points"]
    assert verdicts[NEIGHBOUR]["max_points"] == full == verdicts["retyped_cells"]["points"]
