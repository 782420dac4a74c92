"""kill -9 of the grader at ten moments: the next run of the same command makes everything as if nothing had been."""

from __future__ import annotations

import os
import random
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from tests.support.fault_course import (
    BIN,
    LESSON,
    POINTS,
    STUDENTS,
    Done,
    FaultCourse,
    Started,
    book,
    enter_by_hand,
    litter,
    points,
    sound,
    verdicts,
)
from tests.support.process_table import nothing_left

SEED = 20_270_301
MOMENTS = {
    "first": ("starting", "judging", "making the gradebook", "recording"),
    "later": ("starting", "judging", "judging", "recording", "recording", "recording"),
}


@dataclass(frozen=True)
class Undisturbed:
    """A course, what a run to the end left in its ``out``, and how long the stages of the run took, in seconds."""

    course: FaultCourse
    out: Path
    stages: dict[str, float]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    course = FaultCourse(tmp_path_factory.mktemp("kill") / "course")
    with nothing_left():
        run = course.start()
        run.until(lambda run: run.progress)
        first = time.monotonic()
        run.until(lambda run: run.progress == len(STUDENTS))
        last = time.monotonic()
        assert run.end().code == 0
    stages = {"starting": first - run.begun, "judging": last - first, "recording": time.monotonic() - last}
    assert POINTS == points(course.out)
    kept = course.out.with_name("undisturbed")
    course.out.rename(kept)
    return Undisturbed(course, kept, stages)


def kill(undisturbed: Undisturbed, stage: str, fraction: float, *wishes: str) -> None:
    """Run the command and kill it after a fraction of a stage; earlier, should this run be the faster one.

    The gradebook is made while nbgrader's tool alembic is asked for its version, which is not killed but ends by itself.
    Asserts that what was left is whole, and that nothing runs on.
    """
    begins = {"starting": -1, "judging": 0, "recording": len(STUDENTS) - 1}
    code = 0
    while code != -9:
        with nothing_left(60 if stage not in begins else 10):
            run = undisturbed.course.start(*wishes)
            if stage in begins:
                run.until(lambda run: run.progress > begins[stage])
                time.sleep(fraction * undisturbed.stages[stage])
            else:
                run.until(_asks_alembic)
            code = run.kill()
        fraction /= 2
    sound(undisturbed.course.out)


def _asks_alembic(run: Started) -> bool:
    with suppress(psutil.NoSuchProcess):
        return any(process.name() == "alembic" for process in psutil.Process(run.process.pid).children())
    return False


@dataclass
class History:
    """What was seen between the kills: kept verdicts with the time of their writing, the gradebook; and the end."""

    verdicts: list[dict[Path, int]] = field(default_factory=list)
    books: list[dict[str, dict[str, tuple[object, ...]]]] = field(default_factory=list)
    end: Done | None = None


@pytest.fixture(scope="module")
def first(undisturbed: Undisturbed) -> History:
    """A first run, killed four times. In its recording the gradebook is made."""
    draw, course, history = random.Random(SEED), undisturbed.course, History()
    for stage in MOMENTS["first"]:
        kill(undisturbed, stage, draw.uniform(0.05, 0.9))
        history.verdicts.append({p: p.stat().st_mtime_ns for p in course.out.glob("verdicts/*/*.json")})
    # What a kill between two instructions would leave, and chance may not have hit.
    for place in (".report.html", "verdicts/ann/.v.json", f"pages/ann/{LESSON}/.p.html", f"autograded/ann/{LESSON}/.n"):
        (course.out / f"{place}.x1y2z3.part").write_text("half")
    history.end = course.run()
    sound(course.out)
    return history


def test_a_run_after_four_kills_ends_well_and_says_what_was_kept(first: History) -> None:
    """The same command, no cleaning up, no option."""
    assert first.end is not None
    assert first.end.code == 0, first.end.err
    assert "verdicts of an earlier run still held" in first.end.out


def test_what_was_judged_before_a_kill_is_not_judged_again(first: History) -> None:
    """A verdict file that is there stays as it is to the end."""
    assert 0 < len(first.verdicts[1]) < len(STUDENTS)
    last = {p: p.stat().st_mtime_ns for p in first.verdicts[-1]}
    assert all(kept.items() <= last.items() for kept in first.verdicts)


def test_after_four_kills_every_result_is_that_of_an_undisturbed_run(first: History, undisturbed: Undisturbed) -> None:
    """Verdicts and pages byte for byte, scores and comments, and no file besides."""
    out = undisturbed.course.out
    assert verdicts(undisturbed.out) == verdicts(out)
    assert book(undisturbed.out) == book(out)
    assert _files(undisturbed.out) == _files(out)
    assert [] == litter(out)


NEXT = dict(zip(STUDENTS, [*list(STUDENTS)[1:], *list(STUDENTS)[:1]], strict=True))
"""In the later run each student hands in what this one has handed in before, and must get that one's scores."""


@pytest.fixture(scope="module")
def later(first: History, undisturbed: Undisturbed) -> History:
    """A graded course, with marks by hand, in which everybody hands in something else; killed six times."""
    draw, course, history = random.Random(SEED + 1), undisturbed.course, History()
    enter_by_hand(course.out)
    history.books.append(_automatic(course.out))
    course.hand_in({student: STUDENTS[other] for student, other in NEXT.items()})
    for stage in draw.sample(MOMENTS["later"], len(MOMENTS["later"])):
        kill(undisturbed, stage, draw.uniform(0.05, 0.9), "--again")
        history.books.append(_automatic(course.out))
    history.end = course.run("--again")
    sound(course.out)
    return history


def test_between_kills_each_student_has_the_old_scores_or_the_new(later: History) -> None:
    """Never a mixture, and never a nought that nobody gave."""
    old = later.books[0]
    for scores in later.books:
        assert all(scores[student] in (old[student], old[NEXT[student]]) for student in STUDENTS)


def test_after_six_kills_the_scores_are_new_and_the_instructors_marks_stand(
    later: History, undisturbed: Undisturbed
) -> None:
    """A manual score and a manual comment survive all of it, and a person is asked to look at them."""
    assert later.end is not None
    assert later.end.code == 0, later.end.err
    found, before = book(undisturbed.course.out), book(undisturbed.out)
    by_hand, automatic = found["bob"].pop("double"), before[NEXT["bob"]].pop("double")
    assert (automatic[0], 3.5, True, automatic[3], "Well argued.") == by_hand
    assert {student: before[other] for student, other in NEXT.items()} == found


def test_after_six_kills_each_verdict_is_that_of_an_undisturbed_run(later: History, undisturbed: Undisturbed) -> None:
    """Byte for byte, but for the name."""
    before, found = verdicts(undisturbed.out), verdicts(undisturbed.course.out)
    for student, other in NEXT.items():
        named = f'"student": "{other}"'.encode(), f'"student": "{student}"'.encode()
        assert before[other].replace(*named) == found[student]


def test_six_kills_leave_no_file_behind(later: History, undisturbed: Undisturbed) -> None:
    """Neither a temporary one nor a lock."""
    assert [] == litter(undisturbed.course.out)
    assert _files(undisturbed.out).keys() == _files(undisturbed.course.out).keys()


def _automatic(out: Path) -> dict[str, dict[str, tuple[object, ...]]]:
    return {student: {name: (row[0], row[3]) for name, row in rows.items()} for student, rows in book(out).items()}


def _files(out: Path) -> dict[Path, bytes]:
    """Pages, graded notebooks and the report, byte for byte."""
    return {p.relative_to(out): p.read_bytes() for kind in ("*.html", "*.ipynb") for p in out.rglob(kind)}


def test_a_kill_amid_real_layers_changes_no_verdict(
    graded_class: tuple[Path, object], root: Path, tmp_path: Path
) -> None:
    """With TensorFlow in the sandbox and lesson 03: nothing runs on, and the rerun gives what an undisturbed run gave."""
    students = ("half_done", "raw_variables", "right")
    for student in students:
        shutil.copytree(root / "tests" / "submissions" / student, tmp_path / "submitted" / student)
    line = [str(BIN / "autograder"), "grade", str(tmp_path / "submitted"), "--out", str(tmp_path / "out")]
    with nothing_left():
        run = Started([*line, "--course", str(root)], tmp_path, dict(os.environ))
        run.until(lambda run: "1/3 " in run.stderr.read_text(), 300)
        assert run.kill() == -9
    sound(tmp_path / "out")
    done = Started([*line, "--course", str(root)], tmp_path, dict(os.environ)).end()
    assert done.code == 0, done.err
    assert "of an earlier run still held" in done.out
    for student in students:
        stored = Path("verdicts", student, "03_weights.json")
        assert (graded_class[0] / stored).read_bytes() == (tmp_path / "out" / stored).read_bytes()
