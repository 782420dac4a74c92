"""From a failed rung to the wrong idea behind it: by formula where numbers came back, by plain facts elsewhere."""

from __future__ import annotations

from typing import Any

from autograder.exercise.exam import Exam, FunctionCase, LayerCase, Mistake, Result
from autograder.judge.comparison import arrays_agree, values_agree


def mistake_by_facts(exam: Exam, rung: str, facts: dict[str, Any]) -> Mistake | None:
    """The first declared mistake of this rung all of whose facts hold. "message" is contained, others are equal."""
    for mistake in exam.mistakes:
        if mistake.rung == rung and mistake.when and all(_holds(facts, k, v) for k, v in mistake.when.items()):
            return mistake
    return None


Outputs = list[tuple[LayerCase, str, Result]]


def mistake_by_results(exam: Exam, rung: str, outputs: Outputs, also: Outputs | None = None) -> Mistake | None:
    """The mistake whose formula gives all that was seen; those declared for this rung come first.

    ``seen`` pairs a case and one of "start", "inference", "training" with what the answer gave. A mistake declared for
    the rung "shapes" is known by its shape alone, for there the weights are not set yet. ``also`` holds what must not
    speak against the mistake, where its formula says anything of it.
    """
    ranked = sorted((m for m in exam.mistakes if not m.when), key=lambda m: m.rung != rung)
    if rung == "shapes":
        for mistake in ranked:
            if mistake.rung == rung and all(
                _shaped_alike(case.mistaken[mistake.name], got) for case, _, got in outputs
            ):
                return mistake
    for mistake in ranked:
        if not outputs or not all(
            results_agree(case.mistaken[mistake.name].get(key), got) for case, key, got in outputs
        ):
            continue
        pairs = [(case.mistaken[mistake.name].get(key), got) for case, key, got in also or []]
        if all(results_agree(formula, got) for formula, got in pairs if not _silent(formula)):
            return mistake
    return None


def mistake_by_values(exam: Exam, rung: str, outputs: list[tuple[FunctionCase, Any]]) -> Mistake | None:
    """The mistake whose formula gives what was seen wherever it says something, in at least one wrong case."""
    ranked = sorted((m for m in exam.mistakes if not m.when), key=lambda m: m.rung != rung)
    for mistake in ranked:
        pairs = [(case, got) for case, got in outputs if mistake.name in case.mistaken]
        wrong = [case for case, got in outputs if not values_agree(case.expected, got)]
        spoken = wrong and all(mistake.name in case.mistaken for case in wrong)
        if spoken and all(values_agree(case.mistaken[mistake.name], got) for case, got in pairs):
            return mistake
    return None


def results_agree(expected: Result | None, received: Result) -> bool:
    """True when every part that both results name is equal; False when they have no part in common."""
    if expected is None:
        return False
    parts = []
    if expected.output is not None and received.output is not None:
        parts.append(arrays_agree(expected.output, received.output))
    if expected.loss is not None and received.loss is not None:
        parts.append(abs(expected.loss - received.loss) <= 1e-4 * max(abs(expected.loss), 1e-3))
    both = set(expected.state) & set(received.state)
    parts += [arrays_agree(expected.state[role], received.state[role]) for role in both]
    return bool(parts) and all(parts)


def losses_agree(expected: Result, received: float | None) -> bool:
    """True when the received sum is that of the reference, which is zero where it names no penalty; None is no finite number."""
    return received is not None and results_agree(Result(loss=expected.loss or 0.0), Result(loss=received))


def _silent(result: Result | None) -> bool:
    return result is None or (result.output is None and result.loss is None and not result.state)


def _shaped_alike(mistaken: dict[str, Result], received: Result) -> bool:
    pairs = mistaken["inference"].output
    return pairs is not None and received.output is not None and pairs.shape == received.output.shape


def _holds(facts: dict[str, Any], key: str, wanted: Any) -> bool:
    if key == "message":
        return str(wanted) in str(facts.get("message", ""))
    return bool(facts.get(key) == wanted)
