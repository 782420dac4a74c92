"""The ladder for functions: runs → right kind of value → right values, rung by rung as the cases say."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise.exam import Exam, FunctionCase, Raises
from autograder.judge.advice import STAGES, function_advice
from autograder.judge.comparison import same, same_kind
from autograder.judge.diagnose import by_facts, by_values
from autograder.judge.evidence import Unrepresentable, format_value
from autograder.judge.reply_schema import asking
from autograder.probes.plain_values import from_plain, to_plain
from autograder.reply import Ask
from autograder.verdicts import Evidence, Mistaken


class FunctionExaminer:
    """One climb. All cases are asked once, at the first rung; the later rungs look at what came back."""

    def __init__(self, exam: Exam, ask: Ask) -> None:
        self.exam, self._ask = exam, asking(ask)
        self._cases: tuple[FunctionCase, ...] = exam.cases  # type: ignore[assignment]
        self._got: list[tuple[FunctionCase, Any, dict[str, Any]]] = []

    def climb(self, rung: str) -> Mistaken | None:
        """None when the rung is passed. Raises AnswerLost when the answer's process went away."""
        if rung == "runs":
            return self._runs()
        if rung == "shapes":
            return self._first(
                rung, lambda case, got: not isinstance(case.expected, Raises) and not same_kind(case.expected, got)
            )
        if rung == "inputs":
            return self._inputs()
        return self._first(rung, lambda case, got: case.rung == rung and not same(case.expected, got))

    def _inputs(self) -> Mistaken | None:
        for case, value, facts in self._got:
            if facts.get("kept") is False:
                return self._mistaken("inputs", case, value, {"kept": False})
        return None

    def _runs(self) -> Mistaken | None:
        for case in self._cases:
            value, facts = self._call(case)
            self._got.append((case, value, facts))
            if facts.get("stage") == "define" or facts.get("error") == "NotImplementedError":
                return self._mistaken("runs", case, value, facts | {"stage": "stub" if "bases" in facts else "define"})
        for case, value, facts in self._got:
            if isinstance(value, Raises) and not isinstance(case.expected, Raises):
                return self._mistaken("runs", case, value, facts)
        return None

    def _call(self, case: FunctionCase) -> tuple[Any, dict[str, Any]]:
        arrays: dict[str, np.ndarray] = {}
        args = [to_plain(a, arrays, f"a{i}") for i, a in enumerate(case.args)]
        kwargs = {k: to_plain(v, arrays, f"k{k}") for k, v in case.kwargs.items()}
        reply = self._ask("function.call", {"name": self.exam.name, "args": args, "kwargs": kwargs}, arrays)
        if "error" in reply.facts:
            return Raises(
                tuple(reply.facts.get("bases", [reply.facts["error"]])), (reply.facts["message"],)
            ), reply.facts
        if "untellable" in reply.facts:
            return Unrepresentable(str(reply.facts["untellable"])), reply.facts
        return from_plain(reply.facts["result"], reply.arrays), reply.facts

    def _first(self, rung: str, fails: Any) -> Mistaken | None:
        for case, value, facts in self._got:
            if fails(case, value):
                return self._mistaken(rung, case, value, facts)
        return None

    def _mistaken(self, rung: str, case: FunctionCase, value: Any, facts: dict[str, Any]) -> Mistaken:
        # A formula is asked for the cases of this rung only: it need not know what the later rungs are about.
        outputs = [(c, v) for c, v, _ in self._got if rung in ("runs", "shapes", c.rung)]
        known = by_facts(self.exam, rung, facts) or by_values(self.exam, rung, outputs)
        arrays = {}
        if (
            isinstance(value, np.ndarray)
            and isinstance(case.expected, np.ndarray)
            and value.shape == case.expected.shape
        ):
            arrays = {"expected": case.expected, "received": value}
        evidence = Evidence(f"{self.exam.name}({case.label})", format_value(value), format_value(case.expected), arrays)
        if known is not None:
            return Mistaken(rung, known.advice, known.name, known.misconception, evidence)
        stage = STAGES.get(facts.get("stage", "")) if rung == "runs" else None
        return Mistaken(rung, function_advice(self.exam, rung, {"stage": "call"} | facts), stage, evidence=evidence)
