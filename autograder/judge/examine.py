"""Examining one answer: climb the ladder, stop at the first rung that fails, say why."""

from __future__ import annotations

from collections.abc import Callable

from autograder.exercise.exam import Exam
from autograder.judge.advice import LOST, UNWRITTEN
from autograder.judge.function_examiner import FunctionExaminer
from autograder.judge.layer_examiner import Failure, LayerExaminer
from autograder.judge.rungs import function_rung, layer_rung
from autograder.reply import AnswerLost, Ask
from autograder.verdicts import Broken, Evidence, ExerciseVerdict, Mistaken, Outcome, Right


def unwritten_verdict(exam: Exam) -> ExerciseVerdict:
    """The verdict on a stub that nobody has touched."""
    outcome = Mistaken(exam.rungs[0].name, UNWRITTEN.format(name=exam.name), "unwritten")
    return ExerciseVerdict(exam.name, outcome, 0.0, round(exam.max_points, 6))


def lost_verdict(exam: Exam, lost: AnswerLost) -> ExerciseVerdict:
    """The verdict on an answer whose cell ended the process before anything could be asked."""
    outcome = Mistaken(exam.rungs[0].name, LOST[lost.how], f"lost_{lost.how}", evidence=Evidence(received=lost.detail))
    return ExerciseVerdict(exam.name, outcome, 0.0, round(exam.max_points, 6))


def failed_verdict(exam: Exam, fault: Exception) -> ExerciseVerdict:
    """The verdict where the judge itself raised ``fault``: no grade, and the instructor hears of it."""
    reason = (
        f"A judge comes to a verdict on every answer. The judge failed on {exam.name}: {type(fault).__name__}: {fault}. "
        f"Grade this answer by hand, and report what it was."
    )
    return ExerciseVerdict(exam.name, Broken(reason), 0.0, round(exam.max_points, 6))


def examine(exam: Exam, ask: Ask) -> ExerciseVerdict:
    """The verdict on the answer that ``ask`` reaches.

    Points are those of the rungs passed before the first that failed. A lost process is the student's, at the rung
    that was asked. A MachineFault of ``ask`` passes through.
    """
    climb = _climber(exam, ask)
    passed: list[str] = []
    outcome: Outcome = Right()
    for rung in exam.rungs:
        try:
            failure = climb(rung.name)
        except AnswerLost as lost:
            failure = Mistaken(
                rung.name, LOST[lost.how], mistake=f"lost_{lost.how}", evidence=Evidence(received=lost.detail)
            )
        if failure is not None:
            outcome = failure
            break
        passed.append(rung.name)
    if isinstance(outcome, Broken):
        return ExerciseVerdict(exam.name, outcome, 0.0, exam.max_points, tuple(passed))
    earned = sum((rung.points for rung in exam.rungs if rung.name in passed), 0.0)
    if isinstance(outcome, Right):
        earned = exam.max_points  # the sum of shares may differ from it by rounding
    return ExerciseVerdict(exam.name, outcome, round(earned, 6), round(exam.max_points, 6), tuple(passed))


def _climber(exam: Exam, ask: Ask) -> Callable[[str], Failure]:
    """What climbs one rung after the other, by name, with all that the rungs below have learnt."""
    if exam.kind == "layer":
        layer = LayerExaminer(exam, ask, layer_rung("values"))
        return lambda name: layer_rung(name).climb(layer)
    function = FunctionExaminer(exam, ask)
    return lambda name: function_rung(name).climb(function, name)
