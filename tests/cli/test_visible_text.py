"""What others wrote reaches a terminal as text: no markup, no escape sequences."""

from __future__ import annotations

import ast
import io
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table

from autograder.cli.tables import print_answers, print_class, print_exercises
from autograder.cli.visible_text import cells, visible
from autograder.verdicts import ExerciseVerdict, Right, SubmissionVerdict

ODD = "a[/b][red]x \x1b[31m \udcff \u202e\tb"


def test_what_is_no_letter_is_written_out() -> None:
    """Letters of all scripts stay, and lines end where they did."""
    assert r"a[/b][red]x \x1b[31m \udcff \u202e\tb" == visible(ODD)
    assert "Grüße, 世界 ✓\nx" == visible("Grüße, 世界 ✓\nx")


def test_cells_are_text_and_no_markup() -> None:
    stream = io.StringIO()
    table = Table("x")
    table.add_row(*cells(ODD))
    Console(file=stream, width=100).print(table)
    assert visible(ODD) in stream.getvalue()


def test_tables_print_any_text(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """File names and advice, students and notes, titles of exercises."""
    monkeypatch.setenv("COLUMNS", "400")
    row = {
        "file": ODD,
        "verdict": "mistaken",
        "points": 1.0,
        "max_points": 2.0,
        "rung": "values",
        "advice": "Look at `x[/i]`.",
    }
    print_answers([row])
    print_class([SubmissionVerdict(ODD, "01_tiny", "protected", (ExerciseVerdict("double", Right(), 1, 1),))])
    numbers = dict.fromkeys(["points", "minutes", "hints", "wrong", "right"], 1)
    print_exercises([{"lesson": "01_tiny", "exercise": "double", "title": "the [/bug]", **numbers}])
    printed = capsys.readouterr().out
    assert 2 == printed.count(visible(ODD))
    assert "Look at `x[/i]`." in printed
    assert "the [/bug]" in printed


def test_nothing_is_printed_as_markup(root: Path) -> None:
    """Each print of the commands' says so, but for tables, whose cells are made by ``cells``."""
    for path in sorted((root / "autograder" / "cli").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "print":
                is_table = isinstance(node.args[0], ast.Name) and node.args[0].id == "table"
                assert is_table or any(k.arg == "markup" for k in node.keywords), f"{path.name}:{node.lineno}"
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add_row":
                assert "cells(" in ast.unparse(node.args[0]), f"{path.name}:{node.lineno}"
