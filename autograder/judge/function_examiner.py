"""A function under examination: all cases are asked once, and the rungs look at what came back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.exercise.exam import Exam, FunctionCase, Raises
from autograder.exercise.ladder import EVERYWHERE
from autograder.judge.advice import STAGES, Advises
from autograder.judge.diagnose import mistake_by_facts, mistake_by_values
from autograder.judge.evidence import Unrepresentable, format_value
from autograder.judge.reply_schema import checked_ask
from autograder.probes.plain_values import from_plain, to_plain
from autograder.reply import Ask
from autograder.verdicts import Evidence, Mistaken

Answer = tuple[FunctionCase, Any, dict[str, Any]]
"""A case, the value that came back, and the facts beside it."""


class FunctionExaminer:
    """One climb. ``answers`` holds each case that was asked with the value and the facts that came back."""

    def __init__(self, exam: Exam, ask: Ask) -> None:
        self.exam, self._ask = exam, checked_ask(ask)
        self.cases: tuple[FunctionCase, ...] = exam.cases  # type: ignore[assignment]
        self.answers: list[Answer] = []

    def call(self, case: FunctionCase) -> tuple[Any, dict[str, Any]]:
        """The value that the answer returns for ``case`` (``Raises`` for an exception), and the reply's facts."""
        arrays: dict[str, np.ndarray] = {}
        args, kwargs = _plain(case, arrays, "")
        reply = self._ask("function.call", {"name": self.exam.name, "args": args, "kwargs": kwargs}, arrays)
        return _value(reply.facts, reply.arrays), reply.facts

    def call_all(self, cases: Sequence[FunctionCase]) -> list[Answer]:
        """As ``call``, for many cases in one question."""
        arrays: dict[str, np.ndarray] = {}
        calls = [_plain(case, arrays, str(number)) for number, case in enumerate(cases)]
        reply = self._ask("function.calls", {"name": self.exam.name, "calls": calls}, arrays)
        replies = [reply.facts] * len(cases) if "error" in reply.facts else reply.facts["replies"]
        return [(case, _value(facts, reply.arrays), facts) for case, facts in zip(cases, replies, strict=True)]

    def asked_first(self) -> Iterator[int]:
        """The places of the cases that are asked one by one, in the exam's order."""
        order = self.exam.order or range(len(self.cases))
        return (place for place in order if self.cases[place].rung != EVERYWHERE.name)

    def first(
        self, rung: Advises, name: str, fails: Callable[[FunctionCase, Any, dict[str, Any]], bool]
    ) -> Mistaken | None:
        """The failure at the first case that ``fails``, None where there is none."""
        for case, value, facts in self.answers:
            if fails(case, value, facts):
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


def _plain(case: FunctionCase, arrays: dict[str, np.ndarray], key: str) -> tuple[list[Any], dict[str, Any]]:
    args = [to_plain(a, arrays, f"a{key}.{i}", tuples=True) for i, a in enumerate(case.args)]
    return args, {k: to_plain(v, arrays, f"k{key}.{k}", tuples=True) for k, v in case.kwargs.items()}


def _value(facts: dict[str, Any], arrays: dict[str, np.ndarray]) -> Any:
    if "error" in facts:
        return Raises(tuple(facts.get("bases", [facts["error"]])), (facts["message"],))
    if "untellable" in facts:
        return Unrepresentable(str(facts["untellable"]))
    return from_plain(facts["result"], arrays)
