"""Wrong answers that follow from a function's contract: the model answer, wrapped so that it breaks one promise.

They need no line of an author. Each class is a way in which answers go wrong that look right in the usual cases.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from autograder.exercise.contract import first_default
from autograder.exercise.domains import Domain, OneOf, Real, Whole
from autograder.exercise.exam import Exam, FunctionCase, Raises
from autograder.exercise.exercise import Exercise
from autograder.exercise.function_exercise import Function
from autograder.exercise.random_values import generator

FRAME = """

_model = {name}
_names = {names!r}
_defaults = {defaults!r}
_state = {{}}


def _given(args, kwargs):
    return _defaults | dict(zip(_names, args)) | kwargs


def _each(value, change):
    if isinstance(value, (list, tuple)):
        return type(value)(_each(item, change) for item in value)
    if isinstance(value, dict):
        return {{key: _each(item, change) for key, item in value.items()}}
    return change(value)


def {name}(*args, **kwargs):
    given = _given(args, kwargs)
{body}
"""

OTHER = "one value is taken for another"
TOP = 100
"""Where the mutants of a ceiling cut a whole number off."""


@dataclass(frozen=True, slots=True)
class ContractMutant:
    """``kind`` is its class, ``name`` says which argument it is about, ``source`` is the answer."""

    kind: str
    name: str
    source: str

    @property
    def label(self) -> str:
        """As the proof and an author's ``free`` name it."""
        return f"{self.kind}: {self.name}" if self.name else self.kind


def contract_mutants(exercise: Exercise, exam: Exam, public: Exam, solution: str) -> list[ContractMutant]:
    """All that the contract of ``exercise`` gives; none for a function that declares no arguments.

    ``public`` is the exam of the release, whose results one of them replays.
    """
    if not isinstance(exercise, Function):
        return []
    takes, reference = exercise.contract.takes, exercise.reference_formula
    if not takes or reference is None:
        return []
    parameters = list(inspect.signature(reference).parameters.values())[: len(takes)]
    defaults = {p.name: p.default for p in parameters[first_default(reference) :]}

    def mutant(kind: str, name: str, body: str) -> ContractMutant:
        text = textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")
        frame = FRAME.format(name=exercise.name, names=list(takes), defaults=defaults, body=text)
        return ContractMutant(kind, name, solution + frame)

    rows = exercise.contract.sample(generator(b"contract mutants", exercise.name), reference)
    found = [
        mutant(kind, f"{name}={value!r}" if kind == OTHER else name, body)
        for place, name in enumerate(takes)
        for kind, value, change, body in _of_argument(name, takes[name], defaults)
        if change is None or _differs(reference, rows, place, change)
    ]
    found += [mutant(*each) for each in _of_result(exam, exercise)]
    replies = {repr(_call(case, list(takes), defaults)): _plain(case.expected) for case in _cases(public)}
    found.append(mutant("replays the release", "", f"return {replies!r}.get(repr(given))"))
    return found


Change = Callable[[Any], Any]
"""What a mutant puts in an argument's place; None where it depends on the calls before."""


def _of_argument(
    name: str, domain: Domain, defaults: Mapping[str, Any]
) -> Iterator[tuple[str, Any, Change | None, str]]:
    def put(value: str) -> str:
        return f"return _model(**(given | {{{name!r}: {value}}}))"

    given = f"given[{name!r}]"
    if name in defaults:
        yield "takes the default", None, lambda _: defaults[name], put(f"_defaults[{name!r}]")
    yield "takes the first value", None, None, f"_state.setdefault(0, {given})\n{put('_state[0]')}"
    others = f"repr(sorted((k, repr(v)) for k, v in given.items() if k != {name!r}))"
    kept = f"key = {others}\nif key not in _state:\n    _state[key] = _model(**given)\nreturn _state[key]"
    yield "keeps the result of other arguments", None, None, kept
    if isinstance(domain, Whole | Real):
        low = domain.least + (1 if isinstance(domain, Whole) else 0.001)
        top = TOP if isinstance(domain, Whole) else domain.least + 3.0
        yield "cut off below", None, lambda v: max(v, low), put(f"max({given}, {low!r})")
        yield "cut off above", None, lambda v: min(v, top), put(f"min({given}, {top!r})")
    if isinstance(domain, OneOf):
        for value in domain.values:
            for other in domain.values:
                if other != value:
                    body = put(f"{other!r} if {given} == {value!r} else {given}")
                    yield OTHER, value, partial(_exchanged, value, other), body


def _exchanged(old: Any, new: Any, value: Any) -> Any:
    return new if value == old else value


def _differs(reference: Callable[..., Any], rows: list[tuple[Any, ...]], place: int, change: Change) -> bool:
    """Whether the change shows anywhere: where it does not, it leaves a right answer."""
    for row in rows:
        other = (*row[:place], change(row[place]), *row[place + 1 :])
        if other[place] != row[place] and repr(reference(*row)) != repr(_or_error(reference, other)):
            return True
    return False


def _or_error(reference: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    try:
        return reference(*arguments)
    except Exception as error:  # arguments that do not go together: the model answer fails there as well
        return error


def _of_result(exam: Exam, exercise: Function) -> Iterator[tuple[str, str, str]]:
    values = [case.expected for case in _cases(exam) if not isinstance(case.expected, Raises)]
    if any(_holds(value, int) for value in values):
        yield (
            "another type",
            "float for int",
            "return _each(_model(**given), lambda v: float(v) if type(v) is int else v)",
        )
        if any(_largest(value) >= 2**31 for value in values):
            yield (
                "32 bits",
                "",
                "return _each(_model(**given), lambda v: (v + 2**31) % 2**32 - 2**31 if type(v) is int else v)",
            )
    if any(_holds(value, bool) for value in values):
        yield (
            "another type",
            "int for bool",
            "return _each(_model(**given), lambda v: int(v) if type(v) is bool else v)",
        )
    if any(isinstance(value, list | tuple) for value in values) and exercise.contract.returns is not None:
        kinds = [kind for kind in (list, tuple) if kind not in exercise.contract.returns]
        for kind in kinds:
            yield (
                "another type",
                f"{kind.__name__} for what is promised",
                f"value = _model(**given)\nreturn {kind.__name__}(value) if isinstance(value, (list, tuple)) else value",
            )
    returns = exercise.contract.returns
    if any(isinstance(value, list | tuple | dict) for value in values) and (
        returns is None or {list, dict} & {*returns}
    ):
        yield (
            "hands out one object twice",
            "",
            "value = _model(**given)\n"
            "value = list(value) if isinstance(value, tuple) else value\n"
            "return _state.setdefault(repr(value), value)",
        )


def _cases(exam: Exam) -> list[FunctionCase]:
    return [case for case in exam.cases if isinstance(case, FunctionCase)]


def _call(case: FunctionCase, names: list[str], defaults: Mapping[str, Any]) -> dict[str, Any]:
    return {**defaults, **dict(zip(names, case.args, strict=False)), **case.kwargs}


def _plain(value: Any) -> Any:
    return None if isinstance(value, Raises) else value


def _holds(value: Any, kind: type) -> bool:
    if isinstance(value, list | tuple):
        return any(_holds(item, kind) for item in value)
    if isinstance(value, dict):
        return any(_holds(item, kind) for item in value.values())
    return type(value) is kind


def _largest(value: Any) -> int:
    if isinstance(value, list | tuple):
        return max(map(_largest, value), default=0)
    return abs(value) if type(value) is int else 0
