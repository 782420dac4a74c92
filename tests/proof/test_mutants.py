"""``autograder mutants``: what is changed, how it is judged, and each sentence that it may say."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from autograder.cli import mutants_command, tables
from autograder.course.course import Course
from autograder.exercise import Function
from autograder.faults import AuthorFault, MachineFault, UsageFault
from autograder.proof.mutants import mutants, solution_lines
from autograder.proof.mutation_score import FREE_NAME, Trial, percent, unnamed
from autograder.verdicts import Broken, Mistaken, Right
from tests.support.paths import AUTOGRADER

TASK = '''# %% [markdown]
r"""
### Exercise: `positive` (core, 2 minutes, easy)
"""

# %%
def positive(x):
    """Whether x is above zero."""
    limit = 0
    ### BEGIN SOLUTION
    return x > limit
    ### END SOLUTION
'''
HIDDEN = """
from autograder.exercise import Function, call

exercise = Function("positive", title="an example", minutes=2, difficulty="easy", points={"values": 2})


@exercise.cases
def cases(rng):
    yield call(3)
    yield call(-5)


@exercise.reference
def positive(x):
    return x > 0
"""
SURVIVOR = "@@ -4 +4 @@\n-    return x > limit\n+    return x >= limit"
RECORD = 'exercise.equivalent("x > limit", "x >= limit", reason="Zero is asked of nobody.")\n'
LESSON = '''# %% [markdown]
r"""
# 90 — Mutants

5 minutes.
"""

# %% tags=["setup"]
import numpy as np

# %% exercise="positive"
'''


def course(folder: Path, hidden: str = HIDDEN) -> Path:
    """A course of one lesson with one exercise."""
    exercise = folder / "lessons" / "90_mutants" / "positive"
    exercise.mkdir(parents=True)
    (folder / "course.toml").write_text('title = "Mutants"\n[[lesson]]\npath = "lessons/90_mutants"\n')
    (exercise.parent / "lesson.py").write_text(LESSON)
    (exercise / "task.py").write_text(TASK)
    (exercise / "hidden.py").write_text(hidden)
    return folder


@pytest.fixture
def trial(tmp_path):
    """``trial(record)``: the mutants of the little exercise, whose hidden.py ends with ``record``."""

    def made(record: str = "") -> Trial:
        return Trial.of(*Course.open(course(tmp_path, HIDDEN + record)).exercise("90_mutants/positive"), b"seed")

    return made


def judged(trial: Trial, refused: bool = True):
    """The score when only ``>=`` is taken for right, or nothing if ``refused`` says so."""
    for mutant in trial.mutants:
        wrong = Mistaken("values", "Another value.")
        trial.outcomes[mutant] = Right() if ">=" in mutant.source and not refused else wrong
    return trial.score()


# -- what is changed -------------------------------------------------------------------------------------------------


def changed(solution: str, operator: str) -> list[str]:
    """The lines that the mutants of one operator have in place of the solution's, all lines being marked."""
    lines = set(range(1, solution.count("\n") + 2))
    return [
        line[1:].strip()
        for mutant in mutants(solution, lines)
        if mutant.operator == operator
        for line in mutant.difference(solution).splitlines()
        if line.startswith("+")
    ]


LAYER = """class Block:
    def build(self, shape):
        self.bn1 = make(shape)
        self.bn2 = make(shape)

    def call(self, inputs):
        h = self.bn2(inputs)
        return h
"""
OURS = [
    ("if a:\n    b()\nelif c:\n    d()\n", "statement", ["pass", "pass", "pass", "pass"]),
    ("y = a if f(b)else c\n", "call", []),
    ("def f(x):\n    g(x)\n    return x\n", "statement", ["pass", "pass", "pass"]),
    ("if a:\n    b()\n", "condition", ["if True:"]),
    ("if(a):\n    b()\nelse:\n    c()\n", "condition", ["if True:", "if False:"]),
    ("h = L2(x)\n", "sole_argument", ["h = L2()"]),
    ("h = L2(a=x)\n", "sole_argument", ["h = L2()"]),
    ("y = relu(h)\n", "call", ["y = h"]),
    ("y = relu(a + b) * 2\n", "call", ["y = (a + b) * 2"]),
    ("y = relu(*h)\n", "call", []),
    ("y = a - b * c\n", "exchange", ["y = (b * c) - a"]),
    ("y = a + b\n", "exchange", []),
    ("y = matmul(a, b, out=c)\n", "exchange", ["y = matmul(b, a, out=c)"]),
    ("def f(inputs):\n    h = g(inputs)\n    return h\n", "name", ["return inputs"]),
    ("def f(x, y):\n    return g(x=y)\n", "name", ["return g(x=x)"]),
    ("def f(x):\n    def g(y):\n        return x\n    z = 1\n    return g(x)\n", "name", ["return z", "return g(z)"]),
    (LAYER, "attribute", ["h = self.bn1(inputs)"]),
]


@pytest.mark.parametrize(("solution", "operator", "expected"), OURS)
def test_each_operator_of_ours_makes_its_text(solution, operator, expected):
    assert expected == changed(solution, operator)


def test_the_operators_of_mutmut_are_used():
    assert ["x *= 1 - 1", "x /= 1 + 1"] == sorted(changed("x *= 1 + 1\n", "swap_op"))


def test_only_marked_lines_are_changed():
    assert {"a = 1\nb = 2\n", "a = 1\nb = None\n", "a = 1\npass\n"} == {
        mutant.source for mutant in mutants("a = 1\nb = 1\n", {2})
    }


def test_the_marked_lines_are_those_of_the_solution(trial):
    task = trial().files.task
    assert ({4}, "    return x > limit") == (solution_lines(task), task.solution.split("\n")[3])


def test_docstrings_annotations_and_comments_stay():
    assert [] == mutants('def f(x):\n    "A text."  # 1\n    return x\n', {2})
    assert {"x: g(1) = None  # 2\n", "x: g(1) = 4  # 2\n", "pass\n"} == {
        mutant.source for mutant in mutants("x: g(1) = 3  # 2\n", {1})
    }


def test_no_mutant_comes_twice_nor_reads_like_the_solution():
    # mutmut and we would both write f(None); f((x)) would be the solution again.
    made = [mutant.source for mutant in mutants("y = f(x, x)\nif True:\n    y = 0\n", {1, 2, 3})]
    assert len(set(made)) == len(made)
    assert "if True:\n" not in "".join(changed("if True:\n    y = 0\n", "condition"))


def test_what_does_not_compile_is_left_out():
    assert [] == changed("for a in b:\n    break\n", "keywords")  # mutmut writes a return outside a function


def test_names_of_weights_and_layers_are_free_and_no_others():
    given = 'self.add_weight(name="a", shape=(3,))'
    assert unnamed(given) == unnamed(given.replace('"a"', '"b"')) == unnamed(given.replace('name="a", ', ""))
    assert unnamed('keras.layers.Dense(3, name="a")') == unnamed("keras.layers.Dense(3)")
    assert unnamed(given) != unnamed(given.replace("name", "shape"))
    assert unnamed('person(name="a")') != unnamed('person(name="b")')
    assert unnamed("self.add_weight(name=f())") != unnamed("self.add_weight(name=g())")


# -- what the outcomes come to -----------------------------------------------------------------------------------------


def test_the_judge_in_the_sandbox_kills_a_mutant_and_lets_a_blind_one_live(trial, warm_sandbox):
    little = trial()
    for mutant in little.mutants:
        little.outcomes[mutant] = little.judge(warm_sandbox, mutant)
    score = little.score()
    assert [SURVIVOR] == score.survived
    assert ([], [], [], score.mutants - 1) == (score.equivalent, score.broken, score.stale, score.killed)
    assert score.killed >= 2
    assert score.percent < 100


def test_an_equivalent_with_a_reason_is_accepted(trial):
    score = judged(trial(RECORD), refused=False)
    assert [{"difference": SURVIVOR, "reason": "Zero is asked of nobody."}] == score.equivalent
    assert (100.0, [], []) == (score.percent, score.survived, score.stale)


def test_a_free_name_is_equivalent_by_contract(trial):
    named = trial()
    solution = named.files.task.solution
    assert unnamed(solution) == unnamed(f"# {solution}".replace("# ", "", 1))
    object.__setattr__(named.files.task, "answer", 'def positive(x):\n    self.add_weight(name="a")\n')
    free = mutants(named.files.task.solution, {2})[-1]
    named.mutants = [free]
    named.outcomes = {free: Right()}
    assert [FREE_NAME] == [row["reason"] for row in named.score().equivalent]
    named.outcomes = {free: Mistaken("weights", "Call it a.")}
    (sentence,) = named.score().stale
    assert sentence.startswith(f"{FREE_NAME} Received a refusal at weights of")


STALE = [
    (RECORD, True, "x >= limit': a refusal at values. Remove the record"),
    (RECORD.replace(">=", "!="), False, "'x != limit': no mutant of that text. Remove the record"),
    (RECORD.replace(">=", "> >"), False, "'x > > limit': a text that cannot be exchanged: invalid syntax"),
    (RECORD.replace("x > limit", "y > limit"), False, "occurs once in the model answer. Received: 'y > limit'"),
]


@pytest.mark.parametrize(("record", "refused", "sentence"), STALE, ids=[row[2] for row in STALE])
def test_a_record_that_is_not_true_is_reported(trial, record, refused, sentence):
    (sentence_found,) = judged(trial(record), refused).stale
    assert sentence in sentence_found
    assert sentence_found.startswith(
        "An equivalent is recorded for a mutant that the judge takes for right. Received for"
    )


def test_a_broken_judge_has_killed_nothing(trial):
    little = trial()
    little.outcomes = dict.fromkeys(little.mutants, Broken("No exam."))
    score = little.score()
    assert (0, 0.0, len(little.mutants)) == (score.killed, score.percent, len(score.broken))
    assert all(text.endswith("\nNo exam.") for text in score.broken)


def test_only_all_of_them_is_a_hundred():
    assert (100.0, 99.9, 50.0, 100.0) == (percent(3, 3), percent(1999, 2000), percent(1, 2), percent(0, 0))


def test_a_record_without_a_reason_is_refused():
    with pytest.raises(
        AuthorFault, match=r"a sentence that says why it is one\. Received for 'b' in f: ' '\. Write reason"
    ):
        Function("f", title="an example", minutes=1, difficulty="easy", points={}).equivalent("a", "b", reason=" ")


# -- the command -------------------------------------------------------------------------------------------------------


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


def test_every_mutant_of_an_exercise_of_the_course_is_refused_or_recorded(root, warm_sandbox):
    trial = Trial.of(*Course.open(root).exercise("03_weights/ScaleShift"), b"seed")
    for mutant in trial.mutants:
        trial.outcomes[mutant] = trial.judge(warm_sandbox, mutant)
    score = trial.score()
    assert ([], [], []) == (score.survived, score.broken, score.stale)
    assert (100.0, True) == (score.percent, score.killed > 20)
