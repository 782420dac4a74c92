"""Examining one answer: climb the ladder, stop at the first rung that fails, say why."""

from __future__ import annotations

from autograder.exercise.paper import Paper
from autograder.judge.advice import LOST, UNWRITTEN
from autograder.judge.function import FunctionExam
from autograder.judge.layer import LayerExam
from autograder.reply import AnswerLost, Ask
from autograder.verdicts import Broken, Evidence, ExerciseVerdict, Mistaken, Outcome, Right


def unwritten(paper: Paper) -> ExerciseVerdict:
    """The verdict on a stub that nobody has touched."""
    outcome = Mistaken(paper.rungs[0].name, UNWRITTEN.format(name=paper.name), "unwritten")
    return ExerciseVerdict(paper.name, outcome, 0.0, round(paper.max_points, 6))


def ended(paper: Paper, lost: AnswerLost) -> ExerciseVerdict:
    """The verdict on an answer whose cell ended the process before anything could be asked."""
    outcome = Mistaken(paper.rungs[0].name, LOST[lost.how], f"lost_{lost.how}", evidence=Evidence(received=lost.detail))
    return ExerciseVerdict(paper.name, outcome, 0.0, round(paper.max_points, 6))


def examine(paper: Paper, ask: Ask) -> ExerciseVerdict:
    """The verdict on the answer that ``ask`` reaches.

    Points are those of the rungs passed before the first that failed. A lost process is the student's, at the rung
    that was asked. A MachineFault of ``ask`` passes through.
    """
    exam = LayerExam(paper, ask) if paper.kind == "layer" else FunctionExam(paper, ask)
    passed: list[str] = []
    outcome: Outcome = Right()
    for rung in paper.rungs:
        try:
            failure = exam.climb(rung.name)
        except AnswerLost as lost:
            failure = Mistaken(
                rung.name, LOST[lost.how], mistake=f"lost_{lost.how}", evidence=Evidence(received=lost.detail)
            )
        if failure is not None:
            outcome = failure
            break
        passed.append(rung.name)
    if isinstance(outcome, Broken):
        return ExerciseVerdict(paper.name, outcome, 0.0, paper.max_points, tuple(passed))
    earned = sum((rung.points for rung in paper.rungs if rung.name in passed), 0.0)
    if isinstance(outcome, Right):
        earned = paper.max_points  # the sum of shares may differ from it by rounding
    return ExerciseVerdict(paper.name, outcome, round(earned, 6), round(paper.max_points, 6), tuple(passed))
