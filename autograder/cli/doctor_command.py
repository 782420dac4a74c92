"""``autograder doctor``: what the sandbox is worth on this machine."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console

from autograder.cli.level_options import require_linux

MEANS = {
    "protected": "Other people's submissions can be graded here.",
    "limited": (
        "Other people's submissions are graded here only with --accept-limited: files, programs, signals and the network "
        "are locked, but forks share the machine's memory, processes and temporary folder."
    ),
    "unprotected": (
        "Other people's submissions are refused here; --i-trust-this-code runs code that you trust as you trust your own. "
        "A student's own work needs no sandbox."
    ),
}


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of lines")] = False,
) -> None:
    """Attack the sandbox from inside, name its level, and say how to mend what fails. Exit code 0: protected."""
    require_linux()
    from autograder.sandbox.attacks import canary
    from autograder.sandbox.doctor import examine_machine

    with canary():
        found = examine_machine()
    if as_json:
        document = {
            "level": found.level,
            "means": MEANS[found.level],
            "probes": [p.to_json() for p in found.probes],
        }
        typer.echo(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        console = Console(highlight=False, soft_wrap=True)
        for probe in found.probes:
            where = "" if probe.level == "any" else f" ({probe.level})"
            console.print(f"{'✓' if probe.passed else '✗'} {probe.name}{where}: {probe.says}", markup=False)
            if probe.mend:
                console.print(f"  To mend it: {probe.mend}", markup=False)
        console.print(f"\nLevel: {found.level}. {MEANS[found.level]}", markup=False)
    if found.level != "protected":
        raise typer.Exit(1)
