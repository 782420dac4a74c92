"""One file a rung: how it is climbed, what its failure is told as, and the mutant that proves that it can fail.

``exercise/ladder.py`` says which rungs there are, in which order, and in which words. A module here bears its rung's name and
holds ``LAYER``, ``FUNCTION`` or both, for the kinds of exercise that have the rung.
"""

from __future__ import annotations

from importlib import import_module

from autograder.exercise.ladder import FUNCTION, LAYER
from autograder.judge.rungs.rung import FunctionRung, LayerRung


def layer_rung(name: str) -> LayerRung:
    """The rung of a layer's ladder."""
    rung: LayerRung = import_module(f"autograder.judge.rungs.{name}").LAYER
    return rung


def function_rung(name: str) -> FunctionRung:
    """The rung of a function's ladder; an author's own rung asks for values."""
    known = {row.name for row in FUNCTION}
    rung: FunctionRung = import_module(f"autograder.judge.rungs.{name if name in known else 'values'}").FUNCTION
    return rung


__all__ = ["FUNCTION", "LAYER", "FunctionRung", "LayerRung", "function_rung", "layer_rung"]
