"""kill -9 of what a run has started: bubblewrap, the fork server, a submission's fork. The machine's fault, all three."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import psutil
import pytest

from tests.support.fault_course import STUDENTS, Done, FaultCourse, Row, Started, book, litter, sound, verdicts
from tests.support.process_table import forks, nothing_left


@dataclass(frozen=True)
class Twice:
    """One class graded twice, first undisturbed, then with three kills: how the second ended, and what both left."""

    course: FaultCourse
    done: Done
    killed: list[str]
    expected: dict[str, dict[str, Row]]
    found: dict[str, dict[str, Row]]
    same_verdicts: bool
    litter: list[str]


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Twice:
    course = FaultCourse(tmp_path_factory.mktemp("sandbox") / "course")
    # Long enough to be met.
    course.hand_in({student: STUDENTS[student] for student in ("bob", "dot", "gus")}, sleep=0.5)
    course.run_undisturbed()
    expected, before = book(course.out), verdicts(course.out)
    names = []
    with nothing_left():
        run = course.start("--again")
        # Not before the first: another sandbox is opened earlier, to see whether there can be one. Others between them:
        # after three faults in a row no further sandbox would be opened.
        for progress, name in ((1, "fork"), (3, "bwrap"), (5, "fork server")):
            names.append(_kill(run, progress, name))
        done = run.end()
    sound(course.out)
    return Twice(course, done, names, expected, book(course.out), before == verdicts(course.out), litter(course.out))


def _kill(run: Started, progress: int, name: str) -> str:
    """Kill one of the processes while a submission after the first ``progress`` is judged. Returns its name."""
    victim = run.until(lambda run: run.progress >= progress and _found(run.process.pid, name))
    process_name = str(victim.name())
    victim.kill()
    return process_name


def _found(pid: int, name: str) -> psutil.Process | None:
    with suppress(psutil.NoSuchProcess):
        for fork in forks(pid):
            middle = fork.parent()
            warm = middle and middle.parent()
            if warm is not None:
                return {"fork": fork, "fork server": warm, "bwrap": psutil.Process(pid).children()[0]}[name]
    return None


def test_three_processes_were_killed(twice: Twice) -> None:
    """Else the tests below would prove nothing."""
    assert ["python", "bwrap", "python"] == [name.removesuffix("3").rstrip(".0123456789") for name in twice.killed]


def test_everybody_is_judged_and_the_run_ends_well(twice: Twice) -> None:
    """What met a fault of the machine is tried once more, alone."""
    assert twice.done.code == 0, twice.done.err
    assert len(STUDENTS) == len(twice.found)
    assert "Not judged" not in twice.done.out


def test_no_student_pays_for_it(twice: Twice) -> None:
    """Scores, comments and verdicts are those of the undisturbed run."""
    assert twice.expected == twice.found
    assert twice.same_verdicts


def test_no_file_stays_behind(twice: Twice) -> None:
    """Nor did a process: the fixture looked."""
    assert [] == twice.litter


def test_sandboxes_that_are_killed_as_soon_as_they_start_make_no_wrong_score(twice: Twice) -> None:
    """What could not be judged has no score, the run does not pass for complete, and the next one has them all."""
    course, before = twice.course, twice.expected
    with nothing_left():
        run = course.start("--again")
        run.until(_kills_sandboxes)
        done = run.end()
    assert "Traceback" not in done.err
    for student, rows in book(course.out).items():
        for name, (score, _, person, *_) in rows.items():
            # Killed early enough, bubblewrap's outer process takes nothing with it, and the sandbox works.
            assert (score, person) in [(before[student][name][0], False), *([(None, True)] if done.code else [])]
    assert course.run("--again").code == 0
    assert before == book(course.out)


def _kills_sandboxes(run: Started) -> None:
    with suppress(psutil.NoSuchProcess):
        for process in psutil.Process(run.process.pid).children():
            if process.name() == "bwrap":
                process.kill()
