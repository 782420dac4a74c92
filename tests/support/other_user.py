"""Running a command as another user, who sees of root's own 0700 home just what this environment needs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.support.paths import ROOT

ORDINARY = 1000
SYSTEM = "/usr/bin:/bin:/usr/sbin:/sbin"


def run_as(
    uid: int, command: list[str], scratch: Path, path: str = SYSTEM, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``command`` in the repository. Root becomes ``uid`` (0: stays root) in a mount namespace of its own, where its
    home is open to all but shows only the interpreter, the environment and the repository; anyone else stays who they are.
    """
    if os.geteuid() == 0:
        home, steps = str(Path.home()), []
        needed = [
            path for path in dict.fromkeys([sys.base_prefix, sys.prefix, str(ROOT)]) if path.startswith(home + "/")
        ]
        for number, place in enumerate(needed):
            steps.append(f"mkdir -p {scratch}/{number} && mount --bind {place} {scratch}/{number}")
        steps.append(f"mount -t tmpfs -o mode=755 none {home}")
        for number, place in enumerate(needed):
            steps.append(f"mkdir -p {place} && mount --bind {scratch}/{number} {place}")
        change = f"setpriv --reuid {uid} --regid {uid} --clear-groups " if uid else ""
        steps.append(f'exec {change}"$@"')
        command = ["unshare", "-m", "sh", "-ec", " && ".join(steps), "sh", *command]
    given = {"PATH": path, "HOME": "/tmp", "TF_CPP_MIN_LOG_LEVEL": "3", **(env or {})}
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=given, check=False)
