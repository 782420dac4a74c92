"""One way in for every question; the same in the box and in the student's own kernel."""

from __future__ import annotations

import re
from types import ModuleType
from typing import Any

import numpy as np

from autograder.probes import function, layer

Facts = dict[str, Any]
Arrays = dict[str, np.ndarray]

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
"""Keras prints parts of its messages in bold for terminals."""

OPERATIONS = {
    "function.call": function.call,
    "layer.build": layer.build,
    "layer.forward": layer.forward,
    "layer.gradients": layer.gradients,
    "layer.save": layer.save,
    "layer.step": layer.step,
    "layer.graph": layer.graph,
}


def answer(
    op: str, facts: Facts, arrays: Arrays, namespace: dict[str, Any], probes: dict[str, ModuleType]
) -> tuple[Facts, Arrays]:
    """Put one question to the answer ``facts["name"]`` that lives in ``namespace``.

    What the answer does wrong comes back as facts: "error" (the class of the exception), "message", "stage". Raises
    KeyError for an unknown operation only, which is never the student's doing.
    """
    asked = OPERATIONS[op]
    name = facts["name"]
    if name not in namespace:
        return {"stage": "define", "error": "NameError", "message": f"{name} is not defined"}, {}
    try:
        return asked(namespace[name], facts, arrays, namespace, probes.get(name))
    except Exception as error:  # the student's code may raise anything, and what it raises is a finding
        return failed(error), {}


def failed(error: BaseException, stage: str = "ask") -> Facts:
    """An exception as facts. Its text reaches the instructor's page and the student's own screen, nobody else."""
    try:
        message = COLOURS.sub("", str(error))[:2_000]
    except Exception:  # an exception whose __str__ raises is still an exception
        message = ""
    return {"stage": stage, "error": type(error).__name__, "bases": _names(error), "message": message}


def _names(error: BaseException) -> list[str]:
    return [c.__name__ for c in type(error).__mro__ if issubclass(c, BaseException)][:8]
