"""docs/authoring.md, followed step by step: what it says works, and what it names exists."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.exercise import Function, Layer, numpy_layers
from autograder.exercise.common import COMMON
from autograder.exercise.ladder import ANYWHERE, FUNCTION, LAYER, OF_LAYERS, LadderRung
from tests.support.doc_blocks import AUTHORING, Document, rows

DOC = Document(AUTHORING)
LESSON, NAME = "20_activations", "LearnedSlope"
MOST_WORDS = 4_100
"""A page that is read before the first exercise is written; it had 4,700."""


@dataclass(frozen=True)
class Followed:
    """The course that the document makes, and what each of its commands printed."""

    folder: Path
    printed: dict[str, subprocess.CompletedProcess[str]]

    def report(self, command: str) -> dict[str, Any]:
        """What a command said with --json."""
        found: dict[str, Any] = json.loads(self.printed[f"autograder {command} {LESSON}"].stdout)
        return found

    def row(self, command: str) -> dict[str, Any]:
        """What it said of the exercise itself."""
        (found,) = (row for row in self.report(command)["exercises"] if row["exercise"] == NAME)
        return dict(found)


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    """Each titled block is written to its file, the first in its place and the others appended; each command is run."""
    folder = tmp_path_factory.mktemp("course")
    here = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    begun: set[str] = set()
    printed = {}
    for block in DOC.blocks:
        if block.kind == "sh":
            for line in block.text.splitlines():
                words = line.split() + (["--json"] if line.split()[1] in ("verify", "mutants") else [])
                printed[line] = subprocess.run(words, cwd=folder, env=here, capture_output=True, text=True, check=False)
        elif block.title and block not in DOC.of_engine():
            file = folder / block.title
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("a" if block.title in begun else "w", encoding="utf-8") as out:
                out.write(block.text)
            begun.add(block.title)
    return Followed(folder, printed)


def test_every_command_of_the_example_ends_well(followed: Followed) -> None:
    """Claim: new, verify, mutants and build, in the document's order, all with exit code 0."""
    assert ["new", "verify", "mutants", "build"] == [line.split()[1] for line in followed.printed]
    assert dict.fromkeys(followed.printed, 0) == {line: done.returncode for line, done in followed.printed.items()}, [
        done.stdout + done.stderr for done in followed.printed.values() if done.returncode
    ]


def test_the_example_replaces_what_new_has_made(followed: Followed) -> None:
    """Claim: the files of the example are those that the command made, and lesson.py holds the exercise."""
    folder = f"lessons/{LESSON}/learned_slope"
    titles = [block.title for block in DOC.blocks if block.title.startswith(folder)]
    assert [f"{folder}/{name}.py" for name in ("task", "hidden", "answers")] == titles
    made = next(iter(followed.printed.values())).stdout.splitlines()
    assert [f"Made {title}" for title in titles] == made[:3]
    assert (followed.folder / "lessons" / LESSON / "lesson.py").read_text().endswith('# %% exercise="learned_slope"\n')


def test_the_example_is_proved(followed: Followed) -> None:
    """Claim: nothing is unproved, and there are as many known answers as the document asks for."""
    report, row = followed.report("verify"), followed.row("verify")
    assert ([], 0) == ([s for r in report["exercises"] for s in r["unproved"]], report["totals"]["unproved"])
    assert (row["wrong"], row["right"]) == (row["refused"], row["accepted"])
    assert (True, True) == (row["wrong"] >= 6, row["right"] >= 3)


def test_every_mutant_of_the_example_is_refused_or_recorded(followed: Followed) -> None:
    """Claim: 100 %, at least one equivalent, no stale record."""
    report, row = followed.report("mutants"), followed.row("mutants")
    assert (100, [], [], []) == (report["totals"]["score"], row["survived"], row["stale"], row["broken"])
    assert [True, True] == [row["killed"] > 0, len(row["equivalent"]) > 0]


def test_the_example_is_built(followed: Followed) -> None:
    """Claim: the three editions are there, and the release holds the stub alone."""
    release = (followed.folder / "release" / LESSON / f"{LESSON}.ipynb").read_text(encoding="utf-8")
    assert (followed.folder / "source" / LESSON / f"{LESSON}.ipynb").exists()
    assert (followed.folder / "notebooks" / f"{LESSON}.ipynb").exists()
    assert (True, False) == ("class LearnedSlope" in release, "keras.ops.where(inputs" in release)


def test_the_example_has_the_form_of_a_lesson(followed: Followed, root: Path) -> None:
    """Claim: make check has nothing to say about what a reader has copied."""
    ruff = str(Path(sys.executable).with_name("ruff"))
    settings = [
        "--config",
        str(root / "lessons" / "ruff.toml"),
        "--config",
        'lint.isort.known-first-party=["autograder"]',
    ]
    for form in (["format", "--check"], ["check"]):
        line = [ruff, *form, "--no-cache", *settings, "lessons"]
        done = subprocess.run(line, cwd=followed.folder, capture_output=True, text=True, check=False)
        assert (0, "") == (done.returncode, done.stderr), done.stdout


def test_the_example_shows_what_the_document_asks_for(followed: Followed) -> None:
    """Claim: a wrong answer for each rung with points, a wrong answer and no other name for each mistake."""
    from autograder.course.exercise_files import read_exercise

    files = read_exercise(followed.folder / "lessons" / LESSON / "learned_slope", {})
    exercise, wrongs = files.exercise, files.known_answers().wrongs
    assert set() == set(exercise.points) - {answer.fails for answer in wrongs}
    assert {mistake.name for mistake in exercise.mistakes} == {answer.mistake for answer in wrongs} - {None}
    # Each way to recognise a mistake, a shared one, and one that a whole answer shows.
    assert {"parts=", "formula=", "facts=", "common("} <= set(
        re.findall(r"parts=|formula=|facts=|common\(", source_of(files))
    )
    assert {answer.mistake for answer in wrongs if answer.code} & set(COMMON)


def source_of(files: Any) -> str:
    return str((files.folder / "hidden.py").read_text(encoding="utf-8"))


def test_the_example_of_a_function_has_an_exam() -> None:
    """Claim: it loads, its rungs are those the text names, and its formula speaks where it says."""
    (source,) = (b.text for b in DOC.blocks if b.kind == "python" and "Function(" in b.text)
    names: dict[str, Any] = {}
    exec(source, names)
    exercise = names["exercise"]
    exam = exercise.exam(b"seed")
    assert ["runs", "shapes", "values", "refuses", "everywhere"] == [rung.name for rung in exam.rungs]
    assert [True, True, False] == ["rounded_up" in case.mistaken for case in exam.cases if not case.about]
    assert exam.cases[1].expected != exam.cases[1].mistaken["rounded_up"]


def table(ladder: tuple[LadderRung, ...]) -> list[str]:
    """The rows that the document has of a ladder."""
    facts = ["; ".join(f"`{name}`: {meaning}" for name, meaning in row.facts.items()) or "–" for row in ladder]
    return [f"| `{row.name}` | {row.words} | {said} |" for row, said in zip(ladder, facts, strict=True)]


@pytest.mark.parametrize(("of", "ladder"), [("layers", LAYER), ("functions", FUNCTION)])
def test_the_tables_of_rungs_are_the_ladders(of: str, ladder: tuple[LadderRung, ...]) -> None:
    """Claim: each rung with its words and its facts, in their order, and no other."""
    text = DOC.section("The rungs").split(f"Of {of}:\n")[1].split("\nOf ")[0]
    found = [line for line in text.splitlines() if line.startswith("| `")]
    assert table(ladder) == found, "docs/authoring.md copies autograder/exercise/ladder.py:\n" + "\n".join(
        table(ladder)
    )


def test_the_facts_of_every_rung_are_said_once() -> None:
    """Claim: those that no row has are in the text above the tables."""
    above = DOC.section("The rungs").split("Of layers:")[0]
    said = set(re.findall(r"`([a-z_]+)`", above)) - {row.name for row in (*LAYER, *FUNCTION)}
    assert {*ANYWHERE, *OF_LAYERS} == said


def test_the_page_is_short_and_its_contents_lead_to_its_sections() -> None:
    """Claim: what stands at the top is all there is, in its order."""
    assert len(DOC.text.split()) <= MOST_WORDS
    headings = re.findall(r"^## (.+)$", DOC.prose, re.M)
    anchors = re.findall(r"\]\(#([\w-]+)\)", DOC.prose.split("\n## ")[0])
    assert [heading.lower().replace(" ", "-") for heading in headings] == anchors
    elsewhere = re.findall(r"\]\(([\w/.]+)(?:#[\w-]+)?\)", DOC.prose)
    assert [] == [path for path in elsewhere if not (AUTHORING.parent / path).exists()]


def test_every_name_of_the_vocabulary_exists(root: Path) -> None:
    """Claim: exercise.xxx is an attribute of an exercise, autograder xxx a command, a path a file of the repository."""
    made = Layer("L", title="an example", minutes=1, difficulty="easy", points={})
    function = Function("f", title="an example", minutes=1, difficulty="easy", points={})
    # Not autograder.exercise.xxx, which is a module.
    said = set(re.findall(r"(?<![\w.])exercise\.(\w+)", DOC.text)) - {"py"}
    assert [] == sorted(name for name in said if not hasattr(made, name) and not hasattr(function, name))
    app = (root / "autograder" / "cli" / "app.py").read_text(encoding="utf-8")
    commands = set(re.findall(r'app\.command\("(\w+)"\)', app))
    used = set(re.findall(r"(?:^|`)autograder (\w+)", DOC.text, re.M))
    assert (True, set()) == ({"new", "verify", "mutants", "build"} <= used, used - commands)
    paths = set(re.findall(r"`((?:autograder|tests)/[\w/.]+\.(?:py|txt))`", DOC.text))
    assert [] == sorted(path for path in paths if not (root / path).is_file())
    listed = re.search(r"`autograder.exercise.numpy_layers` has the layers.*?\.\n", DOC.prose, re.S)
    assert listed is not None
    layers = re.findall(r"`([a-z0-9_]+)`", listed[0])
    assert [] == [name for name in layers if not hasattr(numpy_layers, name)]


def test_every_sentence_of_the_table_is_one_of_verify(root: Path) -> None:
    """Claim: each stands in the code that says it; "…" stands for what was received."""
    printed = []
    for file in sorted((root / "autograder" / "proof").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = (part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
                printed.append("".join(map(str, parts)))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                printed.append(node.value)
    sentences = [row[0] for row in rows(DOC.section("What verify says"))]
    assert len(sentences) >= 12
    assert [] == [sentence for sentence in sentences if not any(sentence in one for one in printed)]
