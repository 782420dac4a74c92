"""Two at once: another program holds the gradebook, two graders work on one folder, nbgrader's own autograde beside ours."""

from __future__ import annotations

import re
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.fault_course import (
    BIN,
    LESSON,
    STUDENTS,
    FaultCourse,
    Row,
    Started,
    book,
    enter_by_hand,
    litter,
    one_sentence,
    sound,
    verdicts,
)
from tests.support.process_table import nothing_left

PATIENCE = 3  # seconds; in the instructor's own configuration, where it stands in the database's address
CONFIG = f'c.CourseDirectory.db_url = f"sqlite:///{{c.CourseDirectory.root}}/gradebook.db?timeout={PATIENCE}"\n'


@dataclass(frozen=True)
class Undisturbed:
    """A course whose results go into its own folder, graded once; scores, comments and verdicts of that."""

    course: FaultCourse
    rows: dict[str, dict[str, Row]]
    verdicts: dict[str, bytes]

    def holds(self) -> None:
        """Asserts that everything is as after the undisturbed run, marks by hand included."""
        out = self.course.out
        sound(out)
        assert (self.rows, self.verdicts) == (book(out), verdicts(out))
        ours = ("autograder-at-work", ".part", "-journal")
        assert [] == [name for name in litter(out) if name.endswith(ours)]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    root = tmp_path_factory.mktemp("lock") / "course"
    course = FaultCourse(root, root, CONFIG)
    course.run_undisturbed()
    enter_by_hand(root)
    rows = book(root)
    score, by_hand, _, *comments = rows["bob"]["double"]
    rows["bob"]["double"] = (score, by_hand, True, *comments)  # the next run asks for a look at a mark by hand
    return Undisturbed(course, rows, verdicts(root))


@contextmanager
def held(out: Path) -> Iterator[sqlite3.Connection]:
    """Another program's lock on the gradebook: nobody else may read or write."""
    connection = sqlite3.connect(out / "gradebook.db", isolation_level=None, check_same_thread=False)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        yield connection
    finally:
        connection.close()


def test_a_gradebook_that_stays_locked_is_reported(undisturbed: Undisturbed) -> None:
    """One sentence after the patience that the address of the database asks for; nothing is lost."""
    course = undisturbed.course
    with held(course.out), nothing_left():
        done = course.run("--again")
    assert "database is locked. The verdicts are stored. Another program holds it" in one_sentence(done)
    sound(course.out)
    assert undisturbed.verdicts == verdicts(course.out)


def test_a_gradebook_that_is_locked_for_a_moment_is_waited_for(undisturbed: Undisturbed) -> None:
    """Nobody notices."""
    course = undisturbed.course
    with held(course.out) as connection:
        run = course.start("--again")
        run.until(lambda run: run.progress == len(STUDENTS))
        time.sleep(PATIENCE / 2)
        assert run.process.poll() is None
        connection.execute("ROLLBACK")
        done = run.end()
    assert done.code == 0, done.err
    undisturbed.holds()


def _waits(run: Started) -> bool:
    return "Another is at work there" in run.stderr.read_text()


def _stopped(course: FaultCourse) -> Started:
    """A run that stands still in the middle, so that the other has all the time to come to it."""
    run = course.start("--again")
    run.until(lambda run: run.progress >= 1)
    run.process.send_signal(signal.SIGSTOP)
    return run


def test_of_two_graders_that_start_together_one_waits_for_the_other(undisturbed: Undisturbed) -> None:
    """Both end well, and the second finds its work done."""
    course = undisturbed.course
    shutil.rmtree(course.out / "verdicts")
    with nothing_left():
        runs = [course.start(), course.start()]
        done = [run.end() for run in runs]
    assert [0, 0] == [each.code for each in done], [each.err for each in done]
    assert 1 == sum(f"{len(STUDENTS)} verdicts of an earlier run still held" in each.out for each in done)
    undisturbed.holds()


def test_a_second_grader_in_the_middle_of_the_first_waits_and_says_for_whom(undisturbed: Undisturbed) -> None:
    """One sentence names the folder and the process."""
    course = undisturbed.course
    with nothing_left():
        first = _stopped(course)
        second = course.start("--student", "bob")
        second.until(_waits)
        time.sleep(0.5)
        assert second.process.poll() is None
        first.process.send_signal(signal.SIGCONT)
        done = [first.end(), second.end()]
    assert [0, 0] == [each.code for each in done], [each.err for each in done]
    says = rf"One run at a time writes to {re.escape(str(course.out))}\. .*\(process {first.process.pid} on \S+ since"
    assert re.match(says, done[1].err)
    undisturbed.holds()


def test_a_killed_grader_keeps_nobody_waiting(undisturbed: Undisturbed) -> None:
    """The kernel lets go of its claim; the file that it left is taken over and removed."""
    course = undisturbed.course
    with nothing_left():
        first = _stopped(course)
        second = course.start()
        second.until(_waits)
        assert first.kill() == -9
        done = second.end()
    assert done.code == 0, done.err
    undisturbed.holds()


def test_nbgrader_autograde_may_run_beside_it(undisturbed: Undisturbed) -> None:
    """The database's own locks part them: both end well, and the scores are those of either."""
    course = undisturbed.course
    line = [str(BIN / "nbgrader"), "autograde", LESSON, "--force"]
    with nothing_left():
        theirs = subprocess.Popen(
            line, cwd=course.root, env=course.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        outputs: list[str] = []
        threading.Thread(target=lambda: outputs.append(theirs.communicate()[0])).start()
        runs = 0
        while theirs.poll() is None:
            ours = course.run("--again")
            assert ours.code == 0, ours.err
            runs += 1
    (output,) = outputs
    # Both put notebooks into autograded/, and nbgrader first removes the folder: it may find it not empty.
    assert theirs.returncode == 0 or "not empty" in output, output[-3_000:]
    assert len(STUDENTS) == output.count("] Autograding ")
    assert runs
    assert course.run().code == 0
    undisturbed.holds()
