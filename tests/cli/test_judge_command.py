"""``autograder judge`` where a verdict cannot be reached: the other files have theirs, and the exit code says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from autograder.cli import judge_command
from autograder.faults import MachineFault
from autograder.grading import one_answer
from autograder.verdicts import ExerciseVerdict
from tests.support.grading_course import LESSON, HereSandbox, answer
from tests.support.term import DOUBLE, Term


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A right answer, one at which the judge raises, one at which the sandbox fails, another right one."""
    import autograder.sandbox.doctor  # noqa: F401 - it keeps the Sandbox that it finds when it is first imported

    monkeypatch.setattr(judge_command, "choose_level", lambda limited, trust: "protected")
    monkeypatch.setattr("autograder.sandbox.sandbox.Sandbox", HereSandbox)
    load, examine = one_answer.load_answer, one_answer.examine_answer
    sources: list[str] = []

    def load_answer(session: Any, files: Any, source: str) -> Any:
        sources.append(source)
        return load(session, files, source)

    def examine_answer(*asked: Any) -> ExerciseVerdict:
        if "JUDGE" in sources[-1]:
            raise TypeError("numpy boolean subtract")
        if "MACHINE" in sources[-1]:
            raise MachineFault("The parent died.")
        return examine(*asked)

    monkeypatch.setattr(one_answer, "load_answer", load_answer)
    monkeypatch.setattr(one_answer, "examine_answer", examine_answer)
    texts = {
        "a.py": DOUBLE,
        "b.py": f"{DOUBLE}  # JUDGE",
        "c.py": f"{DOUBLE}  # MACHINE",
        "d.py": answer("double", "x"),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [tmp_path / name for name in texts]


def run(term: Term, *words: Any) -> Any:
    app = typer.Typer()
    app.command("judge")(judge_command.judge)
    return CliRunner().invoke(
        app, [f"{LESSON}/double", "--course", str(term.root), *map(str, words)], env={"COLUMNS": "400"}
    )


def test_a_judge_that_fails_on_one_file_judges_the_others(tmp_path: Path, files: list[Path]) -> None:
    """Exit code 1, no traceback, and a sentence in the place of the verdict."""
    result = run(Term(tmp_path / "course"), "--json", *files)
    assert 1 == result.exit_code
    rows = json.loads(result.stdout)
    assert ["right", "broken", "broken", "mistaken"] == [row["verdict"] for row in rows]
    assert (
        "A judge comes to a verdict on every answer. The judge failed on double: TypeError: numpy boolean subtract. Grade "
        "this answer by hand, and report what it was."
    ) == rows[1]["advice"]
    assert "The parent died." == rows[2]["advice"]
    assert [4, 0, 0, 1] == [row["points"] for row in rows]


@pytest.mark.parametrize(
    "name", ["a[/b].py", "[red]x[/red].py", "[link=a].py", "\x1b[31mred.py", "\udcff.py", "\u202e.py"]
)
def test_any_file_name_is_printed_as_it_is(tmp_path: Path, files: list[Path], name: str) -> None:
    """It is no markup, steers no terminal and stops no output; the other rows are there."""
    odd = tmp_path / name
    odd.parent.mkdir(exist_ok=True)
    odd.write_text(DOUBLE, encoding="utf-8")
    term = Term(tmp_path / "course")
    shown = run(term, odd, files[3])
    assert 0 == shown.exit_code, shown.output
    assert ascii(name)[1:-1] in shown.stdout
    assert "\x1b[31m" not in shown.stdout
    assert "mistaken" in shown.stdout
    assert json.loads(run(term, odd, "--json").stdout)[0]["file"].endswith(f"/{ascii(name)[1:-1]}")
