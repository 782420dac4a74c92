"""A function under examination: all cases are asked once, and the rungs look at what came back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.exercise.exam import Exam, FunctionCase, Raises
from autograder.judge.advice import STAGES, Advises
from autograder.judge.diagnose import mistake_by_facts, mistake_by_values
from autograder.judge.evidence import Unrepresentable, format_value
from autograder.judge.reply_schema import checked_ask
from autograder.probes.plain_values import from_plain, to_plain
from autograder.reply import Ask
from autograder.verdicts import Evidence, Mistaken


class FunctionExaminer:
    """One climb. ``answers`` holds each case that was asked with the value and the facts that came back."""

    def __init__(self, exam: Exam, ask: Ask) -> None:
        self.exam, self._ask = exam, checked_ask(ask)
        self.cases: tuple[FunctionCase, ...] = exam.cases  # type: ignore[assignment]
        self.answers: list[tuple[FunctionCase, Any, dict[str, Any]]] = []

    def call(self, case: FunctionCase) -> tuple[Any, dict[str, Any]]:
        """The value that the answer returns for ``case`` (``Raises`` for an exception), and the reply's facts."""
        arrays: dict[str, np.ndarray] = {}
        args = [to_plain(a, arrays, f"a{i}") for i, a in enumerate(case.args)]
        kwargs = {k: to_plain(v, arrays, f"k{k}") for k, v in case.kwargs.items()}
        reply = self._ask("function.call", {"name": self.exam.name, "args": args, "kwargs": kwargs}, arrays)
        if "error" in reply.facts:
            bases = reply.facts.get("bases", [reply.facts["error"]])
            return Raises(tuple(bases), (reply.facts["message"],)), reply.facts
        if "untellable" in reply.facts:
            return Unrepresentable(str(reply.facts["untellable"])), reply.facts
        return from_plain(reply.facts["result"], reply.arrays), reply.facts

    def first(self, rung: Advises, name: str, fails: Callable[[FunctionCase, Any], bool]) -> Mistaken | None:
        """The failure at the first case that ``fails``, None where there is none."""
        for case, value, facts in self.answers:
            if fails(case, value):
                return self.mistaken(rung, name, case, value, facts)
        return None

    def mistaken(self, rung: Advises, name: str, case: FunctionCase, value: Any, facts: dict[str, Any]) -> Mistaken:
        """The failure at ``case`` of ``rung``, which this exercise calls ``name``."""
        # A formula is asked for the cases of this rung only: it need not know what the later rungs are about.
        values = [(c, v) for c, v, _ in self.answers if name in ("runs", "shapes", c.rung)]
        known = mistake_by_facts(self.exam, name, facts) or mistake_by_values(self.exam, name, values)
        expected, arrays = case.expected, {}
        if isinstance(value, np.ndarray) and isinstance(expected, np.ndarray) and value.shape == expected.shape:
            arrays = {"expected": expected, "received": value}
        call = f"{self.exam.name}({case.label})"
        evidence = Evidence(call, format_value(value), format_value(expected), arrays)
        if known is not None:
            return Mistaken(name, known.advice, known.name, known.misconception, evidence)
        stage = STAGES.get(facts.get("stage", "")) if rung.name == "runs" else None
        return Mistaken(name, rung.advice(self.exam, {"stage": "call"} | facts), stage, evidence=evidence)
