"""The soak itself: a tiny one passes, and a right answer that is refused under some seed is named, with exit code 1."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from autograder.course.course import Course
from autograder.grading.submission import grade_submission
from tests import soak
from tests.support.little_exercise import HIDDEN, LESSON, TASK


@pytest.fixture
def open_sandbox(warm_sandbox: Any) -> Any:
    """Lends the session's sandbox, which is not closed."""

    @contextmanager
    def lend() -> Iterator[Any]:
        yield warm_sandbox

    return lend


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one exercise, whose reference is 2 x."""
    folder = tmp_path / "lessons" / "90_proof" / "double"
    folder.mkdir(parents=True)
    (tmp_path / "course.toml").write_text('title = "Proof"\n[[lesson]]\npath = "lessons/90_proof"\n')
    (folder.parent / "lesson.py").write_text(LESSON)
    (folder / "task.py").write_text(TASK)
    (folder / "hidden.py").write_text(HIDDEN)
    return tmp_path


def test_a_real_exercise_holds_under_two_seeds(
    open_sandbox: Any, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each answer is asked twice, the wrong ones too."""
    first = Course.open(root).lesson("03_weights").exercises[0]
    wishes = ["--seeds", "2", "--repeats", "0", "--jobs", "1", "--exercise", f"03_weights/{first.name}"]
    assert 0 == soak.main([*wishes, "--course", str(root)], open_sandbox)
    answers = len(soak.answers(first))
    assert answers == 1 + sum(len(known) for known in (first.known_answers().rights, first.known_answers().wrongs))
    assert answers > 20
    (row,) = [line.split() for line in capsys.readouterr().out.splitlines() if line.startswith("03_weights/")]
    assert [f"03_weights/{first.name}", answers, 2, 2 * answers, 0] == [row[0], *map(int, row[1:])]


def test_a_right_answer_that_is_refused_is_named(
    open_sandbox: Any, course: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its seed and rung, and the others are asked on."""
    hidden = course / "lessons" / "90_proof" / "double" / "hidden.py"
    text = HIDDEN.replace("yield call(3)", "yield call(int(rng.integers(0, 2)))")
    hidden.write_text(text + '\nexercise.right("wrong for one number", change={OLD: "x + x + (x == 1)"})\n')
    monkeypatch.setattr(soak, "STRETCH", 3)
    assert 1 == soak.main(["--seeds", "7", "--repeats", "0", "--jobs", "1", "--course", str(course)], open_sandbox)
    printed = capsys.readouterr().out
    ones = [i for i in range(7) if _first(course, i) == 1]
    assert 0 < len(ones) < 7
    for number in ones:
        key = soak.seed_of(number, "90_proof/double").hex()
        assert (
            f"90_proof/double, 'wrong for one number', seed {number} ({key}): refused at values in double(1)" in printed
        )
    assert len(ones) == printed.count("refused at")


def test_a_wrong_answer_that_is_accepted_is_named(
    open_sandbox: Any, course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that no formula tells, and that is right for two of the three numbers that are drawn."""
    hidden = course / "lessons" / "90_proof" / "double" / "hidden.py"
    text = HIDDEN.replace("yield call(3)", "yield call(int(rng.integers(0, 3)))")
    hidden.write_text(text + '\nexercise.wrong("right by chance", fails="values", change={OLD: "x + x - (x == 1)"})\n')
    assert 1 == soak.main(["--seeds", "7", "--repeats", "0", "--jobs", "1", "--course", str(course)], open_sandbox)
    printed = capsys.readouterr().out
    lucky = [i for i in range(7) if _first(course, i) != 1]
    assert 0 < len(lucky) < 7
    for number in lucky:
        key = soak.seed_of(number, "90_proof/double").hex()
        assert f"90_proof/double, 'right by chance', seed {number} ({key}): accepted with 2 points" in printed
    assert len(lucky) == printed.count("accepted with")


def test_a_wrong_answer_that_gets_other_advice_is_named(
    open_sandbox: Any, course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It squares, but for one of the numbers that are drawn."""
    hidden = course / "lessons" / "90_proof" / "double" / "hidden.py"
    text = HIDDEN.replace("yield call(3)", "yield call(int(rng.integers(3, 6)))")
    hidden.write_text(
        text
        + '\nexercise.wrong("squares mostly", fails="values", mistake="square", change={OLD: "x * x + (x == 4)"})\n'
    )
    assert 1 == soak.main(["--seeds", "7", "--repeats", "0", "--jobs", "1", "--course", str(course)], open_sandbox)
    printed = capsys.readouterr().out
    fours = [i for i in range(7) if _first(course, i) == 4]
    assert 0 < len(fours) < 7
    assert len(fours) == printed.count("'squares mostly', seed")


def _first(course: Path, number: int) -> Any:
    _, files = Course.open(course).exercise("90_proof/double")
    return files.exercise.exam(soak.seed_of(number, "90_proof/double")).cases[0].args[0]  # type: ignore[union-attr]


def test_an_answer_that_ends_its_process_is_named_too(
    open_sandbox: Any, course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The next seed is asked in a fresh fork."""
    hidden = course / "lessons" / "90_proof" / "double" / "hidden.py"
    hidden.write_text(HIDDEN + '\nexercise.right("exits", change={OLD: "x + x if x > 0 else exit()"})\n')
    assert 1 == soak.main(["--seeds", "2", "--repeats", "0", "--jobs", "1", "--course", str(course)], open_sandbox)
    assert 2 == capsys.readouterr().out.count("'exits', seed")


def test_equal_submissions_get_equal_verdicts(
    open_sandbox: Any, course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Right and wrong ones, each in sandboxes of their own."""
    assert 0 == soak.main(["--seeds", "1", "--repeats", "2", "--jobs", "1", "--course", str(course)], open_sandbox)
    assert "90_proof, the submission 'wrong 0' in 2 sandboxes: 1 verdict(s)" in capsys.readouterr().out


def test_different_verdicts_on_equal_submissions_are_named(
    open_sandbox: Any, course: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One verdict that depends on more than the submission and the seed makes exit code 1."""
    called: list[str] = []

    def fickle(sandbox: Any, lesson: Any, exams: Any, student: str, submitted: Any) -> Any:
        called.append(student)
        return grade_submission(sandbox, lesson, exams, f"{student}{len(called)}", submitted)

    monkeypatch.setattr(soak, "grade_submission", fickle)
    assert 1 == soak.main(["--seeds", "1", "--repeats", "2", "--jobs", "1", "--course", str(course)], open_sandbox)
    assert "90_proof, 'right': 2 different verdicts on equal submissions." in capsys.readouterr().out
