"""docs/authoring.md, "Adding a rung", followed in a copy of the engine: at most four files, and the rung works everywhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.doc_blocks import AUTHORING, Document

DOC = Document(AUTHORING)
MOST_FILES = 4

TRIAL = r'''
"""What the new rung does to a toy exercise; run where the copy of the engine is imported."""

import json
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

import autograder
from autograder.exercise import Layer
from autograder.exercise.exam import Exam
from autograder.judge import PUBLIC, examine, freeze, thaw
from autograder.probes import dispatch
from autograder.proof.rung_mutants import rung_mutants
from autograder.reply import Reply
from autograder.student.verdict_card import verdict_card

SOLUTION = """
class Gain(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def build(self, shape):
        self.gain = self.add_weight(shape=(shape[-1],), initializer="ones")

    def call(self, inputs):
        return self.gain * inputs
"""
SENTENCE = "A gain has the dtype of the input. Yours casts the output. Leave the cast out."

exercise = Layer("Gain", title="a toy", minutes=1, difficulty="easy", points={"values": 1, "mixed": 1})
exercise.weight("gain", lambda shape: (shape[-1],), start=1.0)
exercise.case(3, 2)
exercise.case(2, 5, 7)
exercise.reference(lambda x, w, training: w.gain * x)
plain = exercise.exam(b"seed")
exercise.mistake("cast", SENTENCE, fails="mixed", facts={"dtype": "float32"})
named = exercise.exam(b"seed")


def ask_of(code, reply=None):
    """An answer in this process, and for the new question another reply where one is given."""
    namespace = {"keras": keras, "np": np, "tf": tf}
    exec(code, namespace)

    def ask(op, facts, arrays):
        if op == "layer.mixed" and reply is not None:
            return Reply(*reply)
        return Reply(*dispatch.answer_question(op, facts, arrays, namespace, {}))

    return ask


def describe(verdict):
    outcome = verdict.outcome
    found = {"outcome": outcome.word, "points": verdict.points, "passed": list(verdict.passed)}
    if outcome.word == "mistaken":
        found |= {"rung": outcome.rung, "advice": outcome.advice, "mistake": outcome.mistake}
        found |= {"received": outcome.evidence.received}
    return found


frozen, arrays = freeze([exercise.exam(PUBLIC)])
(mutant,) = [each.source for each in rung_mutants(plain, SOLUTION) if each.rung == "mixed"]
refuses = SOLUTION.replace("(self, **kwargs)", "(self)").replace("(**kwargs)", "()")
without = Layer("Plain", title="a toy", minutes=1, difficulty="easy", points={}, without=("mixed",))
without.case(3, 2)
without.reference(lambda x, w, training: x)
refused = examine(plain, ask_of(mutant))
print(json.dumps({
    "engine": str(Path(autograder.__file__).parent),
    "rungs": [(rung.name, rung.words, rung.points) for rung in plain.rungs],
    "left out": [rung.name for rung in without.rungs()],
    "right": describe(examine(plain, ask_of(SOLUTION))),
    "mutant": describe(refused),
    "public": describe(examine(thaw(frozen, arrays)["Gain"], ask_of(mutant))),
    "named": describe(examine(named, ask_of(mutant))),
    "fails": describe(examine(Exam("layer", "Gain", tuple(r for r in plain.rungs if r.name not in ("saves", "graph")), plain.cases,
                               roles=plain.roles), ask_of(refuses))),
    "forms": [describe(examine(plain, ask_of(SOLUTION, reply))) for reply in (
        ({}, {}), ({"dtype": 16}, {}), ({"dtype": "float16"}, {"extra": np.ones(2, np.float32)}), ({"error": "E"}, {}),
    )],
    "card": str(verdict_card(plain, refused, 1)),
}))
'''


@dataclass(frozen=True)
class Followed:
    """The copy of the engine, the files that the recipe touched, and what the trial found."""

    engine: Path
    touched: list[str]
    found: dict[str, Any]


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Followed:
    """The document's blocks and nothing else, in a copy; then one process that imports this copy."""
    folder = tmp_path_factory.mktemp("recipe")
    shutil.copytree(root / "autograder", folder / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    for block in DOC.of_engine():
        file = folder / block.title
        if block.kind == "diff":
            file.write_text(block.exchange(file.read_text(encoding="utf-8")), encoding="utf-8")
        else:
            assert not file.exists(), block.title
            file.write_text(block.text, encoding="utf-8")
    touched = [
        path.relative_to(folder).as_posix()
        for path in sorted((folder / "autograder").rglob("*"))
        if path.is_file() and not same(path, root / path.relative_to(folder))
    ]
    (folder / "trial.py").write_text(TRIAL, encoding="utf-8")
    line = [sys.executable, "trial.py"]
    done = subprocess.run(
        line, cwd=folder, env={**os.environ, "PYTHONPATH": str(folder)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return Followed(folder / "autograder", touched, json.loads(done.stdout.splitlines()[-1]))


def same(path: Path, other: Path) -> bool:
    return other.is_file() and path.read_bytes() == other.read_bytes()


def test_a_rung_touches_four_files_and_no_more(followed: Followed) -> None:
    """Claim: those that the document names, in its order; two of them only where the rung asks something new."""
    named = list(dict.fromkeys(block.title for block in DOC.of_engine()))
    assert sorted(named) == followed.touched
    assert len(named) <= MOST_FILES
    assert ["exercise/ladder.py", "judge/rungs/mixed.py"] == [name.removeprefix("autograder/") for name in named[:2]]


def test_the_copy_and_not_the_repository_was_tried(followed: Followed) -> None:
    """Claim: what the tests below find, the documented edits have done."""
    assert str(followed.engine) == followed.found["engine"]


def test_the_rung_is_on_the_ladder_with_its_words(followed: Followed) -> None:
    """Claim: an exam has it, in the table's place, with its points; an exercise may leave it out."""
    assert ["mixed", "It also works in mixed precision", 1.0] == followed.found["rungs"][-1]
    assert "mixed" not in followed.found["left out"]
    assert "  ✗ failed  It also works in mixed precision (1 point in grading)" in followed.found["card"]


def test_the_right_answer_climbs_it(followed: Followed) -> None:
    """Claim: full marks, and it was asked."""
    right = followed.found["right"]
    assert ("right", 2.0, "mixed") == (right["outcome"], right["points"], right["passed"][-1])


def test_its_mutant_is_refused_with_its_advice(followed: Followed) -> None:
    """Claim: at this rung and no earlier one, the points below it earned."""
    advice = (
        "Under the policy mixed_float16 a layer computes in float16. Gain fails, or returns another dtype. Look for a cast to "
        "float32."
    )
    found = followed.found["mutant"]
    assert ("mistaken", "mixed", None, advice) == (found["outcome"], found["rung"], found["mistake"], found["advice"])
    assert (1.0, "graph", "output float32") == (found["points"], found["passed"][-1], found["received"])


def test_a_mistake_is_recognised_by_its_facts(followed: Followed) -> None:
    """Claim: hidden.py may name them at once, the frozen public exam has them, and an exception is reported as on every rung."""
    for exam in ("named", "public"):
        found = followed.found[exam]
        assert ("mixed", "cast") == (found["rung"], found["mistake"])
        assert "A gain has the dtype of the input. Yours casts the output. Leave the cast out." == found["advice"]
    fails = followed.found["fails"]
    assert ("mixed", None) == (fails["rung"], fails["mistake"])
    assert "TypeError" in fails["received"] and "dtype" in fails["received"]


def test_a_reply_of_another_form_is_lost_on_the_wire(followed: Followed) -> None:
    """Claim: a fact that is missing or of another type, an array that nobody asked for, an error without its parts."""
    assert [("mistaken", "mixed", "lost_wire")] * 4 == [
        (found["outcome"], found["rung"], found["mistake"]) for found in followed.found["forms"]
    ]


def test_the_recipe_has_the_form_of_the_engine(followed: Followed, root: Path) -> None:
    """Claim: make check has nothing to say about what a reader has copied."""
    ruff = str(Path(sys.executable).with_name("ruff"))
    for form in (["format", "--check"], ["check"]):
        line = [ruff, *form, "--no-cache", "--config", str(root / "pyproject.toml"), *followed.touched]
        done = subprocess.run(line, cwd=followed.engine.parent, capture_output=True, text=True, check=False)
        assert (0, "") == (done.returncode, done.stderr), done.stdout


def test_a_diff_that_no_longer_fits_is_found() -> None:
    """Claim: the recipe cannot go stale unnoticed: what its diffs begin from occurs in the engine once."""
    (block, *_) = [block for block in DOC.of_engine() if block.kind == "diff"]
    for text in ("", re.sub("graph", "other", block.text)):
        with pytest.raises(AssertionError, match="has these lines 0 times"):
            block.exchange(text)
