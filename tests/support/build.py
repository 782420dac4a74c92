"""``autograder build`` in this process."""

from __future__ import annotations

from pathlib import Path

from click.testing import Result
from typer import Typer
from typer.testing import CliRunner

from autograder.cli import build_command


def run(*words: str | Path) -> Result:
    """What the command printed, and its exit code."""
    app = Typer()
    app.callback()(lambda: None)
    app.command("build")(build_command.build)
    return CliRunner().invoke(app, ["build", *map(str, words)])
