"""The ladder for layers: builds → shapes → weights → starts → values → … → graph, each asked over all cases."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise.paper import LayerCase, Paper, Result
from autograder.judge.advice import STAGES, is_stub, layer_advice
from autograder.judge.compare import close, slope_holds
from autograder.judge.form import asking, weight
from autograder.judge.recognise import agrees, by_facts, by_results
from autograder.judge.roles import Assignment, alike, assignments, exhausted
from autograder.judge.shown import beside, told_error, told_ledger, told_pair, told_wanted
from autograder.judge.starts import wrong_starts
from autograder.reply import Ask, Reply
from autograder.verdicts import Broken, Evidence, Mistaken

RATE = 0.125
"""Learning rate of the one training step: a power of two, so that dividing by it again is exact."""

Failure = Mistaken | Broken | None
Seen = list[tuple[LayerCase, str, Result]]


class LayerExam:
    """One climb over all cases. What one rung learnt (ledger, roles, outputs) the next ones use."""

    def __init__(self, paper: Paper, ask: Ask) -> None:
        self.paper, self._ask = paper, asking(ask)
        self._cases: tuple[LayerCase, ...] = paper.cases  # type: ignore[assignment]
        self._built: list[Reply] = []
        self._roles: Assignment = {}
        self._replies: dict[tuple[int, bool | None], Reply] = {}

    def climb(self, rung: str) -> Failure:
        """None when the rung is passed. Raises AnswerLost when the answer's process went away."""
        return getattr(self, f"_{rung}")()  # type: ignore[no-any-return]

    # -- the rungs ------------------------------------------------------------------------------------------------

    def _builds(self) -> Failure:
        for index, case in enumerate(self._cases):
            facts = {"kwargs": case.kwargs, "seed": 1}
            reply = self._put("layer.build", index, facts, {"x": case.x})
            stage = "stub" if is_stub(reply.facts) else reply.facts["stage"]
            if stage == "done" and reply.facts["output"] != "tensor":
                stage = "output"
            if stage != "done":
                found = reply.facts | {"stage": stage, "untracked": len(reply.facts.get("untracked", ()))}
                return self._mistaken("builds", case, found, received=told_error(reply.facts))
            self._built.append(reply)
        return None

    def _shapes(self) -> Failure:
        for case, reply in zip(self._cases, self._built, strict=True):
            expected, y = _output(case.inference), reply.arrays["y"]
            symbolic = tuple(reply.facts["shape"])
            if y.shape != expected.shape or y.dtype != np.float32 or symbolic[1:] != expected.shape[1:]:
                seen: Seen = [
                    (c, "start", Result(r.arrays["y"])) for c, r in zip(self._cases, self._built, strict=True)
                ]
                received = f"output {y.shape} {y.dtype}, inside a keras.Model {symbolic}"
                # Where only the dtype differs the numbers may be right, and a mistake's formula equal at the start.
                told = seen if y.shape != expected.shape else None
                return self._mistaken("shapes", case, {}, told, received, f"output {expected.shape} float32")
        return None

    def _weights(self) -> Failure:
        for case, reply in zip(self._cases, self._built, strict=True):
            ledger = reply.facts["weights"]
            if alike(self.paper.roles, (case,), [ledger]):
                continue
            facts = {
                "trainable": sum(w["trainable"] for w in ledger),
                "non_trainable": sum(not w["trainable"] for w in ledger),
                "untracked": len(reply.facts["untracked"]),
                "early": reply.facts["early"],
                "ranks": ", ".join(str(len(w["shape"])) for w in ledger if w["trainable"]),
                "dtypes": ", ".join(sorted({w["dtype"] for w in ledger} - {"float32"})),
            }
            lost = [f"{u['name']} {tuple(u['shape'])}" for u in reply.facts["untracked"]]
            received = told_ledger(ledger) + (f"; tf.Variable, untracked: {', '.join(lost)}" if lost else "")
            return self._mistaken("weights", case, facts, received=received, expected=told_wanted(self.paper, case))
        return None

    def _starts(self) -> Failure:
        seen: Seen = [
            (case, "start", Result(output=reply.arrays["y"]))
            for case, reply in zip(self._cases, self._built, strict=True)
            if case.start is not None
        ]
        if failure := self._compare("starts", seen):
            return failure
        # An input may hide a wrong start (a mean that is only kept), so the values themselves are looked at as well.
        for case, reply in zip(self._cases, self._built, strict=True):
            if wrong_starts(self.paper, case, reply):
                return self._mistaken("starts", case, {"kept": True}, seen, "other start values")
        return None

    def _values(self) -> Failure:
        if broken := self._assign():
            return broken
        seen: Seen = []
        for index, case in enumerate(self._cases):
            for key, training in (("inference", False), ("training", True)):
                reply = self._forward(index, training)
                if "error" in reply.facts:
                    return self._mistaken("values", case, reply.facts, received=told_error(reply.facts))
                if (dtype := reply.arrays["y"].dtype) != np.float32:
                    return self._mistaken("values", case, {"dtype": str(dtype)}, received=f"output {dtype}")
                seen.append((case, key, Result(output=reply.arrays["y"])))
        return self._compare("values", seen)

    def _losses(self) -> Failure:
        seen: Seen = []
        for index, case in enumerate(self._cases):
            reply = self._forward(index, False)
            if "error" in reply.facts:
                return self._mistaken("losses", case, reply.facts, received=told_error(reply.facts))
            loss = reply.facts["loss"]
            seen.append((case, "inference", Result(loss=float("nan") if loss is None else loss)))
            facts = {"losses": reply.facts["losses"]}
        return self._compare("losses", seen, facts)

    def _gradients(self) -> Failure:
        if not self._roles and self.paper.roles and (broken := self._assign()):
            return broken
        names = {str(i): role for role, i in self._roles.items()} | {"x": "x"}
        for index, case in enumerate(self._cases):
            known = {"known": ["x", *(str(i) for i in range(len(self._built[index].facts["weights"])))]}
            reply = self._put("layer.gradients", index, known, self._sent(case) | {"cotangent": case.cotangent})
            if "error" in reply.facts:
                return self._mistaken("gradients", case, reply.facts, received=told_error(reply.facts))
            none = sorted(role for n in reply.facts["none"] if (role := names.get(n)) in case.slopes)
            if none:
                return self._mistaken(
                    "gradients", case, {"none": ", ".join(none)}, received=f"None for {', '.join(none)}"
                )
            for name, role in names.items():
                if role in case.slopes and not slope_holds(
                    reply.arrays.get(f"g{name}"), case.directions[role], case.slopes[role]
                ):
                    return self._mistaken("gradients", case, {"wrong": role}, received=f"another gradient for {role}")
        return None

    def _state(self) -> Failure:
        seen: Seen = []
        frozen = [r.name for r in self.paper.roles if not r.trainable]
        facts: dict[str, Any] = {"moved_when_false": False, "moved_when_left_out": False}
        for index, case in enumerate(self._cases):
            for key, mode in (("inference", False), ("inference", None), ("training", True)):
                reply = self._forward(index, mode)
                if "error" in reply.facts:
                    return self._mistaken("state", case, reply.facts, received=told_error(reply.facts))
                after = {role: weight(reply, "after", self._roles[role], case.weights[role].shape) for role in frozen}
                if key == "inference" and any(not close(case.weights[r], after[r]) for r in frozen):
                    facts["moved_when_left_out" if mode is None else "moved_when_false"] = True
                seen.append((case, key, Result(state=after)))
        return self._compare("state", seen, facts)

    def _saves(self) -> Failure:
        case = self._cases[0]
        reply = self._put("layer.save", 0, {}, self._sent(case))
        if "error" in reply.facts:
            return self._mistaken("saves", case, reply.facts, received=told_error(reply.facts))
        # Beside the reference where there is one: that two replies are equal is only a claim.
        before = self._known(case.inference, reply.arrays["y"])
        if not close(before, reply.arrays["again"]):
            return self._mistaken("saves", case, {"reset": True}, received="other numbers after loading")
        return None

    def _trains(self) -> Failure:
        case = self._cases[0]
        reply = self._put("layer.step", 0, {"rate": RATE}, self._sent(case) | {"cotangent": case.cotangent})
        if "error" in reply.facts:
            return self._mistaken("trains", case, reply.facts, received=told_error(reply.facts))
        # Where training and inference are one formula, the step itself must be rate times the known slope.
        one_formula = (
            agrees(case.inference, Result(output=case.training.output)) if case.training.output is not None else False
        )
        for role in self.paper.roles:
            before = case.weights[role.name]
            after = weight(reply, "after", self._roles[role.name], before.shape)
            if not role.trainable:
                if not close(case.training.state.get(role.name, before), after):
                    return self._mistaken(
                        "trains", case, {"moved_frozen": True}, received=f"{role.name} moved otherwise"
                    )
                continue
            gradient = (before.astype(np.float64) - after) / RATE
            slope = case.slopes[role.name] + case.loss_slopes[role.name]
            moved = bool(np.any(gradient != 0))
            if not moved or (one_formula and not slope_holds(gradient, case.directions[role.name], slope, reach=1e-2)):
                return self._mistaken(
                    "trains", case, {"unmoved": not moved}, received=f"{role.name} did not move as asked"
                )
        return None

    def _graph(self) -> Failure:
        case = self._cases[0]
        # A training step is traced on its own rung; tracing is the dearest thing that is asked.
        stepped = any(rung.name == "trains" for rung in self.paper.rungs)
        modes = [False] if stepped else [False, True]
        reply = self._put("layer.graph", 0, {"modes": modes}, self._sent(case))
        if "error" in reply.facts:
            return self._mistaken("graph", case, reply.facts, received=told_error(reply.facts))
        pairs = [
            (self._known(case.training if mode else case.inference, reply.arrays[f"y{mode:d}"]), f"traced{mode:d}")
            for mode in modes
        ]
        for role, i in self._roles.items():
            pairs.append((weight(reply, "after", i, case.weights[role].shape), f"traced_after{i}"))
        if not all(traced in reply.arrays and close(eager, reply.arrays[traced]) for eager, traced in pairs):
            return self._mistaken("graph", case, {}, received="another result inside tf.function")
        return None

    # -- inner ----------------------------------------------------------------------------------------------------

    def _put(self, op: str, index: int, facts: dict[str, Any], arrays: dict[str, np.ndarray]) -> Reply:
        return self._ask(op, {"name": self.paper.name, "case": index} | facts, arrays)

    def _known(self, result: Result, received: np.ndarray) -> np.ndarray:
        """The reference's output, where the ladder holds the answer to it; else what was received."""
        held = result.output is not None and any(rung.name == "values" for rung in self.paper.rungs)
        return _output(result) if held else received

    def _forward(self, index: int, training: bool | None) -> Reply:
        """One call with the case's weights, asked once for all rungs that look at it; None leaves the mode out."""
        if (index, training) not in self._replies:
            mode = {} if training is None else {"training": training}
            self._replies[index, training] = self._put("layer.forward", index, mode, self._sent(self._cases[index]))
        return self._replies[index, training]

    def _sent(self, case: LayerCase) -> dict[str, np.ndarray]:
        return {"x": case.x} | {f"w{i}": case.weights[role] for role, i in self._roles.items()}

    def _assign(self) -> Failure:
        """Fix which weight plays which role: the first assignment whose output the reference or a mistake gives."""
        case = self._cases[0]
        ledgers = [r.facts["weights"] for r in self._built]
        tried = list(assignments(self.paper.roles, self._cases, ledgers, [r.arrays for r in self._built]))
        if not tried:
            return self._mistaken("values", case, {"order": "changes"}, received="weights in changing order")
        outputs: list[np.ndarray | None] = []
        for self._roles in tried:
            reply = self._put("layer.forward", 0, {"training": False}, self._sent(case))
            outputs.append(reply.arrays.get("y"))
            if "y" in reply.arrays and close(_output(case.inference), reply.arrays["y"]):
                return None
        for self._roles, y in zip(tried, outputs, strict=True):
            if y is not None and by_results(self.paper, "values", [(case, "inference", Result(output=y))]):
                return None
        self._roles = tried[0]
        if not exhausted(self.paper.roles, self._cases):
            return Broken(f"The weights of {self.paper.name} could not be matched to their roles in 16 tries.")
        return None

    def _compare(self, rung: str, seen: Seen, facts: dict[str, Any] | None = None) -> Failure:
        for case, key, got in seen:
            expected: Result | None = getattr(case, key)
            if not agrees(expected, got):
                return self._mistaken(rung, case, facts or {}, seen, *told_pair(expected, got), beside(expected, got))
        return None

    def _mistaken(
        self,
        rung: str,
        case: LayerCase,
        facts: dict[str, Any],
        seen: Seen | None = None,
        received: str = "",
        expected: str = "",
        arrays: dict[str, np.ndarray] | None = None,
    ) -> Mistaken:
        known = by_facts(self.paper, rung, facts) or (by_results(self.paper, rung, seen) if seen else None)
        shown = Evidence(case.label, received, expected, arrays or {})
        if known is not None:
            return Mistaken(rung, known.advice, known.name, known.misconception, shown)
        return Mistaken(rung, layer_advice(self.paper, rung, facts), STAGES.get(facts.get("stage", "")), evidence=shown)


def _output(result: Result) -> np.ndarray:
    assert result.output is not None
    return result.output
