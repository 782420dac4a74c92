"""``autograder grade`` with a meter on each sandbox: ``python -m tests.bench.metered SUBMITTED OUT USED.json``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import typer

from autograder.cli.grade_command import grade
from autograder.sandbox import sandbox as sandboxes
from autograder.sandbox.session import Session
from autograder.sandbox.usage import UsageMeter


def main() -> None:
    """Grade, then write the CPU-seconds of all sandboxes: each fork as its end reports it, each fork server from /proc."""
    submitted, out, used = map(Path, sys.argv[1:])
    spent: list[float] = []
    close_session, close_sandbox = Session.close, sandboxes.Sandbox.close

    def session_closed(self: Session) -> None:
        close_session(self)
        spent.append(self.usage())

    def sandbox_closed(self: Any) -> None:
        if self._process is not None:
            spent.append(UsageMeter(self._process.pid).cpu())
        close_sandbox(self)

    Session.close = session_closed  # type: ignore[method-assign]
    sandboxes.Sandbox.close = sandbox_closed  # type: ignore[method-assign]
    code = 0
    try:
        grade(submitted, out=out, jobs=1)
    except typer.Exit as ended:
        code = ended.exit_code
    verdicts = [json.loads(p.read_text()) for p in sorted(out.glob("verdicts/*/*.json"))]
    used.write_text(json.dumps({"sandboxes": sum(spent), "points": [v["points"] for v in verdicts]}))
    sys.exit(code)


if __name__ == "__main__":
    main()
