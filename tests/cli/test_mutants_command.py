"""``autograder mutants``: each sentence that it may say, and its exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import nullcontext

import pytest
import typer
from typer.testing import CliRunner

from autograder.cli import mutants_command, tables
from autograder.course.course import Course
from autograder.faults import MachineFault, UsageFault
from autograder.verdicts import Mistaken
from tests.support.mutant_course import SURVIVOR, course
from tests.support.paths import AUTOGRADER


@pytest.fixture
def run(monkeypatch):
    """``run(*words)``: what ``autograder mutants`` with these words comes to, in this process."""

    def ran(*words: str):
        app = typer.Typer()
        app.callback()(lambda: None)
        app.command("mutants")(mutants_command.mutants)
        return CliRunner().invoke(app, ["mutants", *words], env={"COLUMNS": "120"})

    return ran


def test_a_survivor_is_shown_with_its_difference_and_gives_exit_code_1(run, tmp_path, monkeypatch, warm_sandbox):
    from autograder.sandbox import doctor, sandbox

    monkeypatch.setattr(doctor, "strongest", lambda *levels: levels[0])
    monkeypatch.setattr(sandbox, "Sandbox", lambda level: nullcontext(warm_sandbox))
    monkeypatch.setattr(mutants_command.os, "cpu_count", lambda: 1)
    done = run("--course", str(course(tmp_path)))
    assert (1, SystemExit) == (done.exit_code, type(done.exception))
    assert f"\n{tables.MUTANT_SENTENCES['survived']}\n90_mutants/positive\n{SURVIVOR}\n" in done.stdout
    assert "\n75 % of the mutants that are not equivalent were refused.\n" in done.stdout


def test_the_command_line_knows_the_command(tmp_path):
    line = [AUTOGRADER, "mutants", "91_nothing"]
    done = subprocess.run(line, cwd=course(tmp_path), capture_output=True, text=True, check=False)
    assert (2, True) == (done.returncode, done.stderr.startswith("autograder: "))


def row(**of: list) -> dict:
    """A row of the report in which all is well but ``of``."""
    counts = {"mutants": 5, "killed": 4, "equivalent": [], "survived": [], "broken": [], "stale": [], "score": 80.0}
    return {"lesson": "90_mutants", "exercise": "positive"} | counts | of


def test_the_table_has_the_numbers_and_each_kind_its_sentence(capsys):
    report = {"exercises": [row(broken=["-a\n+b\nWhy."], stale=["Not so."])], "totals": {"score": 80.0}}
    tables.print_mutants(report)
    printed = capsys.readouterr().out
    assert ["positive", "5", "4", "0", "0", "1", "80", "%"] == next(
        line.replace("│", " ").split() for line in printed.splitlines() if "positive" in line
    )
    assert f"\n{tables.MUTANT_SENTENCES['broken']}\n90_mutants/positive\n-a\n+b\nWhy.\n" in printed
    assert "90_mutants/positive: Not so.\n" in printed


@pytest.mark.parametrize(
    ("of", "code"), [({}, 0), ({"survived": ["x"]}, 1), ({"stale": ["x"]}, 1), ({"broken": ["x"]}, 1)]
)
def test_the_exit_code_says_whether_all_is_proved(run, monkeypatch, of, code):
    counted = row(**of)
    totals = {
        key: counted[key] if isinstance(counted[key], int) else len(counted[key])
        for key in (*tables.MUTANT_COUNTS, "stale")
    }
    monkeypatch.setattr(
        mutants_command, "score_lessons", lambda course, lessons: {"exercises": [counted], "totals": totals}
    )
    done = run("--json")
    assert (code, "positive") == (done.exit_code, json.loads(done.stdout)["exercises"][0]["exercise"])


def test_without_mutmut_one_sentence_says_what_to_do(monkeypatch):
    for name in [name for name in sys.modules if name.startswith(("mutmut", "autograder.proof.muta"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mutmut.mutation.mutators", None)
    with pytest.raises(UsageFault, match=r"made with mutmut.* Received: no module mutmut.*\. Run `make mutants`"):
        mutants_command.mutants()


def test_a_sandbox_that_fails_costs_one_mutant_its_verdict_and_not_the_run(monkeypatch, tmp_path):
    from autograder.grading import workers

    def work(self, tasks):
        yield from ((task, MachineFault("Gone.") if i == 0 else Mistaken("values", "")) for i, task in enumerate(tasks))

    monkeypatch.setattr(workers.WorkerPool, "work", work)
    here = Course.open(course(tmp_path))
    report = mutants_command.score_lessons(here, here.lessons)
    assert (1, 0) == (report["totals"]["broken"], report["totals"]["survived"])
