"""Edits by hand in ``source/``: found by the digests that a build leaves, and never overwritten unasked."""

from __future__ import annotations

import difflib
import hashlib
import json
from pathlib import Path

from autograder.faults import UsageFault

IGNORED = {".ipynb_checkpoints", "__pycache__", ".DS_Store"}
MOST_LINES = 80


def record_path(source: Path) -> Path:
    """Where the digests of ``…/source/LESSON`` are kept: beside it, for nbgrader would copy what is in it to students."""
    return source.parent / ".built" / f"{source.name}.json"


def record_digests(source: Path) -> bytes:
    """The record of ``source`` as it is now."""
    content = {
        "built_by": "autograder build",
        "files": {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files_in(source).items()},
    }
    return (json.dumps(content, indent=1) + "\n").encode()


def files_in(folder: Path) -> dict[str, Path]:
    """The files of a built folder by their names within it, sorted; editors' leftovers left out."""
    found = (p for p in folder.rglob("*") if p.is_file() and not IGNORED & set(p.relative_to(folder).parts))
    return {path.relative_to(folder).as_posix(): path for path in sorted(found)}


def refuse_edits(source: Path, fresh: Path, built_from: str) -> None:
    """Raise UsageFault, with a unified diff, when a file of ``source`` is neither as last built nor as in ``fresh``."""
    built = _recorded(source)
    new = files_in(fresh)
    edited = {
        name: path
        for name, path in files_in(source).items()
        if hashlib.sha256(path.read_bytes()).hexdigest() != built.get(name)
        and not (name in new and new[name].read_bytes() == path.read_bytes())
    }
    if not edited:
        return
    names = ", ".join(f"source/{source.name}/{name}" for name in edited)
    diffs = "\n".join(
        _diff(path, new.get(name), f"source/{source.name}/{name}", built_from) for name, path in edited.items()
    )
    raise UsageFault(
        f"source/ is built, and an edit there would be lost. Received an edit by hand in {names}. "
        f"Carry it over to {built_from}, or drop it with --force.\n{diffs}"
    )


def _recorded(source: Path) -> dict[str, str]:
    try:
        files = json.loads(record_path(source).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {str(name): str(digest) for name, digest in files.items()} if isinstance(files, dict) else {}


def _diff(edited: Path, fresh: Path | None, name: str, built_from: str) -> str:
    try:
        there = edited.read_text(encoding="utf-8").splitlines()
        ours = [] if fresh is None else fresh.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return f"Binary file {name} differs from what {built_from} gives."
    origin = "nothing" if fresh is None else f"from {built_from}"
    lines = list(difflib.unified_diff(ours, there, f"{name} ({origin})", f"{name} (as edited)", lineterm=""))
    more = [f"… and {len(lines) - MOST_LINES} more lines"] if len(lines) > MOST_LINES else []
    return "\n".join(lines[:MOST_LINES] + more)
