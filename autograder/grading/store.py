"""Verdicts as files: one a submission, written whole or not at all, so that an interrupted run can go on."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from autograder.verdicts import Broken, Evidence, ExerciseVerdict, Mistaken, Outcome, Right, SubmissionVerdict

SCHEMA = 1


def write_whole(path: Path, text: str) -> None:
    """Put ``text`` at ``path`` in one step; folders are made. A reader sees the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def save(path: Path, verdict: SubmissionVerdict, key: str) -> None:
    """Store ``verdict`` under ``key``, which says what was judged by what. The evidence is the instructor's."""
    seen = {e.exercise: e.outcome.evidence for e in verdict.exercises if isinstance(e.outcome, Mistaken)}
    instructor = {
        name: {"case": evidence.case, "received": evidence.received, "expected": evidence.expected}
        for name, evidence in seen.items()
        if evidence.case or evidence.received or evidence.expected
    }
    told = verdict.to_json() | {"key": key, "instructor": instructor}
    write_whole(path, json.dumps(told, indent=2, ensure_ascii=True) + "\n")


def load(path: Path, key: str) -> SubmissionVerdict | None:
    """The verdict stored under ``key``; None when there is none, it is of something else, damaged, or broken."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["schema"] != SCHEMA or told["key"] != key:
            return None
        verdict = _verdict(told)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None if verdict.broken else verdict


def _verdict(told: dict[str, Any]) -> SubmissionVerdict:
    exercises = tuple(
        ExerciseVerdict(
            e["exercise"],
            _outcome(e, told["instructor"].get(e["exercise"], {})),
            float(e["points"]),
            float(e["max_points"]),
            tuple(e["passed"]),
        )
        for e in told["exercises"]
    )
    return SubmissionVerdict(
        told["student"], told["lesson"], told["level"], exercises, tuple(told["repairs"]), told["refused"]
    )


def _outcome(told: dict[str, Any], evidence: dict[str, str]) -> Outcome:
    match told["verdict"]:
        case "right":
            return Right()
        case "mistaken":
            seen = Evidence(evidence.get("case", ""), evidence.get("received", ""), evidence.get("expected", ""))
            return Mistaken(told["rung"], told["advice"], told["mistake"], told["misconception"], seen)
        case "broken":
            return Broken(told["advice"])
    raise ValueError(told["verdict"])
