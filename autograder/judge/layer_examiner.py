"""The ladder for layers: builds → shapes → weights → starts → values → … → graph, each asked over all cases."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise.exam import Result, format_shape
from autograder.judge.advice import is_stub
from autograder.judge.candidate import Candidate, Failure, output
from autograder.judge.comparison import close, slope_holds
from autograder.judge.diagnose import Outputs, agrees
from autograder.judge.evidence import format_error, format_expected_weights, format_ledger
from autograder.judge.reply_schema import weight
from autograder.judge.starts import random_starts, wrong_starts
from autograder.judge.weight_roles import alike

RATE = 0.125
"""Learning rate of the one training step: a power of two, so that dividing by it again is exact."""


class LayerExaminer(Candidate):
    """One climb over all cases. What one rung learnt (ledger, roles, outputs) the next ones use."""

    def climb(self, rung: str) -> Failure:
        """None when the rung is passed. Raises AnswerLost when the answer's process went away."""
        return getattr(self, f"_{rung}")()  # type: ignore[no-any-return]

    # -- the rungs ------------------------------------------------------------------------------------------------

    def _builds(self) -> Failure:
        for index, case in enumerate(self.cases):
            # Once: seeding empties TensorFlow's store of kernels, which costs a block a tenth of its judging.
            facts = {"kwargs": case.kwargs, "traced": case.traced} | ({"seed": 1} if index == 0 else {})
            reply = self.put("layer.build", index, facts, {"x": case.x})
            stage = "stub" if is_stub(reply.facts) else reply.facts["stage"]
            if stage == "done" and reply.facts["output"] != "tensor":
                stage = "output"
            if stage != "done":
                found = reply.facts | {"stage": stage, "untracked": len(reply.facts.get("untracked", ()))}
                return self.mistaken("builds", case, found, received=format_error(reply.facts))
            self.built.append(reply)
        return None

    def _shapes(self) -> Failure:
        for case, reply in zip(self.cases, self.built, strict=True):
            expected, y = output(case.inference), reply.arrays["y"]
            symbolic = tuple(reply.facts["shape"]) if case.traced else expected.shape
            if y.shape != expected.shape or y.dtype != np.float32 or symbolic[1:] != expected.shape[1:]:
                outputs: Outputs = [
                    (c, "start", Result(r.arrays["y"])) for c, r in zip(self.cases, self.built, strict=True)
                ]
                received = f"output {format_shape(y.shape)} {y.dtype}"
                if y.shape == expected.shape:
                    received += f", inside a keras.Model {format_shape(symbolic)}"
                # Where only the dtype differs the numbers may be right, and a mistake's formula equal at the start.
                comparable = outputs if y.shape != expected.shape else None
                return self.mistaken(
                    "shapes", case, {}, comparable, received, f"output {format_shape(expected.shape)} float32"
                )
        return None

    def _weights(self) -> Failure:
        for case, reply in zip(self.cases, self.built, strict=True):
            ledger = reply.facts["weights"]
            if alike(self.exam.roles, (case,), [ledger]):
                continue
            facts = {
                "trainable": sum(w["trainable"] for w in ledger),
                "non_trainable": sum(not w["trainable"] for w in ledger),
                "untracked": len(reply.facts["untracked"]),
                "early": reply.facts["early"],
                "ranks": ", ".join(str(len(w["shape"])) for w in ledger if w["trainable"]),
                "windows": ", ".join("x".join(map(str, w["shape"][:-2])) for w in ledger if len(w["shape"]) > 2),
                "dtypes": ", ".join(sorted({w["dtype"] for w in ledger} - {"float32"})),
            }
            lost = [f"{u['name']} {tuple(u['shape'])}" for u in reply.facts["untracked"]]
            received = format_ledger(ledger) + (f"; tf.Variable, untracked: {', '.join(lost)}" if lost else "")
            return self.mistaken(
                "weights", case, facts, received=received, expected=format_expected_weights(self.exam, case)
            )
        return None

    def _starts(self) -> Failure:
        outputs: Outputs = [
            (case, "start", Result(output=reply.arrays["y"]))
            for case, reply in zip(self.cases, self.built, strict=True)
            if case.start is not None
        ]
        facts = {"random": random_starts(self.built[0])}
        if any(not agrees(case.start, got) for case, _, got in outputs):
            return self.compare("starts", outputs, facts, self.outputs())
        # An input may hide a wrong start (a mean that is only kept), so the values themselves are looked at as well: role by
        # role where the roles are known, else as one of those that its shape may play.
        self.assign()
        for case, reply in zip(self.cases, self.built, strict=True):
            # One that was not traced has been called, and a layer that keeps state may have moved it.
            if case.traced and wrong_starts(self.exam, case, reply, self.roles(case) if self.matched else {}):
                return self.mistaken("starts", case, facts, outputs, "other start values")
        return None

    def _values(self) -> Failure:
        if broken := self.assign():
            return broken
        outputs: Outputs = []
        for index, case in enumerate(self.cases):
            for key, training in (("inference", False), ("training", True)):
                reply = self.forward(index, training)
                if "error" in reply.facts:
                    return self.mistaken("values", case, reply.facts, received=format_error(reply.facts))
                if (dtype := reply.arrays["y"].dtype) != np.float32:
                    return self.mistaken("values", case, {"dtype": str(dtype)}, received=f"output {dtype}")
                outputs.append((case, key, Result(output=reply.arrays["y"])))
        return self.compare("values", outputs)

    def _losses(self) -> Failure:
        outputs: Outputs = []
        for index, case in enumerate(self.cases):
            reply = self.forward(index, False)
            if "error" in reply.facts:
                return self.mistaken("losses", case, reply.facts, received=format_error(reply.facts))
            loss = reply.facts["loss"]
            outputs.append((case, "inference", Result(loss=float("nan") if loss is None else loss)))
            facts = {"losses": reply.facts["losses"]}
        return self.compare("losses", outputs, facts)

    def _gradients(self) -> Failure:
        if self.exam.roles and (broken := self.assign()):
            return broken
        for index, case in enumerate(self.cases):
            names = {str(i): role for role, i in self.roles(case).items()} | {"x": "x"}
            known = {"known": ["x", *(str(i) for i in range(len(self.built[index].facts["weights"])))]}
            reply = self.put("layer.gradients", index, known, self.sent(case) | {"cotangent": case.cotangent})
            if "error" in reply.facts:
                return self.mistaken("gradients", case, reply.facts, received=format_error(reply.facts))
            none = sorted(role for n in reply.facts["none"] if (role := names.get(n)) in case.slopes)
            if none:
                return self.mistaken(
                    "gradients", case, {"none": ", ".join(none)}, received=f"None for {', '.join(none)}"
                )
            for name, role in names.items():
                if role in case.slopes and not slope_holds(
                    reply.arrays.get(f"g{name}"), case.directions[role], case.slopes[role]
                ):
                    return self.mistaken("gradients", case, {"wrong": role}, received=f"another gradient for {role}")
        return None

    def _state(self) -> Failure:
        outputs: Outputs = []
        facts: dict[str, Any] = {"moved_when_false": False, "moved_when_left_out": False}
        asked: set[tuple[str, ...]] = set()
        for index, case in enumerate(self.cases):
            frozen = tuple(r.name for r in self.exam.roles_of(case) if not r.trainable)
            if not frozen:
                continue
            # A call of a block is dear, so once for each set of weights tells what it does when the mode is left out.
            left_out = () if frozen in asked else (("inference", None),)
            asked.add(frozen)
            for key, mode in (("inference", False), *left_out, ("training", True)):
                reply = self.forward(index, mode)
                if "error" in reply.facts:
                    return self.mistaken("state", case, reply.facts, received=format_error(reply.facts))
                after = {
                    role: weight(reply, "after", self.roles(case)[role], case.weights[role].shape) for role in frozen
                }
                if key == "inference" and any(not close(case.weights[r], after[r]) for r in frozen):
                    facts["moved_when_left_out" if mode is None else "moved_when_false"] = True
                outputs.append((case, key, Result(state=after)))
        return self.compare("state", outputs, facts)

    def _saves(self) -> Failure:
        case = self.cases[0]
        reply = self.put("layer.save", 0, {}, self.sent(case))
        if "error" in reply.facts:
            return self.mistaken("saves", case, reply.facts, received=format_error(reply.facts))
        # Beside the reference where there is one: that two replies are equal is only a claim.
        before = self.known(case.inference, reply.arrays["y"])
        if not close(before, reply.arrays["again"]):
            return self.mistaken("saves", case, {"reset": True}, received="other numbers after loading")
        return None

    def _trains(self) -> Failure:
        case = self.cases[0]
        reply = self.put("layer.step", 0, {"rate": RATE}, self.sent(case) | {"cotangent": case.cotangent})
        if "error" in reply.facts:
            return self.mistaken("trains", case, reply.facts, received=format_error(reply.facts))
        # Where training and inference are one formula, the step itself must be rate times the known slope.
        one_formula = (
            agrees(case.inference, Result(output=case.training.output)) if case.training.output is not None else False
        )
        for role in self.exam.roles:
            before = case.weights[role.name]
            after = weight(reply, "after", self.roles(case)[role.name], before.shape)
            if not role.trainable:
                if not close(case.training.state.get(role.name, before), after):
                    return self.mistaken(
                        "trains", case, {"moved_frozen": True}, received=f"{role.name} moved otherwise"
                    )
                continue
            gradient = (before.astype(np.float64) - after) / RATE
            slope = case.slopes[role.name] + case.loss_slopes[role.name]
            moved = bool(np.any(gradient != 0))
            if not moved or (one_formula and not slope_holds(gradient, case.directions[role.name], slope, reach=1e-2)):
                return self.mistaken(
                    "trains", case, {"unmoved": not moved}, received=f"{role.name} did not move as asked"
                )
        return None

    def _graph(self) -> Failure:
        case = self.cases[0]
        # A training step is traced on its own rung; tracing is the dearest thing that is asked.
        stepped = any(rung.name == "trains" for rung in self.exam.rungs)
        modes = [False] if stepped else [False, True]
        reply = self.put("layer.graph", 0, {"modes": modes}, self.sent(case))
        if "error" in reply.facts:
            return self.mistaken("graph", case, reply.facts, received=format_error(reply.facts))
        pairs = [
            (self.known(case.training if mode else case.inference, reply.arrays[f"y{mode:d}"]), f"traced{mode:d}")
            for mode in modes
        ]
        for role, i in self.roles(case).items():
            pairs.append((weight(reply, "after", i, case.weights[role].shape), f"traced_after{i}"))
        if not all(traced in reply.arrays and close(eager, reply.arrays[traced]) for eager, traced in pairs):
            return self.mistaken("graph", case, {}, received="another result inside tf.function")
        return None

    def _inputs(self) -> Failure:
        for index, case in enumerate(self.cases):
            for mode in (False, True):
                reply = self.forward(index, mode)
                if "error" in reply.facts:
                    return self.mistaken("inputs", case, reply.facts, received=format_error(reply.facts))
                if not reply.facts["kept"]:
                    return self.mistaken("inputs", case, {"kept": False}, received="an input with other numbers in it")
        return None
