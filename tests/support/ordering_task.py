"""One ordering task, as its author writes it and as a build does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from autograder.course.parsons_file import Parsons, read_parsons

TOML = '''\
[[parsons]]
id = "mean"
title = "The mean of some numbers"
task = """Put the lines in order, so that `mean` returns the *mean*."""
start = """
def mean(numbers):
"""
end = "    return total / count"
proof = "assert mean([1, 2, 6]) == 3"

[[parsons.piece]]
name = "zero"
code = "    total = 0"

[[parsons.piece]]
name = "loop"
code = """
    for number in numbers:
        total = total + number
"""
after = ["zero"]
why = "The loop adds to `total`, which must have a value by then."

[[parsons.piece]]
name = "count"
code = "    count = len(numbers)"
why = ""

[[parsons.piece]]
name = "empty"
extra = true
code = "    numbers = []"
why = "That throws the numbers away."
'''
START, TAKES = "def mean(numbers):\n", "    return total / count"
LOOP = "    for number in numbers:\n        total = total + number\n"
PLACE = "lessons/01_mini/parsons.toml"


def read(tmp_path: Path, text: str = TOML) -> dict[str, Parsons]:
    (tmp_path / "parsons.toml").write_text(text, encoding="utf-8")
    return read_parsons(tmp_path / "parsons.toml")


def changed(old: str, new: str) -> str:
    assert TOML.count(old) == 1, old
    return TOML.replace(old, new)


LETTERS = {"A": "loop", "B": "empty", "C": "count", "D": "zero"}


def mean_task(tmp_path: Path) -> dict[str, Any]:
    """The task as a build writes it, with the order of LETTERS."""
    task = read(tmp_path)["mean"]
    pieces = {
        p.name: {"name": p.name, "code": p.code, "after": list(p.after), "extra": p.extra, "why": p.why}
        for p in task.pieces
    }
    texts = {"title": task.title, "task": task.task, "start": task.start, "end": task.end}
    return texts | {"pieces": [pieces[name] for name in LETTERS.values()]}
