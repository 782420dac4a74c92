"""The text of a task against what its exercise declares: heading, hints, arguments, and no line of the answer."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.course.exercise_files import ExerciseFiles
from autograder.exercise.function_exercise import Function

TELLING = 32
"""A line shorter than this, such as ``return inputs``, may stand in a sibling problem as well."""


def prove_task_text(files: ExerciseFiles) -> Iterator[str]:
    """A sentence for each thing that task and exercise do not say alike, or that the task must not say."""
    promised = f"{'core' if files.core else 'extra'}, {files.exercise.minutes} minutes, {files.exercise.difficulty}"
    if f"({promised})" not in files.task.prose:
        yield f"The task's heading says ({promised}), as hidden.py does. Received: {files.task.prose.strip().splitlines()[0]}"
    for kind in ("nudge", "locate", "show"):
        if not files.task.hints.get(kind, "").strip():
            yield f"Each exercise has three hints. Received an empty one: {kind}."
    takes = list(files.exercise.contract.takes) if isinstance(files.exercise, Function) else []
    if takes and files.probe_source is None and takes != (named := _arguments(files.task.stub, files.name)):
        yield f"takes= names the arguments of the stub, in their order. Received {', '.join(takes)} for {', '.join(named)}."
    model = {line.strip() for line in files.task.solution.splitlines()} - {
        s.strip() for s in files.task.stub.splitlines()
    }
    repeated = [
        line
        for line in files.task.hints.get("show", "").splitlines()
        if len(line.strip()) > TELLING and line.strip() in model
    ]
    if repeated:
        yield f"The last hint shows a sibling problem, never the answer. Received a line of the answer: {repeated[0].strip()}"


def _arguments(stub: str, name: str) -> list[str]:
    """The names of the stub's arguments; none where it is no function."""
    for node in ast.parse(stub).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return [argument.arg for argument in node.args.args]
    return []
