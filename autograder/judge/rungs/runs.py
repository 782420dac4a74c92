"""The first rung of a function: it can be called and returns."""

from __future__ import annotations

from typing import Any

from autograder.exercise.exam import Exam, Raises
from autograder.judge.advice import DEFINE, UNWRITTEN, is_stub
from autograder.judge.function_examiner import FunctionExaminer
from autograder.judge.rungs.rung import FunctionRung
from autograder.verdicts import Mistaken


class Runs(FunctionRung):
    name = "runs"
    mutant = 'raise ValueError("not today")'

    def climb(self, function: FunctionExaminer, name: str) -> Mistaken | None:
        found = {}
        for place in function.asked_first():
            case = function.cases[place]
            value, facts = function.call(case)
            if (stub := is_stub(facts)) or facts.get("stage") == "define":
                stage = "stub" if stub else "define"
                return function.mistaken(self, name, case, value, facts | {"stage": stage})
            found[place] = (case, value, facts)
        function.answers = [found[place] for place in sorted(found)]
        for case, value, facts in function.answers:
            if isinstance(value, Raises) and not isinstance(case.expected, Raises):
                return function.mistaken(self, name, case, value, facts)
        return None

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        name = exam.name
        return {
            "define": DEFINE.format(name=name),
            "stub": UNWRITTEN.format(name=name),
        }.get(
            facts["stage"],
            f"{name} raised an error where the task promises a value. Call it on the example of the task and read the last "
            f"line of the error.",
        )


FUNCTION = Runs()
