"""What a statement of a mistake may say: facts that its rung reports, and parts that the reference has."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from inspect import Parameter, signature
from typing import Any, Protocol

from autograder.exercise.ladder import Kind, facts_of
from autograder.faults import AuthorFault


class Named(Protocol):
    """An exercise, as far as its rules need it."""

    name: str

    @property
    def kind(self) -> Kind:
        """ "layer" or "function"."""


def check_facts(exercise: Named, mistake: str, rung: str, facts: dict[str, Any] | None) -> dict[str, Any]:
    """The facts of a mistake, none for None. Raises AuthorFault for one that its rung does not report, and for none at all."""
    known = facts_of(exercise.kind, rung)
    if facts is not None and (not facts or (unknown := sorted(set(facts) - set(known)))):
        raise AuthorFault(
            f"facts= names facts that the rung reports. Received {', '.join(unknown) if facts else 'none'} for '{mistake}' "
            f"of {exercise.name}. At {rung} there are: {', '.join(known)}."
        )
    return dict(facts or {})


def exchange_parts(
    exercise: Named, mistake: str, reference: Callable[..., Any] | None, parts: dict[str, Any]
) -> Callable[..., Any]:
    """The reference with these parts exchanged. Raises AuthorFault for a part that it does not have, and without a reference."""
    if reference is None:
        raise AuthorFault(
            f"parts= exchanges parts of the reference. Received '{mistake}' of {exercise.name} before its reference. Put the "
            f"reference first."
        )
    parameters = signature(reference).parameters.values()
    known = {p.name for p in parameters if p.kind is Parameter.KEYWORD_ONLY}
    passes_on = any(p.kind is Parameter.VAR_KEYWORD for p in parameters)
    if (unknown := sorted(set(parts) - known)) and not passes_on:
        raise AuthorFault(
            f"parts= exchanges keyword-only parameters of the reference. Received {', '.join(unknown)} for '{mistake}' of "
            f"{exercise.name}. It has: {', '.join(sorted(known)) or 'none'}."
        )
    return partial(reference, **parts)
