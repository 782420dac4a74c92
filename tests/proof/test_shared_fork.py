"""Known answers that share a fork get the verdicts that each gets by itself, and find nothing of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import autograder.proof.shared_fork as shared_module
from autograder.course.course import Course
from autograder.course.exercise_files import ExerciseFiles
from autograder.course.lesson import Lesson
from autograder.exercise import Exam
from autograder.faults import MachineFault
from autograder.grading.one_answer import judge_answer
from autograder.judge import PUBLIC
from autograder.proof.shared_fork import SharedFork
from autograder.verdicts import ExerciseVerdict, Mistaken, Right

Exercise = tuple[Lesson, ExerciseFiles, Exam]
DOUBLE = "def residual_of(*args):\n    return {}\n"


def opened(root: Path, address: str) -> Exercise:
    """The lesson, the exercise, and an exam."""
    lesson, files = Course.open(root).exercise(address)
    return lesson, files, files.exercise.exam(b"seed", 5)


@pytest.fixture
def judge(warm_sandbox: Any, root: Path) -> Iterator[Callable[[str], ExerciseVerdict]]:
    """``judge(source)``: the verdict on a text for 08's ``residual_of``, all texts in one fork."""
    lesson, files, exam = opened(root, "08_residual_block/residual_of")
    with SharedFork(warm_sandbox, lesson, files) as fork:
        yield lambda source: fork.judge(exam, source)[0]


@pytest.mark.parametrize("address", ["03_weights/RunningMean", "02_variables/sgd_step"])
def test_each_answer_gets_the_verdict_that_it_gets_alone(warm_sandbox: Any, root: Path, address: str) -> None:
    """Of a layer that keeps state and a function that moves variables; by the public exam as well. Each third known answer."""
    lesson, files, exam = opened(root, address)
    public = files.exercise.exam(PUBLIC)
    answers = files.known_answers()
    known = (*answers.wrongs, *answers.rights)[::3]
    assert len(known) > 5
    with SharedFork(warm_sandbox, lesson, files) as fork:
        for answer in known:
            source = answer.source(files.task.solution)
            both = fork.judge(exam, source, public)
            alone = [judge_answer(warm_sandbox, lesson, files, asked, source) for asked in (exam, public)]
            assert [comparable(v) for v in alone] == [comparable(v) for v in both], answer.name


def comparable(verdict: ExerciseVerdict | None) -> Any:
    """What must be equal; what an error's message says of names that Keras counted may differ."""
    assert verdict is not None
    outcome = verdict.outcome
    if isinstance(outcome, Mistaken):
        return (outcome.rung, outcome.advice, outcome.mistake, outcome.evidence.case, verdict.points, verdict.passed)
    return (type(outcome), verdict.points, verdict.passed)


def test_an_answer_does_not_find_what_another_one_defined(judge: Any, root: Path) -> None:
    _, files, _ = opened(root, "08_residual_block/residual_of")
    right = files.task.solution
    assert isinstance(judge(right + "\nhelper = residual_of\n").outcome, Right)
    borrowed = judge("def residual_of(*args):\n    return helper(*args)\n").outcome
    assert (True, True) == (isinstance(borrowed, Mistaken), "helper" in borrowed.evidence.received)


def test_an_answer_finds_the_set_up_cells_names_as_that_cell_left_them(judge: Any, root: Path) -> None:
    _, files, _ = opened(root, "08_residual_block/residual_of")
    judge("tf = keras = np = None\n" + DOUBLE.format("args[0]"))
    assert isinstance(judge(files.task.solution).outcome, Right)


@pytest.mark.parametrize("where", ["in its cell", "when asked"])
def test_an_answer_that_ends_the_fork_costs_the_next_one_nothing(judge: Any, root: Path, where: str) -> None:
    _, files, _ = opened(root, "08_residual_block/residual_of")
    ending = "import os\nos._exit(3)\n" if where == "in its cell" else DOUBLE.format("__import__('os')._exit(3)")
    lost = judge(ending).outcome
    assert (True, True) == (isinstance(lost, Mistaken), str(lost.mistake).startswith("lost_"))
    assert isinstance(judge(files.task.solution).outcome, Right)


def test_a_fork_is_made_anew_after_some_answers(judge: Any, monkeypatch: pytest.MonkeyPatch, warm_sandbox: Any) -> None:
    monkeypatch.setattr(shared_module, "A_FORK", 2)
    made: list[int] = []
    fork = warm_sandbox.fork
    monkeypatch.setattr(warm_sandbox, "fork", lambda *args: made.append(1) or fork(*args))
    for _ in range(5):
        judge(DOUBLE.format("args[0]"))
    assert 3 == len(made)


def test_a_fault_of_the_sandbox_passes_through(judge: Any, monkeypatch: pytest.MonkeyPatch, warm_sandbox: Any) -> None:
    def broken(*args: Any) -> Any:
        raise MachineFault("no fork today")

    monkeypatch.setattr(warm_sandbox, "fork", broken)
    with pytest.raises(MachineFault, match="no fork today"):
        judge(DOUBLE.format("args[0]"))
