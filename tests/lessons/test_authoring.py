"""docs/authoring.md, followed step by step: what it says works, and what it names exists."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.exercise import Exercise, Function, Layer, call, numpy_layers
from autograder.exercise.layer_exercise import LADDER
from tests.support.paths import ROOT

DOC = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
BLOCK = re.compile(
    r'^(?P<fence>`{3,})(?P<kind>\w*)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^(?P=fence)$', re.M | re.S
)
LESSON, NAME = "20_activations", "LearnedSlope"


@dataclass(frozen=True)
class Block:
    """A fenced block: ``title`` names the file it goes to, or is empty."""

    kind: str
    title: str
    text: str


BLOCKS = [Block(m["kind"], m["title"] or "", m["text"]) for m in BLOCK.finditer(DOC)]
PROSE = BLOCK.sub("", DOC)


def section(heading: str) -> str:
    """The text under ``## heading``."""
    return DOC.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def rows(text: str) -> list[list[str]]:
    """The cells of a table, without its two lines of head."""
    lines = [line.strip("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.split(" | ")] for line in lines[2:]]


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
    for block in BLOCKS:
        if block.kind == "sh":
            for line in block.text.splitlines():
                words = line.split() + (["--json"] if line.split()[1] in ("verify", "mutants") else [])
                printed[line] = subprocess.run(words, cwd=folder, env=here, capture_output=True, text=True, check=False)
        elif block.title:
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
    titles = {block.title for block in BLOCKS if block.title.startswith(folder)}
    assert {f"{folder}/task.py", f"{folder}/hidden.py"} == titles
    made = next(iter(followed.printed.values())).stdout.splitlines()
    assert [f"Made {folder}/task.py", f"Made {folder}/hidden.py"] == made[:2]
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

    exercise = read_exercise(followed.folder / "lessons" / LESSON / "learned_slope", {}).exercise
    assert set() == set(exercise.points) - {answer.fails for answer in exercise.wrongs}
    assert {mistake.name for mistake in exercise.mistakes} == {a.as_ for a in exercise.wrongs} - {None}


def test_the_example_of_a_function_has_an_exam() -> None:
    """Claim: it loads, its rungs are those the text names, and its formula speaks where it says."""
    (source,) = (b.text for b in BLOCKS if b.kind == "python" and "Function(" in b.text)
    names: dict[str, Any] = {}
    exec(source, names)
    exercise = names["exercise"]
    exam = exercise.exam(b"seed")
    assert ("runs", "shapes", "values", "refuses") == exercise.active()
    assert [True, True, False] == ["rounded_up" in case.mistaken for case in exam.cases]
    assert exam.cases[1].expected != exam.cases[1].mistaken["rounded_up"]


def test_the_table_names_the_rungs_of_the_ladders() -> None:
    """Claim: each rung of both ladders, in their order, under the kind that has it."""
    function = Function("f", title="an example", minutes=1, difficulty="easy", points={})
    function.cases(lambda rng: [call([1])])
    table = {row[0].strip("`"): row[1] for row in rows(section("The ladder"))}
    of = {(True, True): "both", (True, False): "layers", (False, True): "functions"}
    assert {name: of[name in LADDER, name in function.active()] for name in ("runs", *LADDER)} == table
    assert ["runs", *LADDER] == list(table)


def facts_of_the_docstring() -> dict[str, set[str]]:
    """Rung to the facts that ``mistake_when`` names in its docstring; what stands in brackets are their values."""
    text = " ".join(textwrap.dedent(Exercise.mistake_when.__doc__ or "").split())
    parts = re.split(r"\bOf (all rungs|[a-z]+):", re.sub(r"\([^)]*\)", "", text))
    return {
        rung: set(re.findall(r'"([a-z_]+)"', printed)) for rung, printed in zip(parts[1::2], parts[2::2], strict=True)
    }


def test_the_table_names_the_facts_of_the_docstring() -> None:
    """Claim: for each rung those that mistake_when documents, and no other."""
    documented = facts_of_the_docstring()
    everywhere = documented.pop("all rungs")
    table = {
        row[0].strip("`"): set(re.findall(r"`([a-z_]+)`", row[3]))
        for row in rows(section("The ladder"))
        if "`" in row[3]
    }
    assert documented == table
    assert all(f"`{fact}`" in section("The ladder") for fact in everywhere)


def test_every_name_of_the_vocabulary_exists(root: Path) -> None:
    """Claim: exercise.xxx is an attribute of an exercise, autograder xxx a command, a path a file of the repository."""
    made = Layer("L", title="an example", minutes=1, difficulty="easy", points={})
    function = Function("f", title="an example", minutes=1, difficulty="easy", points={})
    # Not autograder.exercise.xxx, which is a module.
    said = set(re.findall(r"(?<![\w.])exercise\.(\w+)", DOC)) - {"py"}
    assert [] == sorted(name for name in said if not hasattr(made, name) and not hasattr(function, name))
    app = (root / "autograder" / "cli" / "app.py").read_text(encoding="utf-8")
    commands = set(re.findall(r'app\.command\("(\w+)"\)', app))
    used = set(re.findall(r"(?:^|`)autograder (\w+)", DOC, re.M))
    assert (True, set()) == ({"new", "verify", "mutants", "build"} <= used, used - commands)
    paths = set(re.findall(r"`((?:autograder|tests)/[\w/.]+\.(?:py|txt))`", DOC))
    assert [] == sorted(path for path in paths if not (root / path).is_file())
    listed = re.search(r"`autograder.exercise.numpy_layers` has the layers.*?\.\n", PROSE, re.S)
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
    sentences = [row[0] for row in rows(section("What verify says"))]
    assert len(sentences) >= 12
    assert [] == [sentence for sentence in sentences if not any(sentence in one for one in printed)]
