"""A layer under examination: how it is asked, which weight plays which role, and what a failure is called."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from autograder.exercise.exam import Exam, LayerCase, Result, Role
from autograder.judge.advice import STAGES, Advises
from autograder.judge.comparison import arrays_agree
from autograder.judge.diagnose import Outputs, mistake_by_facts, mistake_by_results, results_agree
from autograder.judge.evidence import comparable_arrays, format_pair
from autograder.judge.reply_schema import checked_ask, weight_array
from autograder.judge.weight_roles import Assignment, propose_assignments
from autograder.reply import Ask, Reply
from autograder.verdicts import Broken, Evidence, Mistaken

Failure = Mistaken | Broken | None
MODES = {"training": ", in training mode", "inference": ", at inference"}


class LayerExaminer:
    """One climb over all cases. What one rung learnt the next ones use: ``built`` replies by case, the ``roles`` of its
    weights, calls already made. ``values`` is the rung at which weights that match no roles are reported.
    """

    def __init__(self, exam: Exam, ask: Ask, values: Advises) -> None:
        self.exam, self.ask, self._values = exam, checked_ask(ask), values
        self.cases: tuple[LayerCase, ...] = exam.cases  # type: ignore[assignment]
        self.built: list[Reply] = []
        self._roles: dict[tuple[Role, ...], Assignment] = {}
        self.matched = False
        """True when the reference gives what the first case of its roles gave under each assignment."""
        self._assigned: list[Failure] = []
        self.replies: dict[tuple[int, bool | None], Reply] = {}

    def put(self, op: str, index: int, facts: dict[str, Any], arrays: dict[str, np.ndarray]) -> Reply:
        return self.ask(op, {"name": self.exam.name, "case": index} | facts, arrays)

    @property
    def knows_values(self) -> bool:
        """Whether the ladder holds the answer to the reference's output."""
        return any(rung.name == "values" for rung in self.exam.rungs)

    def known(self, result: Result, received: np.ndarray) -> np.ndarray:
        """The reference's output, where the ladder holds the answer to it; else what was received."""
        return output_of(result) if result.output is not None and self.knows_values else received

    def forward(self, index: int, training: bool | None) -> Reply:
        """One call with the case's weights, asked once for all rungs that look at it; None leaves the mode out."""
        if (index, training) not in self.replies:
            mode = {} if training is None else {"training": training}
            self.replies[index, training] = self.put("layer.forward", index, mode, self.sent(self.cases[index]))
        return self.replies[index, training]

    def roles(self, case: LayerCase) -> Assignment:
        """Which weight of this case's layer plays which role; empty before ``assign``."""
        return self._roles.get(self.exam.roles_of(case), {})

    def sent(self, case: LayerCase) -> dict[str, np.ndarray]:
        return {"x": case.x} | self.sent_weights(case, "w")

    def sent_weights(self, case: LayerCase, name: str) -> dict[str, np.ndarray]:
        return {f"{name}{i}": case.weights[role] for role, i in self.roles(case).items()}

    def state_after(self, reply: Reply, case: LayerCase, name: str) -> dict[str, np.ndarray]:
        """The non-trainable weights by role, which the reply holds as "NAME0", "NAME1", …"""
        return {
            role.name: weight_array(reply, name, self.roles(case)[role.name], case.weights[role.name].shape)
            for role in self.exam.roles_of(case)
            if not role.trainable
        }

    def assign(self) -> Failure:
        """Fix which weight plays which role: the first assignment whose output the reference or a mistake gives.

        Layers that do not have the same roles, as with and without a projection, are looked at apart.
        """
        if not self._assigned:
            alike: dict[tuple[Role, ...], list[int]] = {}
            for index, case in enumerate(self.cases):
                alike.setdefault(self.exam.roles_of(case), []).append(index)
            self.matched = True
            failures = (self._assign(roles, indices) for roles, indices in alike.items())
            self._assigned.append(next((failure for failure in failures if failure is not None), None))
        return self._assigned[0]

    def _assign(self, roles: tuple[Role, ...], indices: list[int]) -> Failure:
        first, cases = indices[0], tuple(self.cases[i] for i in indices)
        case, replies = cases[0], [self.built[i] for i in indices]
        ledgers = [r.facts["weights"] for r in replies]
        tried, all_tried = propose_assignments(roles, cases, ledgers, [r.arrays for r in replies])
        if not tried:
            self.matched = False
            return self.mistaken(self._values, case, {"order": "changes"}, received="weights in changing order")
        outputs: list[np.ndarray | None] = []
        for self._roles[roles] in tried:
            reply = self.put("layer.forward", first, {"training": False}, self.sent(case))
            outputs.append(reply.arrays.get("y"))
            if "y" in reply.arrays and arrays_agree(output_of(case.inference), reply.arrays["y"]):
                self.replies[first, False] = reply
                return None
        self.matched = False
        for self._roles[roles], y in zip(tried, outputs, strict=True):
            if y is not None and mistake_by_results(self.exam, "values", [(case, "inference", Result(output=y))]):
                return None
        self._roles[roles] = tried[0]
        if not all_tried:
            return Broken(f"The weights of {self.exam.name} could not be matched to their roles in 16 tries.")
        return None

    def compare(
        self, rung: Advises, outputs: Outputs, facts: dict[str, Any] | None = None, also: Outputs | None = None
    ) -> Failure:
        """The failure at the first of ``outputs`` that is not what its case expects, None where there is none."""
        for case, key, got in outputs:
            expected: Result | None = getattr(case, key)
            if not results_agree(expected, got):
                received, wanted = format_pair(expected, got)
                evidence = Evidence(case.label + MODES.get(key, ""), received, wanted, comparable_arrays(expected, got))
                return self.diagnosed(rung, case, facts or {}, evidence, outputs, also)
        return None

    def outputs(self) -> Outputs:
        """What the answer gives with the weights set, in both modes, as far as it gives anything."""
        outputs: Outputs = []
        if self.exam.roles and self.assign() is not None:
            return outputs
        for index, case in enumerate(self.cases):
            for key, training in (("inference", False), ("training", True)):
                reply = self.forward(index, training)
                if "y" in reply.arrays:
                    outputs.append((case, key, Result(output=reply.arrays["y"])))
        return outputs

    def mistaken(
        self,
        rung: Advises,
        case: LayerCase,
        facts: dict[str, Any],
        received: str = "",
        expected: str = "",
        outputs: Outputs | None = None,
    ) -> Mistaken:
        """The failure of ``rung`` at ``case``, named where its facts, or the ``outputs`` of all cases, are a mistake's."""
        return self.diagnosed(rung, case, facts, Evidence(case.label, received, expected), outputs)

    def diagnosed(
        self,
        rung: Advises,
        case: LayerCase,
        facts: dict[str, Any],
        evidence: Evidence,
        outputs: Outputs | None = None,
        also: Outputs | None = None,
    ) -> Mistaken:
        """As ``mistaken``; ``also`` holds what must not speak against a mistake (see ``mistake_by_results``)."""
        facts = facts | {"case": case.label}
        # A formula that gives all the numbers says more than a count.
        known = mistake_by_results(self.exam, rung.name, outputs, also) if outputs else None
        known = known or mistake_by_facts(self.exam, rung.name, facts)
        if known is not None:
            return Mistaken(rung.name, known.advice, known.name, known.misconception, evidence)
        asked = replace(self.exam, roles=self.exam.roles_of(case))
        advice = rung.advice(asked, facts)
        return Mistaken(rung.name, advice, STAGES.get(facts.get("stage", "")), evidence=evidence)


def output_of(result: Result) -> np.ndarray:
    assert result.output is not None
    return result.output
