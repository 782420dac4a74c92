"""Where the repository lies, and the command as its environment installed it."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
AUTOGRADER = str(BIN / "autograder")
