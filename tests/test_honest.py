"""Honest but odd submissions: whatever the oddity, right answers keep full marks, end to end with the real box."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.box.box import Box
from autograder.verdicts import Mistaken, Right
from tests import corpus
from tests.corpus import ENTRANT, ROOT, Entry

ENTRIES = corpus.entries("honest")


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.name) for entry in ENTRIES])
def test_an_odd_but_honest_submission_keeps_full_marks(entry: Entry, warm_box: Box, tmp_path: Path) -> None:
    """Every exercise is right, extras included; nothing is refused, nothing is left unjudged."""
    entry.hand_in(tmp_path / "submitted")
    _, batch = corpus.grade(warm_box, tmp_path / "submitted", tmp_path / "out")
    verdict = corpus.verdict_of(batch, ENTRANT)
    assert verdict.refused is None
    assert not verdict.broken
    told = {
        each.exercise: (each.outcome.advice, each.outcome.evidence.received)
        for each in verdict.exercises
        if isinstance(each.outcome, Mistaken)
    }
    assert {} == told, verdict.repairs
    assert {files.name: files.max_points for files in corpus.lesson().exercises} == corpus.points(verdict)
    assert all(isinstance(each.outcome, Right) for each in verdict.exercises)


def test_the_corpus_is_large_and_each_entry_says_what_it_is() -> None:
    """An entry without a sentence tells nobody what must hold."""
    assert len(ENTRIES) >= 28
    for entry in ENTRIES:
        assert re.fullmatch(r"[A-Z].{20,}\.", entry.facts["says"]), entry.name
        assert entry.facts["base"] == "right", entry.name
    assert len(ENTRIES) == len({entry.facts["says"] for entry in ENTRIES})


def test_each_entry_differs_from_the_plain_model_answers(tmp_path: Path) -> None:
    """An entry whose oddity has been lost would pass for ever."""
    plain = Entry(ROOT / "tests" / "none", {"base": "right"}).hand_in(tmp_path / "plain")
    handed_in = {entry.name: corpus.digest(entry.hand_in(tmp_path / entry.name)) for entry in ENTRIES}
    assert corpus.digest(plain) not in handed_in.values()
    assert len(ENTRIES) == len(set(handed_in.values()))
