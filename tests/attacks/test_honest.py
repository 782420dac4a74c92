"""Honest but odd submissions: whatever the oddity, right answers keep full marks, end to end with the real sandbox."""

from __future__ import annotations

import queue
import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from autograder.sandbox.sandbox import Sandbox
from autograder.verdicts import Mistaken, Right, SubmissionVerdict
from tests.support import corpus
from tests.support.corpus import ENTRANT, ROOT, Entry
from tests.support.lanes import LANES

ENTRIES = corpus.entries("honest")


@pytest.fixture(scope="module")
def verdicts(
    request: pytest.FixtureRequest, warm_sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[SubmissionVerdict]]]:
    """All entries that are to be judged, begun at once, each as a class of its own; two sandboxes share them."""
    folder, idle = tmp_path_factory.mktemp("honest"), queue.SimpleQueue[Sandbox]()

    def judge(entry: Entry) -> SubmissionVerdict:
        entry.hand_in(folder / entry.name / "submitted")
        sandbox = idle.get()
        try:
            batch = corpus.grade(sandbox, folder / entry.name / "submitted", folder / entry.name / "out")
        finally:
            idle.put(sandbox)
        return corpus.verdict_of(batch, ENTRANT)

    threads = ThreadPoolExecutor(LANES)
    idle.put(warm_sandbox)
    chosen = corpus.chosen(request, test_an_odd_but_honest_submission_keeps_full_marks.__name__)
    begun = {entry.name: threads.submit(judge, entry) for entry in chosen}
    with Sandbox() as other:
        idle.put(other)
        yield begun
        threads.shutdown(cancel_futures=True)


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.name) for entry in ENTRIES])
def test_an_odd_but_honest_submission_keeps_full_marks(
    entry: Entry, verdicts: dict[str, Future[SubmissionVerdict]]
) -> None:
    """Every exercise is right, extras included; nothing is refused, nothing is left unjudged."""
    verdict = verdicts[entry.name].result()
    assert verdict.refused is None
    assert not verdict.broken
    mistaken = {
        each.exercise: (each.outcome.advice, each.outcome.evidence.received)
        for each in verdict.exercises
        if isinstance(each.outcome, Mistaken)
    }
    assert {} == mistaken, verdict.repairs
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
