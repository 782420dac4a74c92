"""Putting a question to a function: call it, tell what came back."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from autograder.probes.plain_values import Unrepresentable, from_plain, to_plain


def call(
    answer: Any,
    facts: dict[str, Any],
    arrays: dict[str, np.ndarray],
    namespace: dict[str, Any],
    probe: ModuleType | None,
) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Call the answer with the arguments of one case; arrays arrive as tensors.

    Facts: "result" (see ``values.told``) or "untellable" (its type), "type", "kept" (lists and dicts among the arguments
    still hold what they held).
    An exercise's own ``probe(answer, *args)`` is called in place of ``answer(*args)`` where it has one.
    """
    import tensorflow as tf

    if not callable(answer):
        return {"stage": "define", "error": "TypeError", "message": f"{facts['name']} is not a function"}, {}
    sent = {k: v.copy() for k, v in arrays.items()}
    plain = [from_plain(a, sent) for a in facts["args"]]
    named = {k: from_plain(v, sent) for k, v in facts.get("kwargs", {}).items()}
    given = to_plain([*plain, named], {})
    if probe is not None and hasattr(probe, "probe"):
        value = probe.probe(answer, *plain, **named)
    else:
        value = answer(*(tf.constant(a) if isinstance(a, np.ndarray) else a for a in plain), **named)
    kept = given == _to_plain_or_none([*plain, named])
    back: dict[str, np.ndarray] = {}
    try:
        result = to_plain(value, back)
    except Unrepresentable as kind:
        return {"untellable": str(kind), "type": type(value).__name__, "kept": kept}, {}
    return {"result": result, "type": type(value).__name__, "kept": kept}, back


def _to_plain_or_none(arguments: list[Any]) -> Any:
    """The arguments as plain values; arrays stand for themselves, for their numbers reach the answer as tensors."""
    try:
        return to_plain(arguments, {})
    except Unrepresentable:
        return None


QUESTIONS = {"function.call": call}
