"""The proof of a task's examples: the model answer gives what the text says, and the judge asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.course.exercise_files import ExerciseFiles
from autograder.course.lesson import Lesson
from autograder.course.task_examples import Example, literal_arguments, read_examples, unwritten_examples
from autograder.exercise import Exam
from autograder.exercise.exam import FunctionCase
from autograder.faults import AuthorFault
from autograder.judge.function_examiner import FunctionExaminer
from autograder.reply import AnswerLost
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.session import Cell

ROUNDED = 0.25
"""How far a value may lie from one that the text calls "about" it."""
EXACT = 1e-5

COLLECT = """
import numpy as _autograder_np

_autograder_found = []


def _autograder_copy(value):
    if isinstance(value, (list, tuple)):
        return [_autograder_copy(item) for item in value]
    if isinstance(value, dict):
        return {key: _autograder_copy(item) for key, item in value.items()}
    if hasattr(value, "as_list"):  # TensorFlow's shapes
        return value.as_list()
    return _autograder_np.array(value) if hasattr(value, "__array__") else value


def _autograder_examples():
    return _autograder_found
"""
TRY = """
try:
    _autograder_found.append(["value", _autograder_copy({call})])
except Exception as _autograder_error:
    _kinds = [kind.__name__ for kind in type(_autograder_error).__mro__]
    _autograder_found.append(["raises", _kinds, str(_autograder_error)])
"""


def prove_examples(sandbox: Sandbox, lesson: Lesson, files: ExerciseFiles, exam: Exam) -> Iterator[str]:
    """A sentence for each example of the task that is not so, or is not asked. Raises MachineFault when the sandbox fails."""
    try:
        examples = read_examples(files.task.prose)
    except AuthorFault as fault:
        yield str(fault)
        return
    for span in unwritten_examples(files.task.prose, files.name):
        yield (
            f"An example that can be run is a block of Python whose result is a comment. Received `{span}` in the running text. Write "
            f"a line such as `{span}   # 6` in a block."
        )
    if examples:
        yield from _results(sandbox, lesson, files, exam, examples)
        if files.exercise.kind == "function":
            yield from _not_asked(files, exam, examples)


def _results(
    sandbox: Sandbox, lesson: Lesson, files: ExerciseFiles, exam: Exam, examples: tuple[Example, ...]
) -> Iterator[str]:
    """All examples in the text's order, in one process, after the model answer."""
    cells = [Cell("setup", lesson.setup), Cell(files.name, files.task.solution), Cell("collect", COLLECT)]
    cells += [
        Cell(f"example {i}", f"{example.before}\n{TRY.format(call=example.call)}")
        for i, example in enumerate(examples, 1)
    ]
    try:
        with sandbox.fork() as session:
            ran = session.run_cells(cells)
            asked = FunctionExaminer(replace(exam, name="_autograder_examples"), session.ask)
            results, facts = asked.call(FunctionCase("", "", (), {}, None))
    except AnswerLost as lost:
        yield f"The examples of a task run beside its model answer. Received a process that ended: {lost.detail}."
        return
    if failed := next((result for result in ran if result.status == "error"), None):
        yield (
            f"The examples of a task run beside its model answer. Received {failed.ename} in {failed.id}: {failed.evalue}. Write "
            f"out all that the block needs, in the block."
        )
        return
    if not isinstance(results, list):
        yield (
            f"The result of an example is a number, a text, an array, or a list or dict of them. Received: "
            f"{facts.get('untellable') or facts.get('message')}. Let the block ask for a shape or a count."
        )
        return
    for example, found in zip(examples, results, strict=True):
        if not keeps_promise(example, found):
            promised = f"raises {example.raises}" if example.raises else repr(example.value)
            yield (
                f"The model answer gives what the task's examples say. Received for `{example.call}`: {_words(found)}. The text says: "
                f"{promised}. Correct one of the two."
            )


def keeps_promise(example: Example, found: list[Any]) -> bool:
    """Whether what came back, ["value", …] or ["raises", names, text], is what the example's comment promises."""
    kind, what = found[0], found[1]
    if example.raises is not None:
        return kind == "raises" and example.raises in what
    return kind == "value" and _agrees(example.value, what, ROUNDED if example.about else EXACT)


def _agrees(promised: Any, found: Any, reach: float) -> bool:
    """By content: a text shows tensors as lists, and a whole float without its point."""
    if isinstance(promised, dict):
        return (
            isinstance(found, dict)
            and {str(key) for key in promised} == set(found)
            and all(_agrees(value, found[str(key)], reach) for key, value in promised.items())
        )
    if isinstance(promised, bool | str) or promised is None:
        return type(found) is type(promised) and bool(found == promised)
    if isinstance(promised, list | tuple) and isinstance(found, list):
        return len(promised) == len(found) and all(map(lambda p, f: _agrees(p, f, reach), promised, found))
    if found is None or isinstance(found, bool | str | dict):
        return False
    try:
        wanted, given = np.asarray(promised, np.float64), np.asarray(found, np.float64)
    except (TypeError, ValueError):
        return False
    return wanted.shape == given.shape and bool(np.allclose(given, wanted, rtol=reach, atol=EXACT, equal_nan=True))


def _not_asked(files: ExerciseFiles, exam: Exam, examples: tuple[Example, ...]) -> Iterator[str]:
    """Calls with literal arguments that are among the cases of neither the hidden nor, so, the public questions.

    Left out are results that are rounded, for they may be random. A probe's cases may hold more than the answer's arguments.
    """
    cases = [case for case in exam.cases if isinstance(case, FunctionCase)]
    for example in examples:
        given = literal_arguments(example.call, files.name)
        if given is None or example.about:
            continue
        if not any(
            _same_call(given, case) or (files.probe_source is not None and _held(given[0], case)) for case in cases
        ):
            yield (
                f"Each example of the task is among its cases, so that an answer that breaks it is refused. Received none for "
                f"`{example.call}`. Yield it in the cases of hidden.py."
            )


def _same_call(given: tuple[tuple[Any, ...], dict[str, Any]], case: FunctionCase) -> bool:
    args, kwargs = given
    if len(args) != len(case.args) or set(kwargs) != set(case.kwargs):
        return False
    pairs = [*zip(args, case.args, strict=True), *((value, case.kwargs[key]) for key, value in kwargs.items())]
    return all(_same_argument(mine, theirs) for mine, theirs in pairs)


def _held(args: tuple[Any, ...], case: FunctionCase) -> bool:
    """Whether the arguments follow each other among those of a probe's case, or in a list among them."""
    rows = [case.args, *(argument for argument in case.args if isinstance(argument, list | tuple))]
    size = len(args)
    return any(_same_argument(args, row[i : i + size]) for row in rows for i in range(len(row) - size + 1))


def _same_argument(mine: Any, theirs: Any) -> bool:
    if isinstance(theirs, np.ndarray):
        return bool(np.array_equal(np.asarray(mine, object), theirs))
    if isinstance(mine, list | tuple) and isinstance(theirs, list | tuple):  # on the wire they are one
        return len(mine) == len(theirs) and all(map(_same_argument, mine, theirs))
    return bool(mine == theirs) and isinstance(mine, bool) == isinstance(theirs, bool)


def _words(found: list[Any]) -> str:
    return f"{found[1][0]}: {found[2]}" if found[0] == "raises" else repr(found[1])
