"""Hostile submissions of every family, each judged by the real sandbox beside an honest neighbour and recorded.

What an entry of tests/attacks/redteam may hold is told by tests/support/corpus.py and tests/support/invariants.py.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import psutil
import pytest

from autograder.grading.exams import draw_exams
from autograder.grading.graded_batch import Batch
from autograder.results.recorder import REPORT, Recorder
from autograder.sandbox.limits import Limits
from autograder.sandbox.sandbox import Sandbox
from autograder.verdicts import SubmissionVerdict
from tests.support import corpus, invariants
from tests.support.corpus import ENTRANT, LESSON, NEIGHBOUR, ROOT, Entry
from tests.support.lanes import Lanes

# Tighter than in real grading, so that loops end soon.
LIMITS = Limits(cpu=4, wall=20, exercise_cpu=8, exercise_wall=40, total_cpu=40, total_wall=200)
ENTRIES = corpus.entries("redteam")
BRIEF = ("RunningMean", "tracking_report")
"""What the neighbour of each entry has answered: a layer with state and a function. The last one has answered all."""
BUSY, TRIES = "The machine is too busy", 3
"""A machine that others use says so, and gives no verdict: then the entry is judged again."""
COURSE = tuple(ROOT / name for name in ("source", "release", f"lessons/{LESSON}", "course.toml", "nbgrader_config.py"))
BOOK = "gradebook.db"


class Arena:
    """A warm sandbox, and what an honest submission came to in it before there was any attack."""

    def __init__(self, folder: Path) -> None:
        self._open()
        self.whole = self._honest(folder / "whole", None)
        self.full = {each.exercise: each.max_points for each in self.whole.exercises}
        self.brief = self._honest(folder / "brief", BRIEF)
        self.numbers = invariants.hidden_numbers(draw_exams(corpus.course(), corpus.lesson()).exams)
        self.book = folder / "brief" / BOOK

    def _open(self) -> None:
        self.sandbox = Sandbox(limits=LIMITS).__enter__()
        self.alone = invariants.processes(self.sandbox)

    def _honest(self, folder: Path, only: tuple[str, ...] | None) -> SubmissionVerdict:
        submitted = folder / "submitted"
        submitted.mkdir(parents=True)
        corpus.neighbour(submitted, only)
        batch = corpus.grade(self.sandbox, submitted, folder)
        if only is not None:  # nbgrader needs seconds to make a gradebook; each entry gets a copy of this one
            Recorder(corpus.course(), folder).record(batch)
        return corpus.verdict_of(batch, NEIGHBOUR)

    def reopened(self) -> None:
        """One entry that ends the sandbox must not fail all that come after it."""
        try:
            invariants.nobody_left(self.sandbox, self.alone, seconds=2)
        except (AssertionError, psutil.NoSuchProcess):
            self.sandbox.close()
            self._open()

    @contextmanager
    def limited(self, limits: dict[str, float]) -> Iterator[None]:
        """For the while, forks are made with those of ``limits`` in the place of the usual ones."""
        self.sandbox.limits = replace(LIMITS, **limits)
        try:
            yield
        finally:
            self.sandbox.limits = LIMITS


@cache
def arena(folder: Path) -> Arena:
    """That of this process, made for the first of its entries."""
    return Arena(Path(tempfile.mkdtemp(prefix="arena-", dir=folder)))


@contextmanager
def printed() -> Iterator[Callable[[], str]]:
    """Yields what tells all that anybody wrote to this process's standard output and error meanwhile."""
    streams = (sys.stdout, sys.stderr)
    with tempfile.TemporaryFile() as file, ExitStack() as stack:
        for number, stream in enumerate(streams, 1):
            stream.flush()
            kept = os.dup(number)
            stack.callback(os.close, kept)
            stack.callback(os.dup2, kept, number)
            stack.callback(stream.flush)
            os.dup2(file.fileno(), number)

        def printed_text() -> str:
            for stream in streams:
                stream.flush()
            return os.pread(file.fileno(), os.fstat(file.fileno()).st_size, 0).decode("utf-8", "replace")

        yield printed_text


@pytest.fixture(scope="module")
def lanes() -> Iterator[Lanes]:
    with Lanes() as made:
        yield made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("redteam")


@pytest.fixture(scope="module")
def attempts(request: pytest.FixtureRequest, lanes: Lanes, folder: Path) -> dict[str, Future[None]]:
    """All entries that are to be judged, begun at once; each process takes the next as it has done the last."""
    chosen = corpus.chosen(request, test_an_entry_gains_nothing_and_harms_nobody.__name__)
    return {entry.name: lanes.begin(attempt, entry, folder) for entry in chosen}


def now() -> tuple[float, float]:
    """Wall and processor time, in seconds."""
    return time.monotonic(), time.process_time()


def marked(entry: Entry) -> Any:
    """An entry that shows an open finding must fail, and fail no longer once the finding is mended."""
    known = entry.facts.get("known")
    marks = [pytest.mark.xfail(strict=True, raises=AssertionError, reason=known)] if known else []
    return pytest.param(entry, id=entry.name, marks=marks)


@pytest.mark.parametrize("entry", [marked(entry) for entry in ENTRIES])
def test_an_entry_gains_nothing_and_harms_nobody(entry: Entry, attempts: dict[str, Future[None]]) -> None:
    """Its points, the neighbour's verdict, all files and processes, and every page are as they should be."""
    attempts[entry.name].result()


def attempt(entry: Entry, folder: Path) -> None:
    """Judge the entry beside the neighbour, in a process with a sandbox of its own, and raise what is wrong."""
    here = arena(folder)
    for number in range(TRIES):
        place = folder / f"{entry.name}-{number}"
        here.reopened()
        place.mkdir()
        try:
            with here.limited(entry.facts.get("limits", {})), printed() as printed_text:
                judge(entry, here, place, printed_text)
            return
        except AssertionError as failure:
            if BUSY not in str(failure) or number == TRIES - 1:
                raise


def judge(entry: Entry, arena: Arena, folder: Path, printed_text: Callable[[], str]) -> None:
    submitted, out = folder / "submitted", folder / "out"
    submitted.mkdir()
    out.mkdir()
    entry.hand_in(submitted)
    corpus.neighbour(submitted, BRIEF)
    shutil.copy(arena.book, out / BOOK)
    times = [now()]
    with corpus.unchanged(*COURSE, submitted / NEIGHBOUR, out / BOOK):
        batch = corpus.grade(arena.sandbox, submitted, out, lambda *_: times.append(now()))
    verdict = corpus.verdict_of(batch, ENTRANT)

    invariants.judged(entry.facts, verdict)
    invariants.scores(entry.facts, verdict, arena.full)
    invariants.in_time(entry.facts, times[1][0] - times[0][0], times[1][1] - times[0][1])
    same(arena.brief, batch)
    invariants.nobody_left(arena.sandbox, arena.alone)
    invariants.answers(arena.sandbox)

    recorder = Recorder(corpus.course(), out)
    with corpus.unchanged(*COURSE, submitted / NEIGHBOUR):
        report = recorder.record(batch).read_text(encoding="utf-8")
    texts: dict[str, str | bytes] = dict(invariants.written(out))
    texts["what was printed"] = printed_text()
    invariants.absent(entry.facts.get("canaries", ()), texts)
    invariants.present(entry.facts.get("shows", ()), report)
    # The report and the stored verdicts are the instructor's: they hold what the code said, and hidden cases.
    for name in [name for name in texts if name == REPORT or name.startswith("verdicts/")]:
        del texts[name]
    texts["the verdict"] = json.dumps(verdict.to_json(), ensure_ascii=False)
    invariants.absent(entry.facts.get("unsaid", ()), texts)
    invariants.absent(arena.numbers, texts)
    for page in (out / "feedback").rglob("*.html"):
        invariants.escaped(page.read_text(encoding="utf-8"))
    invariants.escaped(report)


def same(wanted: SubmissionVerdict, batch: Batch) -> None:
    """Where this is called, pytest does not say what differs."""
    found = corpus.verdict_of(batch, NEIGHBOUR)
    assert wanted.to_json() == found.to_json(), f"the neighbour got {found.to_json()} instead of {wanted.to_json()}"


def test_after_all_of_them_an_honest_submission_is_judged_as_before(lanes: Lanes, folder: Path) -> None:
    """All exercises, by each fork server that judged the others."""
    lanes.each(once_more, folder)


def once_more(folder: Path) -> None:
    here, place = arena(folder), Path(tempfile.mkdtemp(prefix="after-", dir=folder))
    here.reopened()
    corpus.neighbour(place / "submitted")
    batch = corpus.grade(here.sandbox, place / "submitted", place / "out")
    same(here.whole, batch)
    assert here.full == corpus.points(here.whole), f"{here.full} is wanted in full: {corpus.points(here.whole)}"


def test_every_family_of_the_catalogue_is_there() -> None:
    """The corpus is a floor: it may grow, and must not shrink."""
    invariants.covered([entry.facts["family"] for entry in ENTRIES], least=60)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_an_entry_says_what_it_tries_and_does_something(entry: Entry) -> None:
    """A folder without cells or patch would pass everything."""
    invariants.well_made(entry.folder, entry.facts)
    invariants.tighter(entry.facts, LIMITS)
