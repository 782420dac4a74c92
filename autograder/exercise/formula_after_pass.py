"""What a learner is shown after a pass: the answer's formula once more, in lines of NumPy that can be read."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.parsing import parse


@dataclass(frozen=True, slots=True)
class FormulaText:
    """``source`` is the text of ``formula`` without its decorators; ``autograder verify`` compares it with the reference."""

    title: str
    source: str
    formula: Callable[..., Any]

    @property
    def lines(self) -> int:
        """How many lines of code it has, blank ones not counted."""
        return len([line for line in self.source.splitlines() if line.strip()])


def read_formula_text(title: str, formula: Callable[..., Any]) -> FormulaText:
    """Read the text of ``formula`` from its file."""
    text = textwrap.dedent(inspect.getsource(formula))
    first = parse(text).body[0].lineno - 1
    return FormulaText(title, "\n".join(text.splitlines()[first:]) + "\n", formula)
