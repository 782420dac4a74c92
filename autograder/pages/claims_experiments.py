"""All experiments of the claims in one process: TensorFlow is imported once.

Run as a module it reads ``{"setup": code, "experiments": {name: code}}`` from stdin and writes, for each name, what
went against its asserts (null when nothing did) to the file that it is given.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from autograder.faults import AuthorFault
from autograder.pages.claims import Claim, Claims


def run_experiments(claims: Claims) -> dict[str, str | None]:
    """By experiment, why it no longer shows what is told, or None. Raises AuthorFault when the set-up cell fails."""
    asked = json.dumps({"setup": claims.setup, "experiments": claims.experiments})
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0"}
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        done = subprocess.run(
            [sys.executable, "-m", "autograder.pages.claims_experiments", str(answer)],
            input=asked,
            capture_output=True,
            text=True,
            env=os.environ | quiet,
            cwd=Path(__file__).resolve().parents[2],
        )
        if not answer.exists():
            raise AuthorFault(
                f"The experiments of {claims.folder.name} run after the set-up cell of page.py. Received: "
                f"{(done.stderr.strip().splitlines() or ['the end of the process'])[-1]}. Run that cell alone."
            )
        found: dict[str, str | None] = json.loads(answer.read_text(encoding="utf-8"))
    return found


def disagreement(claims: Claims, claim: Claim, observed: str) -> str:
    """The sentence for a maintainer when the experiment of ``claim`` no longer shows what the page tells."""
    file = next(idea.id for idea in claims.ideas if claim.experiment in idea.experiments)
    places = f"the lesson {claim.lesson} (section {claim.section}) and " if claim.lesson else ""
    return (
        f"{claim.id} is told as {claim.verdict} under '{claims.idea_of(claim).title}'. Its experiment `{claim.experiment}` no "
        f"longer shows that: {observed}. Look at the new Keras release notes, then change the verdict, {places}this experiment "
        f"({file}.py)."
    )


def _run(name: str, code: str, setup: dict[str, object]) -> str | None:
    started = time.monotonic()
    try:
        exec(compile(code, name, "exec"), dict(setup))
    except BaseException as error:
        trace, line = error.__traceback__, 0
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == name:
                line = trace.tb_lineno
            trace = trace.tb_next
        at = code.splitlines()[line - 1].strip() if line else "its end"
        return f"`{at}` raised {type(error).__name__} {' '.join(str(error).split())[:200]}".rstrip()
    finally:
        print(f"[{name}: {time.monotonic() - started:.1f} s]", flush=True)
    return None


def _main() -> None:
    asked = json.load(sys.stdin)
    setup: dict[str, object] = {"__name__": "__main__"}
    exec(compile(asked["setup"], "setup", "exec"), setup)
    found = {name: _run(name, code, setup) for name, code in asked["experiments"].items()}
    Path(sys.argv[1]).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    _main()
