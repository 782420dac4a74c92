"""Putting questions to a function: call it, tell what came back."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from autograder.probes.argument_watch import ArgumentWatch
from autograder.probes.failure import describe_failure
from autograder.probes.plain_values import Unrepresentable, from_plain, to_plain
from autograder.probes.value_types import describe_types

Facts = dict[str, Any]
Arrays = dict[str, np.ndarray]


def call(
    answer: Any, facts: Facts, arrays: Arrays, namespace: dict[str, Any], probe: ModuleType | None
) -> tuple[Facts, Arrays]:
    """Call the answer with the arguments of one case; arrays arrive as tensors.

    Facts: "result" (see ``to_plain``) or "untellable" (its type), "types" (see ``describe_types``), "changed": the places of
    arguments that do not hold what they held.
    An exercise's own ``probe(answer, *args)`` is called in place of ``answer(*args)`` where it has one.
    """
    if not callable(answer):
        return {"stage": "define", "error": "TypeError", "message": f"{facts['name']} is not a function"}, {}
    return _asked(answer, facts["args"], facts.get("kwargs", {}), arrays, probe, "r")


def calls(
    answer: Any, facts: Facts, arrays: Arrays, namespace: dict[str, Any], probe: ModuleType | None
) -> tuple[Facts, Arrays]:
    """Call the answer with the arguments of many cases, one after the other; facts "replies" hold one of ``call`` for each.

    An exception of one call is its reply. Between two calls, what came back is overwritten: an answer that hands out the same
    list twice has changed it for whoever got it first.
    """
    if not callable(answer):
        return {"stage": "define", "error": "TypeError", "message": f"{facts['name']} is not a function"}, {}
    replies: list[Facts] = []
    back: Arrays = {}
    for number, (args, kwargs) in enumerate(facts["calls"]):
        try:
            reply, some = _asked(answer, args, kwargs, arrays, probe, f"r{number}", overwrite=True)
        except Exception as error:  # whatever the student's function raises is the finding
            reply, some = describe_failure(error), {}
        replies.append(reply)
        back |= some
    return {"replies": replies}, back


def _asked(
    answer: Any,
    args: list[Any],
    kwargs: Facts,
    arrays: Arrays,
    probe: ModuleType | None,
    key: str,
    overwrite: bool = False,
) -> tuple[Facts, Arrays]:
    import tensorflow as tf

    sent = _Copies(arrays)
    plain = [from_plain(a, sent) for a in args]
    named = {k: from_plain(v, sent) for k, v in kwargs.items()}
    # A class is an answer of another kind: what it makes is asked, and isinstance must know it.
    watch = None if isinstance(answer, type) else ArgumentWatch(answer)
    if probe is not None and hasattr(probe, "probe"):
        value = probe.probe(watch or answer, *plain, **named)
    else:
        given = [tf.constant(a) if isinstance(a, np.ndarray) else a for a in plain]
        value = (watch or answer)(*given, **named)
    changed = sorted(watch.changed) if watch else []
    told = {"types": describe_types(value), "changed": changed}
    back: Arrays = {}
    try:
        result = to_plain(value, back, key)
    except Unrepresentable as kind:
        return {"untellable": str(kind), **told}, {}
    if overwrite:
        _overwrite(value)
    return {"result": result, **told}, back


class _Copies(dict[str, np.ndarray]):
    """Copies of the arrays that are asked for, so that no call changes what another one is given."""

    def __init__(self, arrays: Arrays) -> None:
        super().__init__()
        self._arrays = arrays

    def __missing__(self, key: str) -> np.ndarray:
        return self.setdefault(key, self._arrays[key].copy())


def _overwrite(value: Any) -> None:
    if isinstance(value, list):
        value.append("overwritten")
    elif isinstance(value, dict):
        value["overwritten"] = True
    elif isinstance(value, np.ndarray) and value.flags.writeable and value.ndim:
        value.fill(0)


QUESTIONS = {"function.call": call, "function.calls": calls}
