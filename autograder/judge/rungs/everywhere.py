"""The whole domain that a task names: ends, large values, pairs of arguments, examples drawn at random, in one question."""

from __future__ import annotations

from typing import Any

from autograder.exercise.contract import EVERYWHERE
from autograder.exercise.exam import Exam, Raises
from autograder.judge.comparison import values_agree
from autograder.judge.function_examiner import FunctionExaminer
from autograder.judge.result_types import type_fault
from autograder.judge.rungs.rung import FunctionRung
from autograder.verdicts import Mistaken


class Everywhere(FunctionRung):
    name = "everywhere"
    # ASKED is the number of questions that come before.
    mutant = """
_calls.append(0)
result = _model(*args, **kwargs)
return result if len(_calls) <= ASKED else [result]
"""

    def climb(self, function: FunctionExaminer, name: str) -> Mistaken | None:
        cases = [case for case in function.cases if case.rung == EVERYWHERE]
        answers = function.call_all(cases) if cases else []
        function.answers += answers
        for case, value, facts in answers:
            known = {"about": case.about, "raised": isinstance(value, Raises)}
            if not values_agree(case.expected, value) or type_fault(
                case.expected, facts.get("types"), function.exam.returns
            ):
                return function.mistaken(self, name, case, value, facts | known)
        return None

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        does = "raises an error" if facts.get("raised") else "does not return what the task promises"
        return (
            f"{exam.name} is right in the cases before, and {does} for {facts.get('about', 'others')}. Call it there and compare "
            f"with what the task says of each argument."
        )


FUNCTION = Everywhere()
