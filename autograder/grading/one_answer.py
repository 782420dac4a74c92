"""Judging a bare answer: the text of one cell, after the set-up cell of its lesson, in a fork of its own."""

from __future__ import annotations

from collections.abc import Callable

from autograder.course.exercise_files import ExerciseFiles
from autograder.course.lesson import Lesson
from autograder.exercise import Exam
from autograder.faults import Fault
from autograder.judge import examine, failed_verdict, lost_verdict, unwritten_verdict
from autograder.reply import AnswerLost, Ask
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.session import Cell, CellResult, Session
from autograder.verdicts import Broken, ExerciseVerdict, Mistaken


def judge_answer(
    sandbox: Sandbox,
    lesson: Lesson,
    files: ExerciseFiles,
    exam: Exam,
    source: str,
    listen: Callable[[Ask], Ask] | None = None,
) -> ExerciseVerdict:
    """The verdict on ``source``. Names of the set-up cell (np, tf, keras …) are there, nothing else is.

    An answer that raises is still asked, for it may have defined what is needed before. ``listen`` may put itself
    between judge and answer. Raises MachineFault when the sandbox fails.
    """
    with sandbox.fork() as session:
        try:
            session.run_cells([Cell("setup", lesson.setup)])
            ran = load_answer(session, files, source)
        except AnswerLost as lost:
            return lost_verdict(exam, lost)
        return examine_answer(exam, listen(session.ask) if listen else session.ask, ran)


def verdict_in_any_case(
    sandbox: Sandbox, lesson: Lesson, files: ExerciseFiles, exam: Exam, source: str
) -> ExerciseVerdict:
    """As ``judge_answer``, but a fault of ours or of the machine is a broken verdict: the next answer may still get its own."""
    try:
        return judge_answer(sandbox, lesson, files, exam, source)
    except Fault as fault:
        return ExerciseVerdict(exam.name, Broken(str(fault)), 0.0, round(exam.max_points, 6))
    except Exception as fault:  # the judge's own, whatever it is
        return failed_verdict(exam, fault)


def load_answer(session: Session, files: ExerciseFiles, source: str) -> CellResult:
    """Run the answer's cell, after which questions may be put to it. Raises AnswerLost when it ended the process."""
    (ran,) = session.run_cells([Cell(files.name, source)])
    if files.probe_source is not None:
        session.load_probe(files.name, files.probe_source)
    return ran


def examine_answer(exam: Exam, ask: Ask, ran: CellResult) -> ExerciseVerdict:
    """The verdict on the answer that ``ask`` reaches, whose cell came to ``ran``."""
    verdict = examine(exam, ask)
    outcome = verdict.outcome
    if isinstance(outcome, Mistaken) and outcome.mistake == "undefined" and ran.ename == "NotImplementedError":
        return unwritten_verdict(exam)
    return verdict
