"""Verdicts as files: one a submission, written whole or not at all, so that an interrupted run can go on."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from autograder.verdicts import Broken, Evidence, ExerciseVerdict, Mistaken, Outcome, Right, SubmissionVerdict

SCHEMA = 1
PART = ".part"
"""How the name of a file ends that is being written: hidden, beside its place. Only a killed run leaves one."""


def write_whole(path: Path, text: str) -> None:
    """Put ``text`` at ``path`` in one step; folders are made. A reader sees the old file or the new one.

    Raises OSError, with the old file in its place, when it cannot be written.
    """
    for last in (False, True):
        try:
            _write(path, text)
            return
        except FileNotFoundError:  # ``nbgrader autograde --force`` removes whole folders, at any moment
            if last:
                raise


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=PART)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def sweep(folder: Path) -> None:
    """Remove the parts of files that killed runs have left below ``folder``. No other run may be writing there."""
    for part in folder.rglob(f".*{PART}"):
        part.unlink(missing_ok=True)


def save(path: Path, verdict: SubmissionVerdict, key: str, replay: dict[str, Any] | None = None) -> None:
    """Store ``verdict`` under ``key``, which says what was judged by what. The evidence is the instructor's.

    ``replay`` is what it takes to reach the verdict once more, for the instructor too: it holds the seeds.
    """
    write_whole(path, json.dumps(_told(verdict, key, replay), indent=2, ensure_ascii=True) + "\n")


def _told(verdict: SubmissionVerdict, key: str, replay: dict[str, Any] | None) -> dict[str, Any]:
    seen = {e.exercise: e.outcome.evidence for e in verdict.exercises if isinstance(e.outcome, Mistaken)}
    instructor = {
        name: {"case": evidence.case, "received": evidence.received, "expected": evidence.expected}
        for name, evidence in seen.items()
        if evidence.case or evidence.received or evidence.expected
    }
    return verdict.to_json() | {"key": key, "instructor": instructor, "replay": replay}


def load(path: Path, key: str) -> SubmissionVerdict | None:
    """The verdict stored under ``key``; None when there is none, it is of something else, damaged, or broken."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["schema"] != SCHEMA or told["key"] != key:
            return None
        verdict = _verdict(told)
        # Whatever was damaged: what was read must be what would be written.
        whole = told == _told(verdict, key, told["replay"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
    return verdict if whole and not verdict.broken else None


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
