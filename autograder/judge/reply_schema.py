"""The form of a reply. What asks the answer runs beside the student's code, so a reply may be anything that a wire carries.

A reply of another form than the probes' is the student's doing: it is lost on the wire, and neither read nor believed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.reply import AnswerLost, Ask, Reply

Facts = dict[str, Any]
Arrays = dict[str, np.ndarray]

MOST_WEIGHTS = 1_000
MOST_ARGUMENTS = 1_000
MOST_COUNT = 1 << 40
MOST_INT = 1 << 63
MOST_LOSS = 1e300
_NAMES = re.compile(
    r"y|twin|traced[01]|(y|again|trained|start|after|traced_after|g|t)\d{1,3}|after\d{1,3}_\d{1,3}|gx|tx|r\d{0,4}(\..*)?",
    re.DOTALL,
)
"""Arrays that the questions ask for; a function's results lie under r."""
STAGES = ("define", "construct", "call", "symbolic", "ask")


class _Wrong(Exception):
    """A part of a reply that has another form. The text names the part."""


def checked_ask(ask: Ask) -> Ask:
    """``ask``, whose replies have the form that the question calls for. Raises AnswerLost ("wire") for any other."""

    def asked(op: str, facts: Facts, arrays: Arrays) -> Reply:
        reply = ask(op, facts, arrays)
        try:
            if "error" in reply.facts:
                _error(reply.facts)
            else:
                _FORMS[op](reply.facts, reply.arrays, facts)
            for name in reply.arrays:
                if _NAMES.fullmatch(name) is None:
                    raise _Wrong("an array that was not asked for")
        except _Wrong as wrong:
            raise AnswerLost("wire", f"{op}: its reply has another form than a probe's: {wrong}") from None
        return reply

    return asked


def _error(facts: Facts) -> None:
    if facts.get("stage") not in STAGES:
        raise _Wrong("stage")
    _text(facts, "error", "message")
    bases = facts.get("bases", [facts["error"]])
    if type(bases) is not list or not 0 < len(bases) <= 8 or not all(type(name) is str for name in bases):
        raise _Wrong("bases")
    _untracked(facts.get("untracked", []))


def _call(facts: Facts, arrays: Arrays, asked: Facts) -> None:
    changed = facts.get("changed")
    if type(changed) is not list or not all(type(place) is int and 0 <= place < MOST_ARGUMENTS for place in changed):
        raise _Wrong("changed")
    _types(facts.get("types"))
    if "untellable" in facts:
        return _text(facts, "untellable")
    if "result" not in facts:
        raise _Wrong("result")
    todo = [facts["result"]]
    while todo:
        value = todo.pop()
        if type(value) is int and abs(value) >= MOST_INT:
            raise _Wrong("result")
        if type(value) is list:
            todo += value
        elif type(value) is dict:
            if set(value) == {"~"} and type(value["~"]) is str and value["~"] in arrays:
                continue
            if set(value) != {"~dict"} or type(value["~dict"]) is not dict:
                raise _Wrong("result")
            todo += value["~dict"].values()
    return None


def _types(tree: object) -> None:
    todo = [tree]
    while todo:
        part = todo.pop()
        if type(part) is list and part:
            todo += part
        elif type(part) is not str:
            raise _Wrong("types")


def _calls(facts: Facts, arrays: Arrays, asked: Facts) -> None:
    replies = facts.get("replies")
    if type(replies) is not list or len(replies) != len(asked["calls"]):
        raise _Wrong("replies")
    for reply in replies:
        if type(reply) is not dict:
            raise _Wrong("replies")
        if "error" in reply:
            _error(reply)
        else:
            _call(reply, arrays, asked)


def _build(facts: Facts, arrays: Arrays, asked: Facts) -> None:
    if facts.get("stage") != "done":
        raise _Wrong("stage")
    _text(facts, "output")
    if facts["output"] != "tensor":
        return
    _count(facts, "early", "losses", "shared")
    _shape(facts.get("shape"), unknown=True)
    weights = facts.get("weights")
    if type(weights) is not list or len(weights) > MOST_WEIGHTS:
        raise _Wrong("weights")
    for number, weight_array in enumerate(weights):
        if type(weight_array) is not dict or type(weight_array.get("trainable")) is not bool:
            raise _Wrong("weights")
        _text(weight_array, "path", "name", "dtype", "kind", "regularizer", "constraint")
        _count(weight_array, "owner")
        _shape(weight_array.get("shape"))
        start = _array(arrays, f"start{number}")
        # What the ledger calls float32 is float32. Other dtypes are the rung's to refuse, with a sentence that helps.
        told_otherwise = weight_array["dtype"] == "float32" and start.dtype != np.float32
        if start.shape != tuple(weight_array["shape"]) or told_otherwise:
            raise _Wrong(f"start{number}")
    _untracked(facts.get("untracked"))
    _array(arrays, "y")


def _forward(facts: Facts, arrays: Arrays, asked: Facts) -> None:
    _count(facts, "losses", "owned")
    _untracked(facts.get("untracked"))
    _loss(facts.get("loss", ""))
    if type(facts.get("kept")) is not bool:
        raise _Wrong("kept")
    _array(arrays, "y")


def _gradients(facts: Facts, arrays: Arrays, asked: Facts) -> None:
    for key in ("none", "none_in_training"):
        none = facts.get(key)
        if type(none) is not list or not all(type(name) is str and name in asked["known"] for name in none):
            raise _Wrong(key)


def _save(facts: Facts, arrays: Arrays, asked: Facts) -> None:
    for key in ("counts", "loss"):
        if type(facts.get(key)) is not list or len(facts[key]) != len(asked["cases"]):
            raise _Wrong(key)
    for count, loss in zip(facts["counts"], facts["loss"], strict=True):
        _count({"counts": count}, "counts")
        _loss(loss)
    for case in asked["cases"]:
        for name in ("y", "again", "trained") if asked["before"] else ("again", "trained"):
            _array(arrays, f"{name}{case}")


def _further(facts: Facts, arrays: Arrays, asked: Facts) -> None:
    failed, modes = facts.get("failed", ""), asked["modes"]
    if failed is not None:
        if type(failed) is not dict:
            raise _Wrong("failed")
        _error(failed)
    if type(facts.get("loss")) is not list or not (failed is not None or len(facts["loss"]) == len(modes)):
        raise _Wrong("loss")
    if len(facts["loss"]) > len(modes):
        raise _Wrong("loss")
    for number, loss in enumerate(facts["loss"]):
        _loss(loss)
        _array(arrays, f"y{number}")
    if asked["case"] == 0 and failed is None:
        _array(arrays, "twin")
    _count(facts, "owned", "flags")
    _text(facts, "closed")
    _untracked(facts.get("untracked"))
    if type(facts.get("seeded")) is not bool:
        raise _Wrong("seeded")


def _step(facts: Facts, arrays: Arrays, asked: Facts) -> None:
    """Nothing but the weights, which are asked for by role."""


def _graph(facts: Facts, arrays: Arrays, asked: Facts) -> None:
    for mode in asked["modes"]:
        _array(arrays, f"y{mode:d}")
        _array(arrays, f"traced{mode:d}")


_FORMS: dict[str, Callable[[Facts, Arrays, Facts], None]] = {
    "function.call": _call,
    "function.calls": _calls,
    "layer.build": _build,
    "layer.forward": _forward,
    "layer.gradients": _gradients,
    "layer.save": _save,
    "layer.further": _further,
    "layer.step": _step,
    "layer.graph": _graph,
}


def _loss(loss: object) -> None:
    if loss is not None and (not isinstance(loss, int | float) or type(loss) is bool or abs(loss) >= MOST_LOSS):
        raise _Wrong("loss")


def weight_array(reply: Reply, name: str, index: int, shape: tuple[int, ...]) -> np.ndarray:
    """The array that a reply holds for a weight of this shape. Raises AnswerLost when it holds none.

    A weight is float32, as its ledger said: another dtype would choose its own tolerance.
    """
    found = reply.arrays.get(f"{name}{index}")
    if found is None or found.shape != shape or found.dtype != np.float32:
        raise AnswerLost("wire", f"its reply has another form than a probe's: {name}{index}")
    return found


def _text(facts: Facts, *names: str) -> None:
    for name in names:
        if type(facts.get(name)) is not str:
            raise _Wrong(name)


def _count(facts: Facts, *names: str) -> None:
    for name in names:
        if type(facts.get(name)) is not int or not 0 <= facts[name] < MOST_COUNT:
            raise _Wrong(name)


def _shape(value: object, unknown: bool = False) -> None:
    if type(value) is not list or len(value) > 32:
        raise _Wrong("shape")
    for size in value:
        if not (size is None and unknown) and (type(size) is not int or not 0 <= size < MOST_COUNT):
            raise _Wrong("shape")


def _untracked(found: object) -> None:
    if type(found) is not list or len(found) > MOST_WEIGHTS:
        raise _Wrong("untracked")
    for variable in found:
        if type(variable) is not dict:
            raise _Wrong("untracked")
        _text(variable, "name")
        _shape(variable.get("shape"))
        if type(variable.get("of_layer", False)) is not bool:
            raise _Wrong("untracked")


def _array(arrays: Arrays, name: str) -> np.ndarray:
    if name not in arrays:
        raise _Wrong(name)
    return arrays[name]
