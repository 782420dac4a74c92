"""Which cases of a function exercise no wrong answer fails: such a case shows nothing that another does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.exercise import Exam
from autograder.exercise.exam import FunctionCase
from autograder.exercise.ladder import EVERYWHERE
from autograder.judge import examine
from autograder.reply import Ask, Reply
from autograder.verdicts import Mistaken


class Unfailed:
    """Listens to what answers reply, and judges each reply alone: the same verdict, from one case at a time."""

    def __init__(self, exam: Exam) -> None:
        self._exam = exam
        cases = [case for case in exam.cases if isinstance(case, FunctionCase)]
        self._cases = [
            cases[place] for place in exam.order or range(len(cases)) if cases[place].rung != EVERYWHERE.name
        ]
        self._failed: set[int] = set()
        self._replies: list[Reply] = []

    def listen(self, ask: Ask) -> Ask:
        """``ask``, whose replies to one answer are kept until the next."""
        self._replies = []

        def heard(op: str, facts: dict[str, Any], arrays: dict[str, np.ndarray]) -> Reply:
            reply = ask(op, facts, arrays)
            if op == "function.call":
                self._replies.append(reply)
            return reply

        return heard

    def refused(self) -> None:
        """The answer heard last is a wrong one that was refused: note the cases that would have refused it alone."""
        for index, (case, reply) in enumerate(zip(self._cases, self._replies, strict=False)):
            if index not in self._failed:
                alone = replace(self._exam, cases=(case,), order=())
                if isinstance(examine(alone, lambda *_, reply=reply: reply).outcome, Mistaken):
                    self._failed.add(index)

    def sentences(self) -> Iterator[str]:
        """One for each case of the author's that every wrong answer passes."""
        for index, case in enumerate(self._cases):
            if index not in self._failed and not case.about:
                yield (
                    f"Each case must be failed by a wrong answer. Received none for {self._exam.name}({case.label}). Write the "
                    f"wrong answer that it is there for, or take the case out."
                )
