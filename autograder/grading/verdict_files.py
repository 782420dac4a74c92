"""Verdicts as files: one a submission, written whole or not at all, so that an interrupted run can go on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from autograder.verdicts import Broken, Evidence, ExerciseVerdict, Mistaken, Outcome, Right, SubmissionVerdict
from autograder.whole_files import write_whole

SCHEMA = 1


def save_verdict(path: Path, verdict: SubmissionVerdict, key: str, replay: dict[str, Any] | None = None) -> None:
    """Store ``verdict`` under ``key``, which says what was judged by what, for its owner alone. The evidence is the instructor's.

    ``replay`` is what it takes to reach the verdict once more, for the instructor too: it holds the seeds.
    """
    # The seeds are as good as the course's secret, so nobody else on this machine may read them either.
    write_whole(path, json.dumps(_document(verdict, key, replay), indent=2, ensure_ascii=True) + "\n", mode=0o600)


def _document(verdict: SubmissionVerdict, key: str, replay: dict[str, Any] | None) -> dict[str, Any]:
    evidence_of = {e.exercise: e.outcome.evidence for e in verdict.exercises if isinstance(e.outcome, Mistaken)}
    instructor = {
        name: {"case": evidence.case, "received": evidence.received, "expected": evidence.expected}
        for name, evidence in evidence_of.items()
        if evidence.case or evidence.received or evidence.expected
    }
    taken = {e.exercise: list(e.taken) for e in verdict.exercises if e.taken}
    return verdict.to_json() | {"key": key, "instructor": instructor, "taken": taken, "replay": replay}


def load_verdict(path: Path, key: str) -> SubmissionVerdict | None:
    """The verdict stored under ``key``; None when there is none, it is of something else, damaged, or broken."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["schema"] != SCHEMA or document["key"] != key:
            return None
        verdict = _verdict(document)
        # Whatever was damaged: what was read must be what would be written.
        whole = document == _document(verdict, key, document["replay"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
    return verdict if whole and not verdict.broken else None


def _verdict(document: dict[str, Any]) -> SubmissionVerdict:
    exercises = tuple(
        ExerciseVerdict(
            e["exercise"],
            _outcome(e, document["instructor"].get(e["exercise"], {})),
            float(e["points"]),
            float(e["max_points"]),
            tuple(e["passed"]),
            tuple(_text(each) for each in document["taken"].get(e["exercise"], [])),
        )
        for e in document["exercises"]
    )
    return SubmissionVerdict(
        document["student"],
        document["lesson"],
        document["level"],
        exercises,
        tuple(document["repairs"]),
        document["refused"],
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _outcome(document: dict[str, Any], evidence: dict[str, str]) -> Outcome:
    match document["verdict"]:
        case "right":
            return Right()
        case "mistaken":
            evidence_of = Evidence(evidence.get("case", ""), evidence.get("received", ""), evidence.get("expected", ""))
            return Mistaken(
                document["rung"], document["advice"], document["mistake"], document["misconception"], evidence_of
            )
        case "broken":
            return Broken(document["advice"])
    raise ValueError(document["verdict"])
