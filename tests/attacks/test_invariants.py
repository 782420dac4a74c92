"""The checks of the red-team corpus can fail: each is given a verdict, a page or a process that it must complain about."""

from __future__ import annotations

import json
import os
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from autograder.exercise.exam import LayerCase
from autograder.faults import UsageFault
from autograder.grading.exams import draw_exams
from autograder.sandbox.limits import Limits
from autograder.sandbox.sandbox import Sandbox
from autograder.verdicts import Broken, Evidence, ExerciseVerdict, Mistaken, Right, SubmissionVerdict
from tests.support import corpus, invariants
from tests.support.corpus import ENTRANT, LESSON
from tests.support.lanes import LANES, Lanes

FULL = {"ScaleShift": 4.0, "fix_1": 0.0}
WRONG = Mistaken("values", "Other numbers.")


def verdict(first: Any = WRONG, points: float = 2.0, extra: Any = WRONG, **more: Any) -> SubmissionVerdict:
    exercises = (ExerciseVerdict("ScaleShift", first, points, 4.0), ExerciseVerdict("fix_1", extra, 0.0, 0.0))
    return SubmissionVerdict(ENTRANT, LESSON, "protected", **({"exercises": exercises} | more))


REFUSED = {"exercises": (), "refused": "A notebook is JSON. This one is not."}
STUB, ATTACK = {"base": "stub"}, {"base": "stub", "most": {"ScaleShift": 2.0}}


@pytest.mark.parametrize(
    ("facts", "judged", "complaint"),
    [
        (ATTACK, verdict(), None),
        (ATTACK, verdict(points=3.0), "earned 3, and may earn 2"),
        (ATTACK, verdict(extra=Right()), "fix_1 is a stub"),
        (ATTACK, verdict(first=Right()), "counts as right"),
        (STUB, verdict(), "ScaleShift is a stub and earned 2"),
        (STUB, verdict(points=0.0), None),
        ({"base": "right"}, verdict(Right(), 4.0, Right()), None),
        ({"base": "right"}, verdict(Right(), 4.0), "fix_1 is answered rightly"),
        ({"base": "right", "most": {"fix_1": 0}}, verdict(Right(), 4.0, Right()), "fix_1 counts as right"),
        (STUB, verdict(**REFUSED), "refused: A notebook"),
        (STUB | {"refused": True}, verdict(**REFUSED), None),
        (STUB | {"refused": True}, verdict(), "must be refused"),
        (STUB | {"refused": True}, verdict(exercises=(), refused="no"), "no sentence"),
        (STUB | {"most": {"ScaleShfit": 1}}, verdict(), "unknown exercises"),
    ],
)
def test_points_beyond_what_an_entry_may_earn_are_found(
    facts: dict[str, Any], judged: SubmissionVerdict, complaint: str | None
) -> None:
    """A limit that is set too low fails, whatever else is right."""
    if complaint is None:
        return invariants.scores(facts, judged, FULL)
    with pytest.raises(AssertionError, match=complaint):
        invariants.scores(facts, judged, FULL)
    return None


def test_what_goes_unjudged_or_takes_too_long_is_found() -> None:
    """Unless the entry allows it."""
    with pytest.raises(AssertionError, match="the sandbox failed"):
        invariants.judged(STUB, verdict(Broken("the sandbox failed")))
    invariants.judged(STUB | {"broken": True}, verdict(Broken("the sandbox failed")))
    with pytest.raises(AssertionError, match="took 3"):
        invariants.in_time({"seconds": 2}, 3.0, 0.1)
    with pytest.raises(AssertionError, match="own process computed for 9"):
        invariants.in_time({"seconds": 20}, 12.0, 9.0)
    invariants.in_time({"seconds": 20, "cpu": 10}, 12.0, 9.0)


@pytest.mark.parametrize(
    "page", ["<p><script>alert(1)</script>", "<img src=x>", "<p onclick='f()'>", "<a href='javascript:f()'>x</a>"]
)
def test_markup_that_is_not_ours_is_found(page: str) -> None:
    """Escaped text has no tags; our own have no handlers and lead nowhere else."""
    with pytest.raises(AssertionError):
        invariants.escaped(page)
    invariants.escaped("<p>&lt;script&gt; <a href='#ScaleShift'>x</a> <a href='feedback/nora/page.html'>y</a>")


def test_words_that_leak_and_attacks_that_did_not_run_are_found() -> None:
    """In text and in bytes alike; hidden numbers are looked for as they are printed."""
    with pytest.raises(AssertionError, match="'canary' stands in a page"):
        invariants.absent(["canary"], {"a page": "a canary"})
    with pytest.raises(AssertionError, match="stands in a file"):
        invariants.absent(["canary"], {"a file": b"a canary"})
    with pytest.raises(AssertionError, match="did not run"):
        invariants.present(["canary"], "nothing")


def test_hidden_numbers_are_looked_for_as_they_are_printed() -> None:
    """By NumPy and by Python, which print float32 with other numbers of digits."""
    exams = draw_exams(corpus.course(), corpus.lesson()).exams
    numbers = invariants.hidden_numbers(exams)
    assert len(numbers) > 50
    case = exams["ScaleShift"].cases[0]
    assert isinstance(case, LayerCase)
    for printed in (repr(case.x), repr(case.x.tolist())):
        with pytest.raises(AssertionError, match="stands in a page"):
            invariants.absent(numbers, {"a page": printed})


def test_processes_that_stay_are_found(warm_sandbox: Sandbox) -> None:
    """A fork that is held open stands for what an entrant might leave behind."""
    findings = []
    for _ in range(10):  # an earlier test's fork may still be going
        findings.append(invariants.processes(warm_sandbox))
        time.sleep(0.1)
    alone = min(findings, key=len)
    with warm_sandbox.fork(), pytest.raises(AssertionError, match="left over"):
        invariants.nobody_left(warm_sandbox, alone, seconds=0.2)
    invariants.nobody_left(warm_sandbox, alone)


def test_a_process_of_the_corpora_that_dies_fails_its_own_entry_only() -> None:
    """What an entry raises is raised here, and after all of them each process is asked once."""
    with Lanes() as lanes:
        begun = [lanes.begin(os._exit, 1), lanes.begin(os.getpid), lanes.begin(invariants.present, ["x"], "y")]
        with pytest.raises(BrokenProcessPool):
            begun[0].result()
        assert begun[1].result() != os.getpid()
        with pytest.raises(AssertionError, match="did not run"):
            begun[2].result()
        assert LANES == len(set(lanes.each(os.getpid)) - {os.getpid()})


def test_files_that_change_are_found(tmp_path: Path) -> None:
    """Contents and links alike."""
    (tmp_path / "a").write_text("1")
    with pytest.raises(AssertionError), corpus.unchanged(tmp_path):
        (tmp_path / "a").write_text("2")
    with pytest.raises(AssertionError), corpus.unchanged(tmp_path):
        (tmp_path / "b").symlink_to("a")


def test_an_entry_without_sentence_family_or_deed_is_found(tmp_path: Path) -> None:
    """And a corpus that lacks a family or shrinks."""
    facts = {"family": "forging", "says": "It tries this, and nothing must come of it.", "base": "stub", "seconds": 5}
    with pytest.raises(AssertionError, match="does nothing"):
        invariants.well_made(tmp_path, facts)
    (tmp_path / "after.py").write_text("1\n")
    invariants.well_made(tmp_path, facts)
    for wrong in ({"family": "odd"}, {"says": "tries"}, {"base": "none"}, {"seconds": 0}):
        with pytest.raises(AssertionError):
            invariants.well_made(tmp_path, facts | wrong)
    with pytest.raises(AssertionError, match="missing"):
        invariants.covered(["forging", "wire"], 1)
    with pytest.raises(AssertionError, match="1 entries"):
        invariants.covered(["forging"], 60)


def test_limits_that_are_wider_unknown_or_impossible_are_found() -> None:
    """An entry may only make what it waits for come sooner."""
    limits = Limits(cpu=4, wall=20)
    invariants.tighter({}, limits)
    invariants.tighter({"limits": {"cpu": 2, "wall": 10}}, limits)
    for wrong in ({"wall": 20}, {"wall": 21}, {"wall": 0}, {"patience": 1}):
        with pytest.raises(AssertionError, match="no limit that is tighter"):
            invariants.tighter({"limits": wrong}, limits)
    with pytest.raises(UsageFault, match="five times"):
        invariants.tighter({"limits": {"wall": 10}}, limits)


def test_the_evidence_of_a_verdict_is_the_instructors() -> None:
    """What the checks above take for visible to the student holds none of it."""
    found = verdict(Mistaken("values", "Other numbers.", evidence=Evidence(received="canary")))
    invariants.absent(["canary"], {"the verdict": json.dumps(found.to_json())})
