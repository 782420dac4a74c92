"""``autograder``: the subcommands together, and the one place where a fault becomes a sentence and an exit code."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer
from rich.console import Console

from autograder.cli.visible_text import visible
from autograder.faults import Fault

app = typer.Typer(
    help="Build, prove and grade a course of notebooks whose layers are judged against hidden references.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def main() -> None:
    """Run the command line. A fault is one sentence on stderr and exit code 2; nothing was lost."""
    # nbgrader starts alembic by its bare name, which is found only where the environment has been activated.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    if sys.argv[1:2] != ["build"]:  # it runs the lessons, which must find what they find on a learner's machine
        # The judge has a thread for each sandbox, and small matrices: BLAS's own threads would only wait for each other, busily.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from autograder.cli.build_command import build
    from autograder.cli.doctor_command import doctor
    from autograder.cli.grade_command import grade
    from autograder.cli.judge_command import judge
    from autograder.cli.list_command import list_exercises
    from autograder.cli.mutants_command import mutants
    from autograder.cli.new_command import new
    from autograder.cli.verify_command import verify

    app.command("build")(build)
    app.command("verify")(verify)
    app.command("mutants")(mutants)
    app.command("new")(new)
    app.command("grade")(grade)
    app.command("judge")(judge)
    app.command("list")(list_exercises)
    app.command("doctor")(doctor)
    try:
        app()
    except Fault as fault:
        Console(stderr=True, highlight=False, soft_wrap=True).print(visible(f"autograder: {fault}"), markup=False)
        sys.exit(2)
