"""Grading a folder: nobody's fault is another's, and an interrupted run goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from autograder.course.course import Course
from autograder.faults import MachineFault, UsageFault
from autograder.grading import exams
from autograder.grading.batch import Grader
from autograder.grading.graded_batch import Batch
from autograder.judge import seed
from autograder.results.recorder import Recorder
from tests.support.grading_course import LESSON, HereSandbox, answer, hand_in, make_course, released

GOOD = {"double": answer("double", "2 * x"), "shift": answer("shift", "x + 1")}


class Class:
    """A course in a folder of its own, with submissions and the grader that judges them."""

    def __init__(self, root: Path) -> None:
        self.course: Course = make_course(root / "course")
        self.submitted, self.out = root / "submitted", root / "out"
        self.submitted.mkdir()
        self.sandboxes: list[HereSandbox] = []
        self.fails = [0]
        self.stubs = {files.name: files.task.stub for files in self.course.lesson(LESSON).exercises}

    def hand_in(self, student: str, **answers: str | None) -> Path:
        return hand_in(self.submitted, student, released(GOOD | answers, self.stubs))

    def open_sandbox(self) -> Any:
        self.sandboxes.append(HereSandbox(fails=self.fails))
        return self.sandboxes[-1]

    def grade(self, **wishes: Any) -> Batch:
        return Grader(self.course, self.out, self.open_sandbox).run(self.submitted, **wishes)  # type: ignore[arg-type]

    def points(self, **wishes: Any) -> dict[str, float]:
        return {verdict.student: verdict.points for verdict in self.grade(**wishes).verdicts}


@pytest.fixture
def group(tmp_path: Path) -> Class:
    return Class(tmp_path)


def test_each_submission_gets_its_verdict_and_its_file(group: Class) -> None:
    """The file holds the verdict, and what was seen for the instructor's eyes."""
    group.hand_in("ann")
    group.hand_in("bob", double=answer("double", "4 * x"))
    assert {"ann": 6, "bob": 3} == group.points()
    stored = json.loads((group.out / "verdicts" / "bob" / f"{LESSON}.json").read_text())
    assert ("bob", 3, "twice") == (stored["student"], stored["points"], stored["exercises"][0]["mistake"])
    assert "received" in stored["instructor"]["double"]


def test_a_stored_verdict_holds_what_replays_it(group: Class) -> None:
    """The submission's digest, the questions' fingerprint, each exercise's seed, and the versions; no time, no nonce."""
    folder = group.hand_in("ann")
    group.grade()
    replay = json.loads((group.out / "verdicts" / "ann" / f"{LESSON}.json").read_text())["replay"]
    assert hashlib.sha256((folder / f"{LESSON}.ipynb").read_bytes()).hexdigest() == replay["submission"]
    secret = group.course.secret()
    assert {name: seed(secret, f"{LESSON}/{name}").hex() for name in ("double", "shift")} == replay["seeds"]
    assert {"plus-to-resnet", "keras", "numpy", "python", "tensorflow", "tensorflow-cpu"} == set(replay["versions"])
    assert version("keras") == replay["versions"]["keras"]
    assert 64 == len(replay["fingerprint"])


def test_another_version_of_a_library_makes_old_verdicts_void(group: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    group.hand_in("ann")
    group.grade()
    monkeypatch.setattr(exams, "version", lambda package: "9.9")
    assert 0 == group.grade().kept


def test_several_sandboxes_share_the_work(group: Class) -> None:
    """As many sandboxes as asked for, no more than submissions, and the same scores."""
    for i in range(5):
        group.hand_in(f"s{i}")
    assert dict.fromkeys([f"s{i}" for i in range(5)], 6) == group.points(workers=2)
    assert 1 <= len(group.sandboxes) <= 2


def test_every_verdict_is_announced_as_it_comes(group: Class) -> None:
    """A progress bar needs numbers that end at the total."""
    group.hand_in("ann")
    hand_in(group.submitted, "bob", b"{")
    heard: list[Any] = []
    group.grade(on_progress=lambda *news: heard.append((*news[:2], news[2].student)))
    assert [(1, 2, "bob"), (2, 2, "ann")] == heard


def test_one_mangled_notebook_stops_nobody(group: Class) -> None:
    """It is refused with its sentence; the others have their points."""
    hand_in(group.submitted, "ann", b"{")
    group.hand_in("bob")
    first, second = group.grade().verdicts
    assert first.refused is not None
    assert "ends in the middle" in first.refused
    assert 6 == second.points


def test_names_that_are_no_student_ids_are_refused_alone(group: Class) -> None:
    """A name cannot lead the grader anywhere, nor into a table unescaped."""
    group.hand_in("ann")
    group.hand_in("b\x1b[31mob")
    (group.submitted / "link").symlink_to(group.submitted / "ann")
    (group.submitted / "notes.txt").write_text("not a student")
    (group.submitted / ".ipynb_checkpoints").mkdir()
    verdicts = group.grade().verdicts
    assert ["ann", r"b\x1b[31mob", "link"] == [v.student for v in verdicts]
    assert "A student's folder is a real folder" in str(verdicts[1].refused)


@pytest.mark.parametrize("name", [".x.part", ".ann.json.0a1b2c3d.part", ".hidden", ".report.html.1.part", "..x"])
def test_an_id_that_begins_with_a_dot_is_refused_and_stops_no_later_run(group: Class, name: str) -> None:
    """Half-written files are called so, and what a killed run left behind is swept away by name."""
    group.hand_in("ann")
    group.hand_in(name)
    for kind in ("verdicts", "autograded", "feedback", "."):  # as an older version has left it
        (group.out / kind / name / LESSON).mkdir(parents=True)
    recorder = Recorder(group.course, group.out)
    for _ in range(2):
        recorder.tidy()
        batch = group.grade(again=True)
        assert [6] == [v.points for v in batch.verdicts if v.student == "ann"]
        (refused,) = (str(v.refused) for v in batch.verdicts if v.student != "ann")
        assert "at most 64, and the first is no dot. Rename it" in refused
    assert not (group.out / "verdicts" / name / f"{LESSON}.json").exists()


def test_folders_that_are_no_lessons_are_left_alone_and_named(group: Class) -> None:
    """Another assignment in the same folder is not ours to grade."""
    group.hand_in("ann")
    (group.submitted / "ann" / "ps1").mkdir()
    assert ["ann/ps1"] == group.grade().unknown


def test_an_unchanged_submission_is_not_judged_again(group: Class) -> None:
    """What was judged counts until the notebook, the lesson or the wish changes."""
    group.hand_in("ann")
    group.hand_in("bob")
    group.grade()
    group.hand_in("bob", double=None)
    batch = group.grade()
    assert (1, {"ann": 6, "bob": 2}) == (batch.kept, {v.student: v.points for v in batch.verdicts})
    assert 0 == group.grade(again=True).kept


def test_a_changed_lesson_is_judged_again(group: Class) -> None:
    """New points or questions make old verdicts void."""
    group.hand_in("ann")
    group.grade()
    toml = group.course.root / "course.toml"
    toml.write_text(toml.read_text() + "[lesson.points]\ndouble = 8\n")
    group.course = Course.open(group.course.root)
    batch = group.grade()
    assert (0, 10) == (batch.kept, batch.verdicts[0].points)


def test_a_verdict_of_a_lesser_sandbox_does_not_count_later(group: Class) -> None:
    """What was judged without a sandbox is judged again when there is one."""
    group.hand_in("ann")
    Grader(group.course, group.out, lambda: HereSandbox("unprotected"), frozenset({"unprotected"})).run(group.submitted)  # type: ignore[arg-type, return-value]
    assert 0 == group.grade().kept
    assert 1 == group.grade().kept


def test_a_fault_of_the_machine_is_tried_once_more_alone(group: Class) -> None:
    """The second time counts as if nothing had been."""
    group.hand_in("ann", double="MACHINE = 1\n" + GOOD["double"])
    group.hand_in("bob")
    group.fails[0] = 1
    assert {"ann": 6, "bob": 6} == group.points()


def test_a_lasting_fault_of_the_machine_writes_no_grade(group: Class) -> None:
    """The submission is broken, is said to be, and is judged again by the next run."""
    group.hand_in("ann", double="MACHINE = 1\n" + GOOD["double"])
    group.hand_in("bob")
    group.fails[0] = 2
    first, second = group.grade().verdicts
    assert (True, "The parent died.", 6) == (first.broken, first.exercises[0].outcome.reason, second.points)  # type: ignore[union-attr]
    assert {"ann": 6, "bob": 6} == group.points()


def test_a_fault_of_our_own_costs_nobody_else(group: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception in the grader is told by its name, not by the run's end."""
    from autograder.grading import batch

    real = batch.grade_submission

    def grade(sandbox: Any, lesson: Any, exams: Any, student: str, submitted: Any) -> Any:
        if student == "ann":
            raise RuntimeError("boom")
        return real(sandbox, lesson, exams, student, submitted)

    monkeypatch.setattr(batch, "grade_submission", grade)
    group.hand_in("ann")
    group.hand_in("bob")
    first, second = group.grade().verdicts
    assert ("RuntimeError: boom", 6) == (first.exercises[0].outcome.reason, second.points)  # type: ignore[union-attr]


def test_without_any_sandbox_nothing_is_judged(group: Class) -> None:
    """The machine's sentence reaches the person before the work begins."""

    def no_sandbox() -> Any:
        raise MachineFault("Install bubblewrap.")

    group.hand_in("ann")
    with pytest.raises(MachineFault, match="Install bubblewrap"):
        Grader(group.course, group.out, no_sandbox).run(group.submitted)
    assert not (group.out / "verdicts").exists()


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"lesson": "99_none"}, "99_none"),
        ({"student": "nobody"}, "--student names a folder of"),
    ],
)
def test_unknown_lessons_and_students_are_reported(group: Class, wish: dict[str, str], says: str) -> None:
    """A typing mistake is no empty class."""
    group.hand_in("ann")
    with pytest.raises(UsageFault, match=says):
        group.grade(**wish)


def test_a_folder_without_submissions_is_reported(group: Class, tmp_path: Path) -> None:
    """So is one that is not there."""
    with pytest.raises(UsageFault, match="which holds none of 01_tiny"):
        group.grade()
    group.submitted = tmp_path / "nowhere"
    with pytest.raises(UsageFault, match="No such file or directory"):
        group.grade()


def test_one_lesson_and_one_student_can_be_wished_for(group: Class) -> None:
    """Only they are judged."""
    group.hand_in("ann")
    group.hand_in("bob")
    assert {"bob": 6} == group.points(student="bob", lesson=LESSON)
