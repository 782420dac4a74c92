"""Wrong answers made by machine: the model answer with one change within its marked regions."""

from __future__ import annotations

import ast
import difflib
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import libcst as cst
from libcst.metadata import CodeRange, ExpressionContextProvider, MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

from autograder.course.task_file import BEGIN, END, Task
from autograder.parsing import parse
from autograder.proof.mutation_operators import OPERATORS, Place


@dataclass(frozen=True, slots=True)
class Mutant:
    """``source`` is the whole answer cell, without markers; ``operator`` names what made it."""

    source: str
    operator: str

    def difference(self, solution: str) -> str:
        """The lines that differ from ``solution``, as ``diff`` writes them, headed by the line's number."""
        lines = difflib.unified_diff(solution.splitlines(), self.source.splitlines(), n=0, lineterm="")
        return "\n".join(line for line in lines if not line.startswith(("---", "+++")))


def solution_lines(task: Task) -> set[int]:
    """The lines of ``task.solution``, counted from 1, that stand in a marked region of its answer."""
    lines: set[int] = set()
    number, inside = 0, False
    for text in task.answer.split("\n"):
        if BEGIN in text or END in text:
            inside = BEGIN in text
            continue
        number += 1
        if inside:
            lines.add(number)
    return lines


def mutants(solution: str, lines: set[int]) -> list[Mutant]:
    """All mutants of ``solution`` whose change lies within ``lines``, in the order of the text.

    Annotations and docstrings stay. What does not compile, or reads to Python like the solution or like a mutant before
    it, is left out. Raises SyntaxError when the solution itself does not parse.
    """
    same = {normalised_source(solution)}
    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python's remarks on odd code, which these are meant to be
        for mutant in _made(solution, lines):
            try:
                compile(mutant.source, "<mutant>", "exec", dont_inherit=True)
                read = normalised_source(mutant.source)
            except (SyntaxError, ValueError):
                continue
            if read not in same:
                same.add(read)
                found.append(mutant)
    return found


def normalised_source(source: str) -> str:
    """What Python reads: equal for two texts that differ in comments, blanks or superfluous parentheses only.

    Raises SyntaxError.
    """
    return ast.dump(parse(source))


def _made(solution: str, lines: set[int]) -> Iterator[Mutant]:
    wrapper = MetadataWrapper(cst.parse_module(solution))
    positions = wrapper.resolve(PositionProvider)
    contexts: Any = wrapper.resolve(ExpressionContextProvider)
    for node, above in _nodes(wrapper.module, (), positions, lines):
        for make, operator in _changes(Place(node, above, contexts)):
            # libcst raises where two words would stand without a blank between them.
            with suppress(cst.CSTValidationError):
                for made in make():
                    changed = wrapper.module.deep_replace(node, made)
                    if isinstance(changed, cst.Module):
                        yield Mutant(changed.code, operator)


def _changes(place: Place) -> Iterator[tuple[Callable[[], Iterable[cst.CSTNode]], str]]:
    """What each operator makes of a place, mutmut's before ours, with the operator's name."""
    for kind, operator in mutation_operators:
        if isinstance(place.node, kind):
            yield partial(operator, place.node), operator.__name__.removeprefix("operator_")
    for own in OPERATORS:
        yield partial(own, place), own.__name__


def _nodes(
    node: cst.CSTNode, above: tuple[cst.CSTNode, ...], positions: Any, lines: set[int]
) -> Iterator[tuple[cst.CSTNode, tuple[cst.CSTNode, ...]]]:
    """The nodes that lie wholly within ``lines``, each with those around it."""
    if isinstance(node, cst.Annotation) or _is_docstring(node):
        return
    # Operators and keywords have no position of their own: they stand where their parent does.
    placed = next((part for part in (node, *reversed(above)) if part in positions), None)
    where: CodeRange | None = positions[placed] if placed is not None else None
    if where is not None and set(range(where.start.line, where.end.line + 1)) <= lines:
        yield node, above
    for child in node.children:
        yield from _nodes(child, (*above, node), positions, lines)


def _is_docstring(node: cst.CSTNode) -> bool:
    """Whether a line is a text and nothing else."""
    if not isinstance(node, cst.SimpleStatementLine) or len(node.body) != 1:
        return False
    (only,) = node.body
    return isinstance(only, cst.Expr) and isinstance(only.value, cst.SimpleString | cst.ConcatenatedString)
