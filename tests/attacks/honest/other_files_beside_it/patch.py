"""Nothing of this is read, and nothing of it can shadow a module."""

import json


def patch(folder, notebook):
    (folder / "data.csv").write_text("x,y\n1,2\n")
    (folder / "utils.py").write_text("raise SystemExit('imported')\n")
    (folder / "numpy.py").write_text("raise SystemExit('imported')\n")
    (folder / "figure.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "timestamp.txt").write_text("2026-01-01 00:00:00 UTC")
    (folder / ".DS_Store").write_bytes(bytes(64))
    (folder / "03_weights.py").write_text("# exported\n")
    (folder / "old attempt.ipynb").write_text(json.dumps({"nbformat": 4, "cells": []}))
    for name in ("__pycache__", ".ipynb_checkpoints", "my pictures", "checks"):
        (folder / name).mkdir()
        (folder / name / "x.txt").write_text("x")
